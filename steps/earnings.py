"""What agents earn, as the books of the platform tell it to those who may read them."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pytest_bdd import then, when

from pages.admin import AdminPage
from steps.people import Actor, People, says
from targets.reference.administration import EARNINGS, HttpAdministration
from targets.reference.api import Refused
from targets.reference.earnings import earned_by_runs
from test_framework.events.model import EventKind

CENT = Decimal("0.01")


def statements_for(who: Actor, office: HttpAdministration) -> list[dict[str, Any]]:
    """The statements of the months in which this person's runs ended."""
    ends = [e.timestamp for e in who.context.events if e.kind is EventKind.AGENT_COMPLETED]
    months = {f"{end.astimezone(UTC):%Y-%m}" for end in ends if end is not None}
    return [statement for month in sorted(months) for statement in office.earnings(month)]


def earned_as_told(statements: list[dict[str, Any]]) -> dict[str, Decimal]:
    """What each run brought its agent, by its id."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for statement in statements:
        for line in statement["lines"]:
            sums[line["run_id"]] += Decimal(line["amount"])
    return sums


def must_agree(who: Actor, statements: list[dict[str, Any]], opinion: str = "") -> None:
    """See that each run of this person brought its agent what the table says."""
    told = earned_as_told(statements)
    due = earned_by_runs(who.context.events, opinion)
    assert due, f"{who.name} saw no run that ended"
    found = {run_id: told.get(run_id) for run_id in due}
    assert found == due, f"for the runs of {who.name} the agents earned {found}, not {due}"


@when(says("{who:Person} wants to see what the agents earned"))
def _(people: People, who: str) -> None:
    actor = people[who]
    try:
        actor.kept["seen"] = actor.api.call("GET", EARNINGS)
    except Refused as refusal:
        actor.kept["refusal"] = refusal


@when(says("{who:Person} reads the books"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.kept["books"] = AdminPage(actor.context.page, actor.context.base_url).open()


@then(says("{who:Person} reads of each agent what its statement comes to"))
def _(people: People, office: HttpAdministration, who: str) -> None:
    told = office.earnings(f"{datetime.now(UTC):%Y-%m}")
    wanted = [f"{each['agent']}: ${each['total']}" for each in told]
    assert wanted, "no agent has worked this month"
    earned = people[who].kept["books"].earned

    def read() -> list[str]:
        return [line.partition(" in ")[0] for line in earned.all_inner_texts()]

    people[who].context.wait_for(
        lambda: read() == wanted, awaiting=f"the statements {wanted}", look=lambda: f"{read()}"
    )


@then(says("the agents earned by the runs of {who:Person} what the table says"))
def _(people: People, office: HttpAdministration, who: str) -> None:
    people[who].wait_until_over()
    must_agree(people[who], statements_for(people[who], office))


@then(
    says("the agents earned by the runs of {who:Person} what the table says of {opinion} answers")
)
def _(people: People, office: HttpAdministration, who: str, opinion: str) -> None:
    must_agree(people[who], statements_for(people[who], office), opinion)


@then(says("each agent of {who:Person} is paid what its lines come to, rounded once to the cent"))
def _(people: People, office: HttpAdministration, who: str) -> None:
    people[who].wait_until_over()
    for statement in statements_for(people[who], office):
        exact = sum((Decimal(line["amount"]) for line in statement["lines"]), Decimal(0))
        cents = str(exact.quantize(CENT, rounding=ROUND_HALF_UP))
        assert statement["total"] == cents, (
            f"the {statement['agent']} is paid ${statement['total']}; its lines come to ${exact}"
        )
