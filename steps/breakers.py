"""Breakers: what is left alone for a while, what users hear of it, and who sees it."""

from __future__ import annotations

import time
from datetime import timedelta

from pytest_bdd import given, then, when

from steps.faulty_tools import TroubledPlatform, in_conversation, running
from steps.people import Actor, People, eventually, says
from steps.runs import of_run
from targets.reference import settings
from targets.reference.administration import HttpAdministration
from targets.reference.breaker_board import Breaker, breaker_board, breakers_seen_by
from test_framework.events.model import EventKind
from test_framework.pytest_plugin.contexts import Contexts
from test_framework.pytest_plugin.fixtures import PlatformWith

TOTAL = "What did we spend in total in September 2026?"
UNAVAILABLE = "agent_unavailable"
MOST_QUESTIONS = 3
LETS_THROUGH_WITHIN_S = 10.0
REFUSALS = "chat_breaker_refusals_total"


def breaker_named(office: HttpAdministration, name: str) -> Breaker:
    """A breaker as the operator sees it."""
    found = [each for each in breakers_seen_by(office.api) if each.name == name]
    assert found, f"the operator sees no breaker of {name}"
    return found[0]


def end_of_newest(who: Actor) -> dict[str, object]:
    who.wait_until_over()
    return dict(who.finished_runs()[-1].payload)


# Given


@given(
    says(
        "{who:Person} is in a conversation of a platform whose breakers open after 3 failures,"
        " for an hour"
    )
)
def _(people: People, troubled: TroubledPlatform, who: str) -> None:
    troubled(settings.BREAKERS_STAY_OPEN)
    in_conversation(people[who])


@given(
    says(
        "{who:Person} is in a conversation of a platform whose breakers open after 3 failures,"
        " for a second"
    )
)
def _(people: People, troubled: TroubledPlatform, who: str) -> None:
    troubled(settings.BREAKERS_OPEN_FOR_A_SECOND)
    in_conversation(people[who])


@given(says("{who:Person} is in a conversation of a platform whose provider of models is down"))
def _(people: People, platform_with: PlatformWith, who: str) -> None:
    platform_with(settings.model_at(settings.NOWHERE, settings.BREAKERS_STAY_OPEN))
    in_conversation(people[who])


@given(
    says(
        "{who:Person} is in a conversation of a platform whose provider of models is down,"
        " and that has another model"
    )
)
def _(people: People, platform_with: PlatformWith, who: str) -> None:
    platform_with(settings.model_at(settings.NOWHERE, settings.ANOTHER_MODEL))
    in_conversation(people[who])


@given(says("{who:Person}'s questions for the total have failed until its tool is left alone"))
def _(people: People, contexts: Contexts, who: str) -> None:
    data = running(contexts.world.platform).usage_data
    data.take_away()
    for _question in range(MOST_QUESTIONS):
        people[who].ask(TOTAL)
        if end_of_newest(people[who])["code"] == UNAVAILABLE:
            break
    data.give_back()


@given(says('{who:Person} has asked "{question}" and that has failed'))
def _(people: People, who: str, question: str) -> None:
    people[who].ask(question)
    people[who].kept["question"] = question
    assert end_of_newest(people[who])["status"] == "failed", f"{who} was answered"


# When


@when(says('{who:Person} asks it again when the breaker of "{name}" lets one call through'))
def _(people: People, office: HttpAdministration, who: str, name: str) -> None:
    actor = people[who]
    again_at = breaker_named(office, name).again_at
    assert again_at is not None, f"the breaker of {name} is not open"
    eventually(
        lambda: time.time() > again_at.timestamp(),
        actor,
        f"the moment at which the breaker of {name} lets one through",
        within=LETS_THROUGH_WITHIN_S,
    )
    actor.ask(actor.kept["question"])
    actor.wait_until_over()
    actor.kept["breaker"] = breaker_named(office, name)
    people.latest = actor


@when(says("{who:Person} looks at the breakers"))
def _(people: People, driver: str, who: str) -> None:
    people[who].kept["board"] = breaker_board(driver, people[who].context)


# Then


@then(says("{who:Person} is told that it is unavailable, and no tool was tried"))
def _(people: People, who: str) -> None:
    end = end_of_newest(people[who])
    assert end["code"] == UNAVAILABLE, f"the run ended with {end['code']}: {end['summary']}"
    tried = [e for e in of_run(people[who]) if e.kind is EventKind.TOOL_EXECUTING]
    assert not tried, f"{len(tried)} tools were tried"


@then(says('the operator counts that the breaker of "{name}" refused it'))
def _(contexts: Contexts, name: str) -> None:
    refused = running(contexts.world.platform).figure(REFUSALS, breaker=name)
    assert refused > 0, f"the breaker of {name} is said to have refused nothing"


@then("each of the runs but that of the last question failed, and it succeeded")
def _(people: People) -> None:
    people.latest.wait_until_over()
    went = [end.payload["status"] for end in people.latest.finished_runs()]
    *before, last = went
    assert set(before) == {"failed"}, f"the runs went {went}"
    assert last == "succeeded", f"the runs went {went}"


@then(
    says("the breaker went open, half open after {seconds:d} second at least, and {state:Person}")
)
def _(people: People, seconds: int, state: str) -> None:
    changes = people.latest.kept["breaker"].changes[-3:]
    went = [to for _, to in changes]
    assert went == ["open", "half_open", state], f"the breaker went {went}"
    stayed = changes[1][0] - changes[0][0]
    assert stayed >= timedelta(seconds=seconds), f"it was open for {stayed} only"


@then(says('{who:Person} sees that "{name}" is {state:Person}'))
def _(people: People, who: str, name: str, state: str) -> None:
    seen = people[who].kept["board"].states()
    assert seen.get(name) == state, f"{who} sees {seen}"


@then(says('{who:Person} sees none, and is told "{words}"'))
def _(people: People, who: str, words: str) -> None:
    board = people[who].kept["board"]
    seen, told = board.states(), board.told()
    assert not seen, f"{who} sees {seen}"
    assert words in told, f"{who} was told {told!r}"
