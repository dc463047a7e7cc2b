"""Tools whose data source fails, and what agents do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from pytest_bdd import given, parsers, then

from steps.people import ANSWERED_WITHIN_S, Actor, People, says
from steps.runs import of_run
from targets.reference import settings
from targets.reference.life_cycle import RunningReference
from test_framework.events.model import AgentEvent, EventKind
from test_framework.pytest_plugin.contexts import Contexts
from test_framework.pytest_plugin.fixtures import PlatformWith
from test_framework.targets import RunningPlatform

# Clocks of events have milliseconds, and timers may be one too early.
ACCURACY = timedelta(milliseconds=5)
AGAIN = "I will try it again"

TroubledPlatform = Callable[[settings.Settings], RunningReference]


@pytest.fixture
def troubled(platform_with: PlatformWith) -> Iterator[TroubledPlatform]:
    """Leads the scenario to a platform whose tools may be made to fail; at the end all is well."""
    met: list[RunningReference] = []

    def lead_to(wanted: settings.Settings) -> RunningReference:
        platform = platform_with(wanted)
        met.append(running(platform))
        return met[-1]

    yield lead_to
    for platform in met:
        platform.usage_data.give_back()


def running(platform: RunningPlatform) -> RunningReference:
    assert isinstance(platform, RunningReference), f"{platform} is not ours to trouble"
    return platform


def in_conversation(actor: Actor) -> None:
    actor.enter_chat()
    actor.begin_conversation()


def tries_of(who: Actor) -> list[tuple[AgentEvent, AgentEvent]]:
    """The tries of the tool of the newest run: beginning and end of each."""
    who.wait_until_over()
    events = of_run(who)
    ends = {e.payload["call_id"]: e for e in events if e.kind is EventKind.TOOL_COMPLETED}
    begun = [e for e in events if e.kind is EventKind.TOOL_EXECUTING]
    assert len({e.payload["tool"] for e in begun}) <= 1, f"several tools were used: {begun}"
    return [(each, ends[each.payload["call_id"]]) for each in begun]


# Given


@given(says("{who:Person} is in a conversation of a platform whose tools can fail"))
def _(people: People, troubled: TroubledPlatform, who: str) -> None:
    troubled(settings.NO_BREAKER_OPENS)
    in_conversation(people[who])


@given(says("{who:Person} is in a conversation of a platform that tries again after an hour"))
def _(people: People, troubled: TroubledPlatform, who: str) -> None:
    troubled(settings.TRIES_ARE_AN_HOUR_APART)
    in_conversation(people[who])


@given(
    says(
        "{who:Person} is in a conversation of a platform that tries again after an hour"
        " and ends runs after a second"
    )
)
def _(people: People, troubled: TroubledPlatform, who: str) -> None:
    troubled(settings.TRIES_ARE_APART_AND_RUNS_SHORT)
    in_conversation(people[who])


@given(says("the tools fail {count:d} times"))
def _(contexts: Contexts, count: int) -> None:
    running(contexts.world.platform).usage_data.fail_times(count)


@given("the tools fail until further notice")
def _(contexts: Contexts) -> None:
    running(contexts.world.platform).usage_data.take_away()


@given(says('{who:Person} has asked "{question}" and the tool has failed'))
def _(people: People, who: str, question: str) -> None:
    people[who].ask(question)
    people[who].context.wait_for_event(
        EventKind.TOOL_COMPLETED,
        within=ANSWERED_WITHIN_S,
        where=lambda event: event.payload["status"] == "error",
    )


# Then


@then(
    says("its tool was tried {count:d} times, and the agent said each time that it would try again")
)
def _(people: People, count: int) -> None:
    was_tried(people.latest, count)
    thoughts = [e for e in of_run(people.latest) if e.kind is EventKind.AGENT_THINKING]
    said = sum(AGAIN in thought.payload["reasoning"] for thought in thoughts)
    assert said == count - 1, f"it said {said} times that it would try again, not {count - 1}"


@then(parsers.re(r"its tool was tried (?P<count>\d+) time"), converters={"count": int})
def _(people: People, count: int) -> None:
    was_tried(people.latest, count)


def was_tried(who: Actor, count: int) -> None:
    tries = tries_of(who)
    went = [end.payload["status"] for _, end in tries]
    assert len(tries) == count, f"the tool was tried {len(tries)} times, not {count}: {went}"
    assert "ok" not in went[:-1], f"it was tried again after a success: {went}"


@then("the pauses between the tries were at least:")
def _(people: People, datatable: list[list[str]]) -> None:
    tries = tries_of(people.latest)
    pauses = [
        after[0].timestamp - before[1].timestamp
        for before, after in pairwise(tries)
        if after[0].timestamp is not None and before[1].timestamp is not None
    ]
    least = [timedelta(seconds=float(seconds)) for _, seconds in datatable[1:]]
    assert len(pauses) == len(least), f"there were {len(pauses)} pauses, not {len(least)}"
    for number, (pause, wanted) in enumerate(zip(pauses, least, strict=True), start=2):
        assert pause >= wanted - ACCURACY, f"the pause before try {number} was {pause}: too short"
