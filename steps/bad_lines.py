"""Lines that harm single pieces of news: swapped, repeated, lost, spoiled, held back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from pytest_bdd import given, then, when

from steps.people import ANSWERED_WITHIN_S, Actor, People, eventually, says
from test_framework.events.delivery import check_delivery
from test_framework.events.digests import check_digests
from test_framework.events.model import EventKind
from test_framework.events.sequence import check_sequence
from test_framework.events.verdict import Outcome, Verdict
from test_framework.wire.frame_proxy import Fault, FrameProxy, Harm

HELD_BACK_S = 0.5


@dataclass(frozen=True)
class Mishap:
    """What happens to which piece of news (which part); the platform's, unless it was sent."""

    fault: Fault
    news: str
    sent: bool = False
    spoiled: str = ""

    def of(self, line: FrameProxy) -> Harm:
        """The direction that it happens in."""
        return line.to_platform if self.sent else line.to_user

    def chosen(self) -> Callable[[str], bool]:
        """Accepts the frames of that type."""
        return lambda text: bool(json.loads(text).get("type") == self.news)


MISHAPS = {
    "swaps a thought with what follows": Mishap(Fault.REORDER, EventKind.AGENT_THINKING),
    "swaps the end of a tool with what follows": Mishap(Fault.REORDER, EventKind.TOOL_COMPLETED),
    "swaps two pieces of the answer": Mishap(Fault.REORDER, EventKind.MESSAGE_DELTA),
    "repeats a piece of the answer": Mishap(Fault.DUPLICATE, EventKind.MESSAGE_DELTA),
    "repeats the end of a tool": Mishap(Fault.DUPLICATE, EventKind.TOOL_COMPLETED),
    "repeats the question": Mishap(Fault.DUPLICATE, "message.send", sent=True),
    "loses the beginning of the run": Mishap(Fault.DROP, EventKind.AGENT_STARTED),
    "loses a thought": Mishap(Fault.DROP, EventKind.AGENT_THINKING),
    "loses the end of a tool": Mishap(Fault.DROP, EventKind.TOOL_COMPLETED),
    "loses a piece of the answer": Mishap(Fault.DROP, EventKind.MESSAGE_DELTA),
    "loses the whole answer": Mishap(Fault.DROP, EventKind.MESSAGE_CREATED),
    "spoils a thought": Mishap(Fault.CORRUPT, EventKind.AGENT_THINKING, spoiled='"reasoning":'),
    "spoils a piece of the answer": Mishap(
        Fault.CORRUPT, EventKind.MESSAGE_DELTA, spoiled='"delta":'
    ),
    "spoils the end of the run": Mishap(
        Fault.CORRUPT, EventKind.AGENT_COMPLETED, spoiled='"status":'
    ),
    "cuts a piece of the answer short": Mishap(Fault.TRUNCATE, EventKind.MESSAGE_DELTA),
    "splits a piece of the answer": Mishap(Fault.FRAGMENT, EventKind.MESSAGE_DELTA),
    "spoils the whole answer": Mishap(Fault.CORRUPT, EventKind.MESSAGE_CREATED, spoiled='"text":'),
    "falls silent in the middle of the answer": Mishap(Fault.HOLD, EventKind.MESSAGE_DELTA),
    "holds back a thought": Mishap(Fault.DELAY, EventKind.AGENT_THINKING),
    "loses the word that all was sent again": Mishap(Fault.DROP, EventKind.RESUMED),
}


@given(says("{who:Person} is in a conversation on a line that harms what it carries"))
def _(people: People, who: str) -> None:
    people[who].kept["line"] = people[who].context.use_frame_proxy()
    people[who].enter_chat()
    people[who].begin_conversation()


@when(says('the line {mishaps} while {who:Person} asks "{question}"'))
def _(people: People, mishaps: str, who: str, question: str) -> None:
    actor, planned = people[who], [MISHAPS[each] for each in mishaps.split(", then ")]
    line: FrameProxy = actor.kept["line"]
    for each in planned:
        each.of(line).plan(each.fault, each.chosen(), seconds=HELD_BACK_S, after=each.spoiled)
    actor.ask(question)
    eventually(
        lambda: (line.to_user.happened + line.to_platform.happened).total() == len(planned),
        actor,
        f"the moment in which the line {mishaps}",
        within=ANSWERED_WITHIN_S,
    )


@then(says('the suite says of the line of {who:Person} "{words}"'))
def _(people: People, who: str, words: str) -> None:
    people[who].wait_until_answered()
    verdict = judged(people[who])
    assert verdict.outcome is Outcome.BROKEN, f"the suite noticed nothing: {verdict}"
    assert words in str(verdict), f"the suite said something else: {verdict}"


def judged(who: Actor) -> Verdict:
    """Everything that arrived at a device that does nothing about it."""
    events = who.context.events
    return Verdict.all_of(
        "the line",
        [
            check_delivery(events),
            check_sequence(events),
            check_digests(who.name, who.context.frames.frames),
        ],
    )
