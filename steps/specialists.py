"""What the specialists found, against the same recomputed in SQL from the usage data."""

from decimal import Decimal

from pytest_bdd import given, then, when

from steps.answers import assert_in_order
from steps.people import Actor, People, says
from steps.runs import catalogue_for, of_run
from targets.reference import settings, synthetic
from targets.reference.life_cycle import RunningReference
from targets.reference.recomputed import RECOMPUTED, Expected, Wanted, differences
from targets.reference.spending import usd
from targets.reference.warehouse import Warehouse, warehouse
from test_framework.events.model import EventKind, parent_of
from test_framework.pytest_plugin.fixtures import OwnPlatform


def data_of(who: Actor, period: str) -> Warehouse:
    """The usage data as this person can download it, with a period chosen."""
    return warehouse(who.api.usage_csv()).during(period)


def result_of(who: Actor, tool: str) -> dict[str, object]:
    """What the only tool of the newest run found; it must be the one of that name."""
    ends = [event for event in of_run(who) if event.kind is EventKind.TOOL_COMPLETED]
    used = [event.payload["tool"] for event in ends]
    assert used == [tool], f"the run used {used}, not {tool}"
    assert ends[0].payload["status"] == "ok", f"{tool} failed: {ends[0].payload.get('error')}"
    return dict(ends[0].payload["result"])


def must_agree(tool: str, expected: Expected, result: dict[str, object]) -> None:
    """The result holds what is expected."""
    wrong = list(differences(expected.result, result))
    assert not wrong, f"{tool} found something else: {'; '.join(wrong)}"


# Given


@given(
    says("{who:Person} is in a conversation of a platform whose books were changed by hand"),
    target_fixture="changed_record",
)
def _(people: People, who: str, own_platform: OwnPlatform) -> str:
    reference = own_platform(settings.TOOLS_TAKE_A_SECOND)
    assert isinstance(reference, RunningReference)
    people[who].enter_chat()
    people[who].begin_conversation()
    return reference.change_the_books("2026-09-15", "cobalt-chat", "Research")


# When


@when(says("{who:Person} asks which agents there are"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.kept["agents"] = actor.wire.ask("agent.list").payload["agents"]


@when(says('{who:Person} asks twice "{question}"'))
def _(people: People, who: str, question: str) -> None:
    for _repeat in range(2):
        people[who].ask(question)
        people[who].wait_until_answered()


# Then


@then(says('the {agent} found with "{tool}" what the usage data of "{wanted}" gives'))
def _(people: People, agent: str, tool: str, wanted: str) -> None:
    who = people.latest
    who.wait_until_answered()
    title = catalogue_for(people, who.name).title(of_run(who)[0].payload["agent"])
    assert str(title).lower() == agent, f"{title} answered, not the {agent}"
    asked_for = Wanted.read(wanted)
    expected = RECOMPUTED[tool](data_of(who, asked_for.period), asked_for)
    must_agree(tool, expected, result_of(who, tool))
    who.kept["expected"] = expected


@then(says("of {count:d} agents the plan of {who:Person} includes {included:d}"))
def _(people: People, count: int, who: str, included: int) -> None:
    agents = people[who].kept["agents"]
    assert len(agents) == count, f"there are {len(agents)} agents"
    said = sorted(agent["title"].lower() for agent in agents if agent["included"])
    assert len(said) == included, f"{len(said)} are said to be included: {said}"


@then(says("among these agents is the {one}, and not the {other}"))
def _(people: People, one: str, other: str) -> None:
    agents = {a["title"].lower(): a["included"] for a in people.latest.kept["agents"]}
    assert (agents[one], agents[other]) == (True, False), f"it is said: {agents}"


@then("the answer tells all of it")
def _(people: People) -> None:
    assert_in_order(people.latest.answer(), people.latest.kept["expected"].told)


@then(says('the answer says "{words}"'))
def _(people: People, words: str) -> None:
    assert words in people.latest.answer(), f"not said in:\n{people.latest.answer()}"


@then("the answer warns that a record does not agree, and names it")
def _(people: People, changed_record: str) -> None:
    answer = people.latest.answer()
    assert "**1** do not agree" in answer, f"nothing is said of the changed record:\n{answer}"
    assert changed_record in answer, f"{changed_record!r} is not named in:\n{answer}"


@then(says('the first passage quoted is of "{title}" and says "{words}"'))
def _(people: People, title: str, words: str) -> None:
    people.latest.wait_until_answered()
    result = result_of(people.latest, "search_documents")
    passages = result["passages"]
    assert isinstance(passages, list)
    first = passages[0]
    assert (first["title"], words in first["passage"]) == (title, True), f"it quotes {first}"
    assert_in_order(people.latest.answer(), [title, words])


@then(
    says('the compliance checker found what {team} spent in "{period}" on others than "{approved}"')
)
def _(people: People, team: str, period: str, approved: str) -> None:
    people.latest.wait_until_answered()
    names = approved.split(", ")
    records, cost = data_of(people.latest, period).one(
        "SELECT count(*), sum(cost_usd) FROM chosen "
        "WHERE team = ? AND NOT list_contains(?, provider)",
        team,
        names,
    )
    result = result_of(people.latest, "check_compliance")
    teams = result["teams"]
    assert isinstance(teams, list)
    found = {one["team"]: (one["breaches"], Decimal(one["breaches_usd"])) for one in teams}
    assert found[team] == (records, cost), (
        f"of {team} it found {found[team]}, but the usage data gives {(records, cost)}"
    )
    assert_in_order(people.latest.answer(), [team, f"{records:,}", usd(cost)])


@then(says('{count:d} records came, like those of "{period}", none of them a copy'))
def _(people: People, count: int, period: str) -> None:
    who = people.latest
    who.wait_until_answered()
    result = result_of(who, "make_synthetic_records")
    records = result["records"]
    assert isinstance(records, list)
    assert len(records) == count, f"{len(records)} records came"
    wrong = synthetic.complaints(data_of(who, period), records)
    assert not wrong, f"these are no synthetic records as promised: {'; '.join(wrong)}"
    assert_in_order(who.answer(), [f"**{count:,}** synthetic records"])


@then(says("both times the same {count:d} records came"))
def _(people: People, count: int) -> None:
    who = people.latest
    results = [
        event.payload["result"]["records"]
        for event in who.context.events
        if event.kind is EventKind.TOOL_COMPLETED
    ]
    assert [len(records) for records in results] == [count, count], "not as many as were asked for"
    assert results[0] == results[1], "the second time other records came"


@then(says("{count:d} sub-agents worked side by side: {titles}"))
def _(people: People, count: int, titles: str) -> None:
    who = people.latest
    who.wait_until_answered()
    events = sorted(
        {e.event_id: e for e in who.context.events if e.kind.of_run}.values(),
        key=lambda event: event.seq or 0,
    )
    begun = [e for e in events if e.kind is EventKind.AGENT_STARTED and parent_of(e)]
    nested = {event.run_id for event in begun}
    ended = [e for e in events if e.kind is EventKind.AGENT_COMPLETED and e.run_id in nested]
    catalogue = catalogue_for(people, who.name)
    named = sorted(str(catalogue.title(e.payload["agent"])).lower() for e in begun)
    assert (len(begun), named) == (count, sorted(titles.split(", "))), f"these worked: {named}"
    assert all(e.payload["status"] == "succeeded" for e in ended), "not all of them succeeded"
    latest, earliest = begun[-1].seq or 0, ended[0].seq or 0
    assert latest < earliest, "one of them had ended before the last began: they took turns"
