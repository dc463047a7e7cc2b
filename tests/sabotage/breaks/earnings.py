"""Promises about what agents earn, broken."""

from chat_platform.billing import compensation, earnings, office_api
from chat_platform.billing.totals import in_cents
from chat_platform.chat import run_charges
from tests.sabotage.catalogue import breaks, replace, rewrite


@breaks("agents-paid-by-table", finding="for the runs of Katherine the agents earned")
def wrong_multiplier_of_a_plan() -> None:
    """The mid plan brings no more than the free one."""
    replace(compensation, "PLAN_TENTHS", lambda tenths: {**tenths, "mid": tenths["free"]})


@breaks("agents-paid-by-table", finding="for the runs of Zoë the agents earned")
def quality_is_not_looked_at() -> None:
    """All work brings the same, however good it is."""
    replace(compensation, "QUALITY_TENTHS", lambda _: ((0, 10),))


@breaks("agents-paid-to-the-cent", finding="is paid .* its lines come to")
def cents_of_agents_cut_off() -> None:
    """What agents earned is paid a cent short."""

    def short(self):
        return in_cents(self.exact - 10_000_000)

    replace(earnings.Statement, "total", lambda _: property(short))


@breaks("opinions-count", finding="for the runs of Katherine the agents earned")
def opinions_change_nothing() -> None:
    """What users think of answers is kept, and counts for nothing."""
    replace(run_charges, "reconsider", lambda _: lambda _session, _run_id, _opinion, _at: None)


@breaks("earnings-guarded", finding="Ada was not refused")
def earnings_for_everybody() -> None:
    """Whoever is logged in sees what agents earn."""
    replace(office_api, "demand", lambda _: lambda _caller, _permission: None)


@breaks("earnings-shown", finding="the statements")
def page_forgets_an_agent() -> None:
    """The first agent is missing from the page."""
    rewrite("static/js/books.js", "earnings: earnings.map", "earnings: earnings.slice(1).map")
