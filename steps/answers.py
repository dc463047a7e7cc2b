"""Answers with numbers: each is recomputed from the usage data that users can download."""

import re
from collections.abc import Iterable
from decimal import Decimal

from pytest_bdd import then, when

from pages.chat import ChatPage
from steps.people import Actor, People, says
from steps.runs import of_run
from targets.reference.spending import Rank, percent, usd
from test_framework.events.model import EventKind


def assert_in_order(answer: str, parts: Iterable[str]) -> None:
    """Each part stands in the answer, after the one before it."""
    at = 0
    for part in parts:
        found = answer.find(part, at)
        assert found >= 0, f"{part!r} is missing, or not in its place, in the answer:\n{answer}"
        at = found + len(part)


def ranking_of(who: Actor, count: int, what: str, period: str) -> list[Rank]:
    ranking = who.spending.ranking(what, period)[:count]
    assert len(ranking) == count, f"the usage data has only {len(ranking)} {what}"
    return ranking


@when(
    says(
        '{who:Person} asks what moving the most expensive model of "{period}"'
        " to the cheapest would save"
    )
)
def _(people: People, who: str, period: str) -> None:
    actor = people[who]
    dearest = actor.spending.ranking("models", period)[0].name
    cheapest = actor.spending.models_by_price()[0]
    actor.kept["move"] = dearest, cheapest
    actor.ask(
        f"How much would we save by moving from {dearest} to {cheapest} in {in_words(period)}?"
    )


def in_words(month: str) -> str:
    """A month as people write it ("September 2026")."""
    names = {"2026-07": "July 2026", "2026-08": "August 2026", "2026-09": "September 2026"}
    return names[month]


@then(says('the answer names the total spending of "{period}"'))
def _(people: People, period: str) -> None:
    assert_in_order(people.latest.answer(), [usd(people.latest.spending.total(period))])


@then(
    says(
        'the answer names the {count:d} most expensive {what} of "{period}" in order,'
        " with spending and share of the bill"
    )
)
def _(people: People, count: int, what: str, period: str) -> None:
    ranking = ranking_of(people.latest, count, what, period)
    parts = (part for r in ranking for part in (r.name, usd(r.cost), percent(r.share)))
    answer = people.latest.answer()
    assert_in_order(answer, parts)
    for other in people.latest.spending.ranking(what, period)[count:]:
        assert other.name not in answer, f"{other.name} is not one of the {count}:\n{answer}"


@then(says('the tool "{tool}" found the {count:d} most expensive {what} of "{period}"'))
def _(people: People, tool: str, count: int, what: str, period: str) -> None:
    people.latest.wait_until_answered()
    results = [
        e.payload["result"]
        for e in of_run(people.latest)
        if e.kind is EventKind.TOOL_COMPLETED and e.payload["tool"] == tool
    ]
    assert len(results) == 1, f"{tool} was used {len(results)} times"
    found = [(each["name"], Decimal(each["cost_usd"])) for each in results[0]["spenders"]]
    ranking = ranking_of(people.latest, count, what, period)
    expected = [(rank.name, rank.cost) for rank in ranking]
    assert found == expected, f"{tool} found {found}, but the usage data says {expected}"


@then("the answer lists every model from the cheapest to the dearest million tokens")
def _(people: People) -> None:
    spending = people.latest.spending
    prices = ((name, spending.price_per_million(name)) for name in spending.models_by_price())
    assert_in_order(people.latest.answer(), (part for n, p in prices for part in (n, usd(p))))


@then(says('the answer names what moving them would have saved in "{period}"'))
def _(people: People, period: str) -> None:
    model, other = people.latest.kept["move"]
    saved = usd(people.latest.spending.saved_by_moving(model, other, period))
    assert_in_order(people.latest.answer(), [saved])


@then(says('the answer names every model and every team with its spending in "{period}"'))
def _(people: People, period: str) -> None:
    answer = people.latest.answer()
    for what in ("models", "teams"):
        for rank in people.latest.spending.ranking(what, period):
            assert_in_order(answer, (rank.name, usd(rank.cost)))


@then("the answer holds a table of models")
def _(people: People) -> None:
    actor = people.latest
    actor.wait_until_answered()
    tables = ChatPage(actor.context.page, actor.context.base_url).tables_in_last_message()
    names = {rank.name for rank in actor.spending.ranking("models", "2026-09")}
    assert any(names <= set(re.split(r"[\t\n]", table)) for table in tables), (
        f"no table names all of {sorted(names)}: {tables}"
    )


@then("the answer names 30 times the mean daily spending of the last 28 days")
def _(people: People) -> None:
    expected = usd(30 * people.latest.spending.mean_per_day(28))
    assert expected in people.latest.answer(), (
        f"{expected} is missing in:\n{people.latest.answer()}"
    )


@then(says('the answer says that "{name}" is not known, and names no amount'))
def _(people: People, name: str) -> None:
    answer = people.latest.answer()
    assert name.lower() in answer.lower(), f"the answer does not name {name!r}:\n{answer}"
    assert not re.search(r"\$\s?\d", answer), f"the answer names an amount:\n{answer}"


@then("the tool that looked for it reports the failure")
def _(people: People) -> None:
    people.latest.wait_until_answered()
    outcomes = [
        (e.payload["status"], e.payload.get("error"))
        for e in of_run(people.latest)
        if e.kind is EventKind.TOOL_COMPLETED
    ]
    assert any(status == "error" and error for status, error in outcomes), f"{outcomes}"
