"""Two tabs of one browser, each on a line of its own, with faults of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from pytest_bdd import given, then, when

from pages.chat import ChatPage
from steps.bad_lines import HELD_BACK_S, Mishap
from steps.people import ANSWERED_WITHIN_S, Actor, People, eventually, says
from steps.verdicts import must_hold
from test_framework.events.delivery import check_delivery
from test_framework.events.digests import check_digests
from test_framework.events.model import EventKind
from test_framework.events.rules import Rule
from test_framework.events.sequence import check_sequence
from test_framework.events.verdict import Verdict
from test_framework.wire.frame_proxy import Fault, FrameProxy

QUESTION = "What are the three most expensive models in September 2026?"
LATE_AND_TWICE = (
    Mishap(Fault.DUPLICATE, EventKind.TOOL_COMPLETED),
    Mishap(Fault.DELAY, EventKind.MESSAGE_DELTA),
    Mishap(Fault.DUPLICATE, EventKind.MESSAGE_DELTA),
)
IN_MID_ANSWER = Mishap(Fault.DELAY, EventKind.MESSAGE_DELTA)
# Long enough that what is held back is still on its way when the line is cut.
UNTIL_CUT_S = 1.0
OF_WHAT_CAME_TWICE = {
    Rule.SEQ_REPEAT,
    Rule.EVENT_TWICE,
    Rule.TOOL_COMPLETED_TWICE,
    Rule.PIECES_DIFFER,
}


@dataclass(frozen=True)
class TabLines:
    """Makes further lines to the platform; they end with the scenario."""

    new: Callable[[Actor], FrameProxy]


@pytest.fixture
def tab_lines() -> Iterator[TabLines]:
    lines: list[FrameProxy] = []

    def new(actor: Actor) -> FrameProxy:
        world = actor.context.world
        upstream = urlsplit(world.platform.base_url)
        assert upstream.hostname is not None, f"{world.platform.base_url} names no host"
        lines.append(FrameProxy(world.portal, upstream.hostname, upstream.port or 80))
        return lines[-1]

    yield TabLines(new)
    for line in lines:
        line.close()


def what_reached(who: Actor, line: FrameProxy) -> Verdict:
    """What came to the tab on this line, judged apart from all other tabs."""
    log, port = who.context.frames, line.port
    mine = {each.number for each in log.connections if urlsplit(each.url).port == port}
    events = [event for event in who.context.events if event.connection in mine]
    frames = [frame for frame in log.frames if frame.connection in mine]
    verdicts = [check_delivery(events), check_sequence(events), check_digests(who.name, frames)]
    return Verdict.all_of(f"what reached the tab on port {port}", verdicts)


@given(says("{who:Person} has the conversation open in a second tab, on a line of its own"))
def _(people: People, tab_lines: TabLines, who: str) -> None:
    actor = people[who]
    first = ChatPage(actor.context.page, actor.context.base_url)
    # Cookies know hosts and no ports: the second tab has the same log-in, at another address.
    actor.kept["lines"] = [actor.kept["line"], tab_lines.new(actor)]
    second = ChatPage(actor.context.open_tab(), actor.kept["lines"][1].url)
    before = len(actor.context.frames)
    second.open_by_address(first.thread_id)
    actor.context.wait_for_event(EventKind.RESUMED, after=before)
    actor.kept["tabs"] = [first, second]


@when(
    says(
        "{who:Person} asks in the second tab, which gets news late and twice, "
        "while the first is cut off in the middle of the answer"
    )
)
def _(people: People, who: str) -> None:
    actor = people[who]
    cut_off, unruly = actor.kept["lines"]
    cut_off.to_user.plan(IN_MID_ANSWER.fault, IN_MID_ANSWER.chosen(), seconds=UNTIL_CUT_S)
    for each in LATE_AND_TWICE:
        unruly.to_user.plan(each.fault, each.chosen(), seconds=HELD_BACK_S)
    actor.ask(QUESTION)
    eventually(
        lambda: not cut_off.to_user.pending,
        actor,
        "the middle of the answer on the line of the first tab",
        within=ANSWERED_WITHIN_S,
    )
    assert cut_off.cut(), "there was no connection of the first tab to cut"
    eventually(
        lambda: unruly.to_user.happened.total() == len(LATE_AND_TWICE),
        actor,
        "all that was planned for the line of the second tab",
        within=ANSWERED_WITHIN_S,
    )


@then(says("the first tab of {who:Person} got everything once, in order and unharmed"))
def _(people: People, who: str) -> None:
    actor = people[who]
    must_hold(what_reached(actor, actor.kept["lines"][0]), actor.context.events)


@then(says("what came twice is all that the suite finds wrong with the second tab of {who:Person}"))
def _(people: People, who: str) -> None:
    actor = people[who]
    verdict = what_reached(actor, actor.kept["lines"][1])
    rules = {finding.rule for finding in verdict.findings}
    assert rules, "the suite did not notice what came twice to the second tab"
    assert rules <= OF_WHAT_CAME_TWICE, f"more is wrong with the second tab: {verdict}"
