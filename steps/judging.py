"""Runs told right and told wrong, made by hand, and what the suite says of them.

They need no platform: a right one never makes most of these mistakes, so this is where one
sees that the suite would notice them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from pytest_bdd import given, then, when

from steps.people import says
from test_framework.events.catalogue import Catalogue
from test_framework.events.content import check_content
from test_framework.events.delivery import check_delivery
from test_framework.events.examples import (
    AGENT_LIST,
    Stream,
    altered,
    good,
    renumbered,
    repeated,
    saying,
    swapped,
    without,
)
from test_framework.events.model import AgentEvent
from test_framework.events.sequence import check_sequence
from test_framework.events.verdict import Outcome, Verdict

Events = list[AgentEvent]

AN_HOUR_S = 3600.0
HUGE = [{"day": f"2026-09-{n % 30 + 1:02}", "cost_usd": "0.01"} for n in range(1200)]
USAGE = {"input_tokens": 10, "output_tokens": 20, "tool_calls": 2}
CATALOGUE = Catalogue.from_agent_list(AGENT_LIST)


@dataclass
class Told:
    """What a person was told, event by event; ``over`` is False while more may come."""

    events: Events = field(default_factory=list)
    over: bool = True

    def judged(self) -> Verdict:
        """Order, content and delivery."""
        return Verdict.all_of(
            "the suite",
            [
                check_sequence(self.events, ended=self.over),
                check_content(self.events, ended=self.over, catalogue=CATALOGUE),
                check_delivery(self.events, ended=self.over),
            ],
        )


@pytest.fixture
def told() -> Told:
    """What the person of this scenario is told."""
    return Told()


def asked() -> Stream:
    return Stream().opened().asked().started()


def tools_at_once(count: int) -> Events:
    stream = asked()
    for number in range(count):
        stream.tool_begins(f"c{number}")
    for number in reversed(range(count)):
        stream.tool_ends(f"c{number}")
    return stream.answers().ended(tools=count).events


def with_sub_agent(*, left_open: bool = False, orphaned: bool = False) -> Events:
    stream = asked().thinks(1)
    if orphaned:
        return stream.answers().ended(tools=0).started("r2", parent="r1").ended("r2", 0).events
    stream.started("r2", parent="r1").thinks(1, "r2").tool("c2", "r2")
    if not left_open:
        stream.ended("r2")
    return stream.answers().ended(tools=0).events


def side_by_side(*, mixed_up: bool = False) -> Events:
    stream = asked().started("r2").tool_begins("c1", "r1").tool_begins("c2", "r2")
    if mixed_up:
        stream.tool_ends("c1", "r2").tool_ends("c2", "r1")
    else:
        stream.tool_ends("c2", "r2").tool_ends("c1", "r1")
    return stream.answers().ended("r1").ended("r2").events


def came_again(events: Events, first: int) -> Events:
    """The events from that frame on, once more through another connection."""
    again = [replace(e, connection=2) for e in events[first - 1 :] if e.thread_id]
    return renumbered([*events, *again])


def clock_set_back(events: Events) -> Events:
    """The user's own clock goes back in the middle; the platform's does not."""
    later = [replace(e, received_at=e.received_at - AN_HOUR_S) for e in events[6:]]
    return [*events[:6], *later]


def platform_clock_set_back(events: Events) -> Events:
    assert events[7].timestamp is not None
    return altered(events, 8, timestamp=events[0].timestamp)


def failed_then_succeeded(events: Events) -> Events:
    return renumbered([*saying(events, 12, status="failed", result=None), after_all(events)])


def after_all(events: Events) -> AgentEvent:
    """One more end of the same run, as news of its own."""
    last = events[-1]
    return replace(last, event_id="one more", seq=(last.seq or 0) + 1)


# Of a run with one tool: 1 conversation, 2 accepted, 3 question, 4 started, 5 and 6 thinking,
# 7 tool begins, 8 tool ends, 9 and 10 pieces of the answer, 11 answer stored, 12 finished.
TELLINGS: dict[str, Callable[[Events], Events]] = {
    "as it was": lambda events: events,
    # order
    "without its start": lambda events: without(events, 4),
    "with two starts": lambda events: repeated(events, 4),
    "with its thoughts in the wrong order": lambda events: swapped(events, 5, 6),
    "with a tool that finishes but never began": lambda events: without(events, 7),
    "with a tool that begins twice": lambda events: repeated(events, 7),
    "with a tool that finishes twice": lambda events: repeated(events, 8),
    "with a tool that never finishes": lambda events: without(events, 8),
    "with a tool that finishes as another one": lambda e: saying(e, 8, tool="totals"),
    "with a thought after its end": lambda events: renumbered([*events, events[5]]),
    "with two ends": lambda events: renumbered([*events, after_all(events)]),
    "without an end": lambda events: events[:8],
    # content
    "with an empty thought": lambda events: saying(events, 6, reasoning=" "),
    "with a tool that nobody knows": lambda events: saying(events, 7, tool="crystal_ball"),
    "with a tool asked in the wrong way": lambda e: saying(e, 7, parameters={"count": "3"}),
    "with a tool that found nothing at all": lambda events: saying(events, 8, result=None),
    "with a tool that took longer than it did": lambda e: saying(e, 8, duration_ms=9_000),
    "with an error shown as a result": lambda events: saying(events, 8, error="no such model"),
    "with a failure shown as success": failed_then_succeeded,
    "with a tool too many on its bill": lambda events: saying(events, 12, usage=USAGE),
    "with an answer that was never given": lambda e: saying(e, 12, result="Jade cost most."),
    "with the platform's clock set back": platform_clock_set_back,
    # delivery
    "with a piece of news missing": lambda events: without(events, 6),
    "with a piece of news twice": lambda events: repeated(events, 6),
    "with two pieces of news swapped": lambda events: swapped(events, 9, 10),
    "with a piece of the answer changed": lambda events: saying(events, 9, delta="**Jade**"),
    # harmless
    "again from an earlier point, after the line was cut": lambda events: came_again(events, 5),
    "in two tabs": lambda events: came_again(events, 1),
    "with the user's clock set back": clock_set_back,
}
RUNS: dict[str, Callable[[], Events]] = {
    "one tool": good,
    "no tool": lambda: asked().thinks(1).answers().ended(tools=0).events,
    "50 tools at once": lambda: tools_at_once(50),
    "a huge result": lambda: asked().tool(result=HUGE).answers().ended().events,
    "a question in many scripts": lambda: (
        Stream()
        .opened()
        .asked(text="Ünïcode 思考 كم 👩🏽‍💻")
        .started()
        .thinks(1)
        .tool()
        .answers()
        .ended()
        .events
    ),
    "a tool that fails": lambda: (
        asked().tool(status="error", result=None, error="no such model").answers().ended().events
    ),
    "a sub-agent": with_sub_agent,
    "a sub-agent that is left at work": lambda: with_sub_agent(left_open=True),
    "a sub-agent that begins when all is over": lambda: with_sub_agent(orphaned=True),
    "another run beside it": side_by_side,
    "another run that finishes its tool": lambda: side_by_side(mixed_up=True),
}


@given(says("a run with {what}"))
def _(told: Told, what: str) -> None:
    told.events = RUNS[what]()


@when(says("the run is told {how}"))
def _(told: Told, how: str) -> None:
    told.events = TELLINGS[how](told.events)


@when("only its beginning is told, and more may come")
def _(told: Told) -> None:
    told.events, told.over = told.events[:7], False


@when("nothing of it is told")
def _(told: Told) -> None:
    told.events = []


@then(says('the suite says "{words}"'))
def _(told: Told, words: str) -> None:
    verdict = told.judged()
    assert verdict.outcome is Outcome.BROKEN, f"the suite noticed nothing: {verdict}"
    assert words in str(verdict), f"the suite said something else: {verdict}"


@then("the suite finds nothing wrong")
def _(told: Told) -> None:
    verdict = told.judged()
    assert verdict.holds, f"a false alarm: {verdict}"


@then(says('the suite cannot tell, and says "{words}"'))
def _(told: Told, words: str) -> None:
    verdict = told.judged()
    assert verdict.outcome is Outcome.UNKNOWN, f"the suite thinks that it can tell: {verdict}"
    assert words in str(verdict), f"the suite said something else: {verdict}"
