"""Delivery: nothing lost, repeated or reordered on the way, and nothing stored twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from test_framework.events.answers import Answers
from test_framework.events.checker import Notes, judge
from test_framework.events.dialect import CONTRACT, Dialect
from test_framework.events.history import StoredMessages
from test_framework.events.merging import MergingChecker
from test_framework.events.model import AgentEvent
from test_framework.events.numbering import Numbering
from test_framework.events.replays import Replays
from test_framework.events.verdict import Verdict

NAME = "delivery"


def check_delivery(
    events: Iterable[AgentEvent],
    *,
    ended: bool = True,
    dialect: Dialect = CONTRACT,
    still_open: Collection[int] = (),
) -> Verdict:
    """Judge how a stream was delivered.

    Args:
        events: All that the users' sockets received, in order of arrival: events and
            replies (``message_accepted``, ``thread_opened``, ``history``, ``resumed``).
        ended: False while more may come: what was told of and has not come is then
            unknown, not broken.
        dialect: What the protocol has a place for; where it does not count its events, only
            messages are judged.
        still_open: The numbers of one user's connections that were open when the stream
            ended. What came through another connection must have come through them as well,
            where they follow the thread: wait for that before asking.

    Returns:
        Broken with findings; unknown when nothing carried a seq, or when a user saw a
        thread from the middle on and no reply says why; otherwise holds.
    """
    return judge(DeliveryChecker(dialect, still_open), events, ended=ended)


class DeliveryChecker(MergingChecker):
    """The incremental form of ``check_delivery``."""

    def __init__(self, dialect: Dialect = CONTRACT, still_open: Collection[int] = ()) -> None:
        super().__init__()
        self._notes = Notes()
        self._numbered = dialect.numbered
        self._still_open = frozenset(still_open)
        self._replays = Replays()
        self._numbering = Numbering(self._notes)
        self._answers = Answers(self._notes)
        self._stored = StoredMessages(self._notes)

    def feed(self, event: AgentEvent) -> None:
        """Take in the next event."""
        self._numbering.feed(event)  # each connection by itself
        super().feed(event)

    def _take(self, event: AgentEvent) -> None:
        if self._replays.is_new(event):
            self._answers.feed(event)
            self._stored.feed(event)

    def _conclude(self, *, ended: bool) -> Verdict:
        notes = Notes(self._notes)
        if self._numbered:
            self._numbering.conclude(notes, self._still_open, ended=ended)
        self._answers.conclude(notes, ended=ended)
        self._stored.conclude(notes, ended=ended)
        return notes.conclude(NAME)
