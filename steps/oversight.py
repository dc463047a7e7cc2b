"""Those who look after the platform: what they find about runs, agents and the ledger."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pytest_bdd import then, when

from steps.people import Actor, People, says
from targets.reference.administration import HttpAdministration
from targets.reference.bill import differences, due
from targets.reference.oversight import ListedAgent, ListedRun, Oversight, oversight
from test_framework.events.model import EventKind

LOOKS = 5


def looking(who: Actor) -> Oversight:
    """What this person has before them."""
    found: Oversight = who.kept["oversight"]
    return found


def runs_of(who: Actor) -> dict[str, ListedRun]:
    """The runs of this person, as they must be listed."""
    events = who.context.events
    costs: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in due(events):
        costs[line.run_id] += line.amount
    starts = {e.run_id: e.payload for e in events if e.kind is EventKind.AGENT_STARTED}
    return {
        end.run_id: ListedRun(
            who.context.identity.full_name,
            starts[end.run_id]["agent"],
            starts[end.run_id]["context"]["plan"],
            end.payload["status"],
            end.payload["duration_ms"],
            costs[end.run_id],
        )
        for end in events
        if end.kind is EventKind.AGENT_COMPLETED
    }


def are_listed(who: Actor, whose: Actor) -> None:
    """See that somebody sees all runs of somebody else, as these were told of them."""
    wanted, listed = runs_of(whose), looking(who).runs()
    assert wanted, f"{whose.name} saw no run that ended"
    found = {run_id: listed.get(run_id) for run_id in wanted}
    assert found == wanted, f"{who.name} sees {found}; {whose.name} was told {wanted}"


def agents_by(statements: list[dict[str, Any]]) -> dict[str, ListedAgent]:
    """What each agent did, by its statement: an opinion adds a line to a run that is there."""
    return {
        each["agent"]: ListedAgent(len({line["run_id"] for line in each["lines"]}), each["total"])
        for each in statements
    }


# When


@when(says("{who:Person} looks into the runs"))
def _(people: People, driver: str, who: str) -> None:
    for each in people:
        each.wait_until_over()
    people[who].kept["oversight"] = oversight(driver, people[who].context)


# Then


@then(
    says(
        "{who:Person} sees the runs of {other:Person}: how they ended, how long they took, "
        "what they cost"
    )
)
def _(people: People, who: str, other: str) -> None:
    are_listed(people[who], people[other])


@then(says("{who:Person} sees of each agent how often it ran, and what it earned"))
def _(people: People, office: HttpAdministration, driver: str, who: str) -> None:
    # A run of somebody before may end between two looks: then both are too old.
    for _ in range(LOOKS):
        wanted = agents_by(office.earnings(f"{datetime.now(UTC):%Y-%m}"))
        listed = oversight(driver, people[who].context).agents()
        if listed == wanted:
            break
    assert wanted, "no agent has worked this month"
    assert listed == wanted, f"{who} sees {listed}, and the statements say {wanted}"


@then(
    says("{who:Person} finds in the ledger what the runs of {other:Person} told, also in the file")
)
def _(people: People, who: str, other: str) -> None:
    wanted = due(people[other].context.events)
    runs = {line.run_id for line in wanted}
    shown = [run_id for run_id in looking(people[who]).charged() if run_id in runs]
    assert len(shown) == len(wanted), f"{who} sees {len(shown)} of {len(wanted)} lines of {other}"
    saved = looking(people[who]).save()
    assert saved is not None, f"{who} cannot save the ledger"
    found = differences(other, wanted, [line for line in saved if line.run_id in runs])
    assert not found, f"In the file of {who}: {found[0].text}"


@then(
    says("{who:Person} sees the runs of {other:Person}, and neither what agents earn nor the file")
)
def _(people: People, who: str, other: str) -> None:
    are_listed(people[who], people[other])
    told = [agent.total for agent in looking(people[who]).agents().values() if agent.total]
    assert not told, f"{who} sees what agents earned: {told}"
    saved = looking(people[who]).save()
    assert saved is None, f"{who} could save the ledger: {len(saved)} lines"


@then(says('{who:Person} sees nothing of it, and is told "{words}"'))
def _(people: People, who: str, words: str) -> None:
    before = looking(people[who])
    seen = [*before.runs(), *before.agents(), *before.charged(), *(before.save() or [])]
    assert not seen, f"{who} sees {seen[0]} and {len(seen) - 1} more"
    assert words in before.told(), f"{who} was told {before.told()!r}"
