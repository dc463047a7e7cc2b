"""Several connections of one user as one stream: two tabs, or a socket and its successor.

Each connection is in order, but which of two is ahead is chance. An event that another
connection may still precede waits for it, so that the order of the merged stream is that of
the thread, however the connections interleave. A connection keeps its own order, right or
wrong: what is wrong in it is the delivery checker's matter. Without ``seq`` nothing tells the
order of two connections, and everything passes as it comes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TypeVar

from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.verdict import Verdict
from test_framework.events.wording import part, text_part

C = TypeVar("C", bound="MergingChecker")


@dataclass(slots=True)
class _Thread:
    """One thread of one user.

    Attributes:
        passed: The highest seq that has passed on.
        newest: The highest seq that came through each connection, or that it was told of.
        waiting: What came through each connection and has not passed on.
    """

    passed: int = 0
    newest: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, deque[AgentEvent]] = field(default_factory=dict)

    def take(self, event: AgentEvent, seq: int) -> Iterator[AgentEvent]:
        """The events that pass on now that this one came."""
        connection = event.connection
        self.newest[connection] = max(self.newest.get(connection, 0), seq)
        if connection in self.waiting:
            self.waiting[connection].append(event)
        elif self._must_wait(connection, seq):
            self.waiting[connection] = deque([event])
        else:
            self.passed = max(self.passed, seq)
            yield event
        if self.waiting:
            yield from self._released()

    def rest(self) -> Iterator[AgentEvent]:
        """What still waits: nothing will precede it any more."""
        while self.waiting:
            yield self._pop(min(self.waiting, key=self._head))
            yield from self._released()

    def _released(self) -> Iterator[AgentEvent]:
        while free := [c for c in self.waiting if not self._must_wait(c, self._head(c))]:
            yield self._pop(min(free, key=self._head))

    def _must_wait(self, connection: int, seq: int) -> bool:
        """Whether another connection may still bring what comes before."""
        if seq <= self.passed + 1:
            return False
        return any(newest < seq - 1 for other, newest in self.newest.items() if other != connection)

    def _head(self, connection: int) -> int:
        return self.waiting[connection][0].seq or 0

    def _pop(self, connection: int) -> AgentEvent:
        queue = self.waiting[connection]
        event = queue.popleft()
        if not queue:
            del self.waiting[connection]
        self.passed = max(self.passed, event.seq or 0)
        return event


class Merging:
    """Puts the events of several connections in the order of their threads.

    Example:
        >>> def came(connection: int, seq: int) -> AgentEvent:
        ...     return AgentEvent(EventKind.OTHER, "x", "Ada", 1, 0.0, connection,
        ...                       thread_id="t1", seq=seq)
        >>> merging, order = Merging(), [(1, 1), (2, 1), (2, 2), (2, 3), (1, 2)]
        >>> [[e.seq for e in merging.take(came(*each))] for each in order]
        [[1], [1], [2], [3], [2]]
        >>> late = Merging()  # the second tab opened the thread at 2, the first lags behind
        >>> [[e.seq for e in late.take(came(*each))] for each in [(1, 1), (2, 3), (1, 2)]]
        [[1], [], [2, 3]]
    """

    def __init__(self) -> None:
        self._threads: dict[tuple[str, str], _Thread] = {}

    def take(self, event: AgentEvent) -> Iterator[AgentEvent]:
        """The events that pass on now that this one came; to be used up at once."""
        if event.kind is EventKind.THREAD_OPENED:
            self._note_opened(event)
        if event.seq is None or not event.thread_id:
            yield event
        else:
            yield from self._thread(event.owner, event.thread_id).take(event, event.seq)

    @property
    def waits(self) -> bool:
        """Whether some event has not passed on."""
        return any(thread.waiting for thread in self._threads.values())

    def rest(self) -> Iterator[AgentEvent]:
        """What still waits, in the best order that is known."""
        for thread in self._threads.values():
            yield from thread.rest()

    def _note_opened(self, event: AgentEvent) -> None:
        """Who opened a thread follows it, also before its first event comes."""
        name, last = text_part(event.payload, "thread", "thread_id"), part(event.payload, "thread")
        told = part(last, "last_seq") if isinstance(last, dict) else 0
        newest = self._thread(event.owner, name).newest
        newest.setdefault(event.connection, told if isinstance(told, int) else 0)

    def _thread(self, owner: str, name: str) -> _Thread:
        thread = self._threads.get((owner, name))
        if thread is None:
            thread = self._threads[owner, name] = _Thread()
        return thread


class MergingChecker:
    """A checker that judges all connections of a user as one stream."""

    def __init__(self) -> None:
        self._merging = Merging()

    def feed(self, event: AgentEvent) -> None:
        """Take in the next event."""
        for each in self._merging.take(event):
            self._take(each)

    def verdict(self, *, ended: bool) -> Verdict:
        """Judge what was fed so far; see ``Checker.verdict``."""
        return self._caught_up()._conclude(ended=ended)

    def _take(self, event: AgentEvent) -> None:
        """The next event of the merged stream."""
        raise NotImplementedError

    def _conclude(self, *, ended: bool) -> Verdict:
        raise NotImplementedError

    def _caught_up(self: C) -> C:
        """This checker, or a copy that was given what waits: judging changes nothing."""
        if not self._merging.waits:
            return self
        copy = deepcopy(self)
        for event in copy._merging.rest():
            copy._take(event)
        return copy
