"""Promises about looking into runs, broken."""

from chat_platform.billing import books_api
from chat_platform.chat import oversight_api
from tests.sabotage.catalogue import breaks, replace, rewrite


@breaks("runs-listed", finding="Margaret sees .* Katherine was told")
def runs_that_cost_nothing() -> None:
    """Every run is said to have cost nothing."""
    replace(oversight_api, "exact_usd", lambda _: lambda _amount: "0.00")


@breaks("runs-listed", finding="Margaret sees .* Katherine was told")
def page_forgets_the_newest_run() -> None:
    """The page does not show the newest run."""
    rewrite("static/js/runs.js", 'fill("runs", runs', 'fill("runs", runs.slice(1)')


@breaks("agents-listed", finding="Margaret sees .*, and the statements say")
def one_run_too_many() -> None:
    """An agent is said to have run once more than it has."""

    def make(work_of_agents):
        def more(*how):
            found = work_of_agents(*how)
            return [each.model_copy(update={"runs": each.runs + 1}) for each in found]

        return more

    replace(oversight_api, "work_of_agents", make)


@breaks("ledger-at-hand", finding="In the file of Margaret: The ledger of Katherine lacks")
def only_the_own_lines_are_saved() -> None:
    """What is saved are the administrator's own lines."""
    rewrite("static/js/runs.js", "`${LEDGER}.csv`", '"/api/billing/invoice.csv"')


@breaks("ledger-at-hand", finding="Margaret sees .* lines of Katherine")
def page_begins_with_the_second_line() -> None:
    """The page does not show the newest line of the ledger."""
    rewrite("static/js/runs.js", "books.lines.map", "books.lines.slice(1).map")


@breaks("runs-guarded", finding="Mallory sees .* more")
def runs_for_everybody() -> None:
    """Whoever is logged in may look into everybody's runs."""
    replace(oversight_api, "demand", lambda _: lambda _caller, _permission: None)


@breaks("runs-guarded", finding="Noam could save the ledger")
def support_takes_the_ledger_along() -> None:
    """Whoever may see lines of the ledger may save all of them."""

    def make(demand):
        return lambda caller, _permission: demand(caller, books_api.Permission.SEE_RUNS)

    replace(books_api, "demand", make)
