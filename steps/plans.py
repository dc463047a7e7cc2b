"""What plans give, where they end, and what happens when one is changed."""

from __future__ import annotations

from pytest_bdd import given, then, when

from pages.chat import ChatPage
from steps.people import Actor, People, eventually, says
from targets.reference import settings
from targets.reference.administration import HttpAdministration
from targets.reference.api import Refused
from test_framework.pytest_plugin.fixtures import PlatformWith

REPORT = "Write me a report for September 2026"
CHEAP = "Which models do we use?"


def is_refused(who: Actor, question: str, words: str) -> None:
    """Ask, and see that an agent says why there is no answer."""
    who.ask(question)
    who.wait_until_over()
    said = who.finished_runs()[-1].payload
    assert said["status"] == "failed", f"{who.name} was answered: {said['summary']}"
    assert words in said["summary"], f"{who.name} was told {said['summary']!r}, not {words!r}"


def is_answered(who: Actor, question: str) -> None:
    """Ask, and see that it is answered."""
    who.ask(question)
    who.wait_until_over()
    said = who.finished_runs()[-1].payload
    assert said["status"] == "succeeded", f"{who.name} was not answered: {said['summary']}"


def download(who: Actor) -> None:
    """Download the usage data, or keep why not."""
    try:
        who.kept["data"] = who.api.usage_csv()
    except Refused as refusal:
        who.kept["refusal"] = refusal


def told_by_page(who: Actor, plan: str) -> bool:
    """Whether the open chat, on which nothing was loaded anew, names the plan."""
    if who.context.has_page:
        return f"{plan} plan" in ChatPage(who.context.page, who.context.base_url).plan.inner_text()
    told = [event.payload for event in who.context.events if event.type == "plan_changed"]
    return bool(told) and told[-1]["plan"] == plan


# Given


@given("plans have their limits")
def _(platform_with: PlatformWith) -> None:
    platform_with(settings.PLANS_HAVE_LIMITS)


@given("plans have their limits, and agents take their time")
def _(platform_with: PlatformWith) -> None:
    platform_with({**settings.PLANS_HAVE_LIMITS, **settings.AGENTS_TAKE_THEIR_TIME})


@given("plans have their limits, and a trial lasts a second")
def _(platform_with: PlatformWith) -> None:
    platform_with(settings.TRIALS_LAST_A_SECOND)


@given(says("{who:Person} has been given the {plan} plan"))
@when(says("{who:Person} is given the {plan} plan"))
def _(people: People, office: HttpAdministration, who: str, plan: str) -> None:
    office.give(people[who].context.identity.email, plan=plan)


@given(says("{who:Person} has asked {count:d} questions, which were answered"))
def _(people: People, who: str, count: int) -> None:
    for _time in range(count):
        is_answered(people[who], CHEAP)


# When


@when(says("{who:Person} asks a question of {count:d} characters"))
def _(people: People, who: str, count: int) -> None:
    people[who].ask(f"{CHEAP} ".ljust(count, "?"))


@when(says("{who:Person} downloads the usage data"))
def _(people: People, who: str) -> None:
    download(people[who])


@when(says("the trial of {who:Person} has run out"))
def _(people: People, who: str) -> None:
    actor = people[who]
    eventually(lambda: actor.api.me()["plan"] == "free", actor, f"the end of {who}'s trial")


# Then


@then(says("the chat of {who:Person} names the {plan} plan, without being loaded anew"))
def _(people: People, who: str, plan: str) -> None:
    actor = people[who]
    eventually(lambda: told_by_page(actor, plan), actor, f"the words {plan} plan in {who}'s chat")


@then(says("the next question of {who:Person} is judged by it: a report is written"))
def _(people: People, who: str) -> None:
    is_answered(people[who], REPORT)


@then(says("the next question of {who:Person} is judged by it: no report is written"))
def _(people: People, who: str) -> None:
    is_refused(people[who], REPORT, "is not part of the free plan")


@then(says('{who:Person} reads in place of an answer "{words}"'))
def _(people: People, who: str, words: str) -> None:
    actor = people[who]
    actor.wait_until_over()
    said = actor.finished_runs()[-1].payload["summary"]
    assert words in said, f"{who} was told {said!r}, not {words!r}"
    if actor.context.has_page:
        assert words in actor.told(), f"{who} reads {actor.told()!r}, not {words!r}"


@then(says("{who:Person} has the usage data"))
def _(people: People, who: str) -> None:
    actor = people[who]
    assert "refusal" not in actor.kept, f"{who} was refused: {actor.kept['refusal']}"
    assert actor.kept["data"].startswith("day,"), f"{who} got {actor.kept['data'][:80]!r}"
