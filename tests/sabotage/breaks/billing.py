"""Promises about what is charged, broken."""

import threading
from dataclasses import replace as changed
from uuid import uuid4

from chat_platform.billing import credit, invoices, ledger
from chat_platform.billing.months import Month
from chat_platform.billing.prices import MOST_OF_A_QUESTION
from chat_platform.chat import run_charges
from tests.sabotage.catalogue import breaks, replace, rewrite


def _charge(make) -> None:
    """Charge another run than the one that ended; ``make`` makes it of that one."""

    def other(charge):
        return lambda session, run: charge(session, make(run))

    replace(run_charges, "charge", other)


@breaks("charged-as-told", finding="lacks a charge of 1 tool_call")
def tool_calls_not_charged() -> None:
    """The first call of a tool in each run is forgotten."""
    _charge(lambda run: changed(run, calls=run.calls[1:]))


@breaks("charged-as-told", finding="lacks a charge of .* input_tokens for .* on the mid plan")
def price_of_another_plan() -> None:
    """On the mid plan one pays what the early plan costs."""
    replace(ledger, "PRICES", lambda prices: {**prices, "mid": prices["early"]})


@breaks("charged-as-told", finding="lacks a charge of .* for .* on the enterprise plan")
def sub_agents_not_charged() -> None:
    """Only the run that the user asked for is charged."""

    def make(charge):
        return lambda session, run: charge(session, run) if run.run_id == run.question else None

    replace(run_charges, "charge", make)


@breaks("charged-plan-of-the-moment", finding="lacks a charge of .* on the mid plan")
def first_plan_for_ever() -> None:
    """A person pays by the plan of the first run, whatever was changed since."""
    plans = {}
    _charge(lambda run: changed(run, plan=plans.setdefault(run.user_id, run.plan)))


@breaks("charged-once", finding="which is (charged twice|of a run that this person never saw)")
def charged_with_each_telling() -> None:
    """Every run is charged twice, the second time under a number of its own."""

    def make(charge):
        def twice(session, run):
            charge(session, run)
            again = str(uuid4())
            charge(session, changed(run, run_id=again, question=again))

        return twice

    replace(run_charges, "charge", make)


@breaks("charged-for-oneself", finding="which is of a run that this person never saw")
def the_first_pays_for_all() -> None:
    """Whoever asked first is charged for the runs of all others, too."""
    users = []

    def make(charge):
        def for_two(session, run):
            users.append(run.user_id)
            charge(session, run)
            if run.user_id != users[0]:
                again = str(uuid4())
                charge(session, changed(run, run_id=again, question=again, user_id=users[0]))

        return for_two

    replace(run_charges, "charge", make)


@breaks("charged-despite-a-crash", finding="lacks a charge of")
def charged_later() -> None:
    """A run is charged with the next one: when the platform dies between them, it never is."""
    waiting = threading.local()

    def make(charge):
        def later(session, run):
            if (before := getattr(waiting, "run", None)) is not None:
                charge(session, before)
            waiting.run = run

        return later

    replace(run_charges, "charge", make)


@breaks("failed-costs-nothing", finding="lacks a refund of")
def failed_runs_cost_as_others() -> None:
    """What a run that failed cost stays charged."""
    replace(ledger, "refund", lambda _: lambda _session, _run: None)


@breaks("failed-costs-nothing", finding="lacks a charge of")
def failed_runs_leave_no_trace() -> None:
    """A run that failed is not in the ledger at all."""

    def make(charge):
        return lambda session, run: None if run.status == "failed" else charge(session, run)

    replace(run_charges, "charge", make)


@breaks("invoice-adds-up", finding="Grace is to pay")
def cents_rounded_up() -> None:
    """A fraction of a cent is charged as a whole one."""

    def rounded_up(self):
        return f"{-(-self.exact // 10_000_000) / 100:.2f}"

    replace(invoices.Invoice, "total", lambda _: property(rounded_up))


@breaks("invoice-adds-up", finding="Grace is to pay")
def every_line_rounded() -> None:
    """Lines are rounded to cents before they are added."""

    cent = 10_000_000

    def rounded(self):
        return sum((line.amount + cent // 2) // cent * cent for line, _ in self.lines)

    replace(invoices.Invoice, "exact", lambda _: property(rounded))


@breaks("invoice-exported", finding="the file holds")
def file_lacks_the_last_line() -> None:
    """The last line is not in the file."""

    def make(export):
        return lambda self: export(changed(self, lines=self.lines[:-1]))

    replace(invoices.Invoice, "csv", make)


@breaks("invoice-shown", finding="the words .In .* so far")
def page_shows_no_total() -> None:
    """The account page tells the limit of what may be spent in place of what is to be paid."""
    rewrite("static/js/bill.js", "so far: $${invoice.total}", "so far: $${credit.included}")


@breaks("invoice-months", finding="a month of .* begins at")
def months_of_greenwich() -> None:
    """Months begin and end by UTC, wherever one lives."""
    replace(Month, "span", lambda span: lambda self, _time_zone: span(self, None))


@breaks("credit-not-overspent", finding="to two questions at once Zoë was told")
def open_questions_forgotten() -> None:
    """Questions that wait for their answers are not reckoned with."""

    def make(covers):
        return lambda self, _open_questions: covers(self, 0)

    replace(credit.Credit, "covers", make)


@breaks("credit-not-overspent", finding="Zoë has spent")
def spent_beyond_the_credit() -> None:
    """A question may come to cost more than the most that any question may cost."""

    def make(used):
        def dear(run):
            return [
                (kind, call, quantity, MOST_OF_A_QUESTION if kind == "tool_call" else price)
                for kind, call, quantity, price in used(run)
            ]

        return dear

    replace(ledger, "_used", make)
    replace(ledger, "spent_on", lambda _: lambda _session, _question: -MOST_OF_A_QUESTION * 100)
