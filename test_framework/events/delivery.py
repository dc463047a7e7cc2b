"""Delivery: nothing lost, repeated or reordered on the way, and nothing stored twice."""

from __future__ import annotations

from collections.abc import Iterable

from test_framework.events.answers import Answers
from test_framework.events.checker import Notes, judge
from test_framework.events.dialect import CONTRACT, Dialect
from test_framework.events.history import StoredMessages
from test_framework.events.model import AgentEvent
from test_framework.events.numbering import Numbering
from test_framework.events.replays import Replays
from test_framework.events.verdict import Verdict

NAME = "delivery"


def check_delivery(
    events: Iterable[AgentEvent], *, ended: bool = True, dialect: Dialect = CONTRACT
) -> Verdict:
    """Judge how a stream was delivered.

    Args:
        events: All that the users' sockets received, in order of arrival: events and
            replies (``message_accepted``, ``thread_opened``, ``history``, ``resumed``).
        ended: False while more may come: what was told of and has not come is then
            unknown, not broken.
        dialect: What the protocol has a place for; where it does not count its events, only
            messages are judged.

    Returns:
        Broken with findings; unknown when nothing carried a seq, or when a user saw a
        thread from the middle on and no reply says why; otherwise holds.
    """
    return judge(DeliveryChecker(dialect), events, ended=ended)


class DeliveryChecker:
    """The incremental form of ``check_delivery``."""

    def __init__(self, dialect: Dialect = CONTRACT) -> None:
        self._notes = Notes()
        self._numbered = dialect.numbered
        self._replays = Replays()
        self._numbering = Numbering(self._notes)
        self._answers = Answers(self._notes)
        self._stored = StoredMessages(self._notes)

    def feed(self, event: AgentEvent) -> None:
        """Take in the next event."""
        self._numbering.feed(event)
        if self._replays.is_new(event):
            self._answers.feed(event)
            self._stored.feed(event)

    def verdict(self, *, ended: bool) -> Verdict:
        """Judge what was fed so far; see ``Checker.verdict``."""
        notes = Notes(self._notes)
        if self._numbered:
            self._numbering.conclude(notes, ended=ended)
        self._answers.conclude(notes, ended=ended)
        self._stored.conclude(notes, ended=ended)
        return notes.conclude(NAME)
