"""The outbox of a run: what it emits is stored in order, and told once it is stored.

An event enters at the moment at which it happens and keeps that moment, however long it has
to wait. While the storage fails, events stay here and storing is tried again with growing
pauses: told late rather than never.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

import stamina
import structlog
from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError

from chat_platform.chat.log import LoggedEvent, NewEvent

# How long storing is tried again before the events are given up and the run is closed.
PATIENCE_S = 30.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 2.0
# What may pass by itself. Anything else would fail for ever: an event that is no JSON, say.
PASSING = (SQLAlchemyError, OSError)

WAITING = Gauge("chat_outbox_events", "Events of runs that wait to be stored")
log = structlog.get_logger(__name__)


def storage_attempts(patience_s: float) -> AsyncIterator[stamina.Attempt]:
    """Attempts at storing, with growing pauses, as long as what fails may pass by itself.

    Example:
        >>> async for attempt in storage_attempts(30):  # doctest: +SKIP
        ...     with attempt:
        ...         await store(events)
    """
    return stamina.retry_context(
        on=PASSING,
        attempts=None,
        timeout=patience_s,
        wait_initial=FIRST_PAUSE_S,
        wait_max=LONGEST_PAUSE_S,
        wait_jitter=FIRST_PAUSE_S,
    )


class NotTold(Exception):
    """An event could not be stored now. It is kept, and told as soon as that is possible."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """An event in the outbox; ``told`` is set when somebody waits to hear that it is stored."""

    event: NewEvent
    told: asyncio.Future[None] | None


class Outbox:
    """Takes the events of one run and delivers each once, in order.

    Args:
        store: Stores events in one transaction; returns them as they are to be told.
        publish: Tells of stored events.
        on_loss: Called when the patience is at an end and events were given up.
        patience_s: How long storing is tried again.

    Attributes:
        lost: Why events were given up; None as long as none were.
    """

    def __init__(
        self,
        store: Callable[[Sequence[NewEvent]], Awaitable[list[LoggedEvent]]],
        publish: Callable[[Sequence[LoggedEvent]], None],
        on_loss: Callable[[], object],
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._store = store
        self._publish = publish
        self._on_loss = on_loss
        self._patience_s = patience_s
        self._waiting: deque[_Kept] = deque()
        self._delivery: asyncio.Task[None] | None = None
        self._failing = False
        self.lost: Exception | None = None

    @property
    def waiting(self) -> int:
        """How many events wait."""
        return len(self._waiting)

    def put(self, event: NewEvent) -> None:
        """Deliver the event after those that wait already. Neither waits nor fails."""
        self._keep(event, None)

    async def notify(self, event: NewEvent) -> None:
        """The same as ``put``, and return when the event is stored and told.

        Events that wait at the same time are stored together.

        Raises:
            NotTold: when storing fails, at once if it has failed before; the event is kept.
        """
        if self._failing or self.lost is not None:
            self.put(event)
            raise NotTold
        told = asyncio.get_running_loop().create_future()
        self._keep(event, told)
        await told

    async def settled(self) -> None:
        """Return when nothing waits any more: all was told, or given up."""
        while self._delivery is not None and not self._delivery.done():
            # Unlike awaiting the task, this does not cancel it when we are cancelled.
            await asyncio.wait((self._delivery,))

    def _keep(self, event: NewEvent, told: asyncio.Future[None] | None) -> None:
        if self.lost is not None:  # the run is being closed: its log ends where it broke off
            return
        self._waiting.append(_Kept(event, told))
        WAITING.inc()
        if self._delivery is None or self._delivery.done():
            self._delivery = asyncio.create_task(self._deliver(), name="outbox")

    async def _deliver(self) -> None:
        try:
            while self._waiting:
                try:
                    await self._store_waiting()
                except PASSING:
                    await self._try_again()
        except Exception as problem:  # whatever it is: the run must be closed without them
            log.exception("events_given_up", events=len(self._waiting))
            self.lost = problem
            self._disappoint(self._waiting, problem)
            self._forget(len(self._waiting))
            self._on_loss()

    async def _try_again(self) -> None:
        await asyncio.sleep(FIRST_PAUSE_S)
        async for attempt in storage_attempts(self._patience_s):
            with attempt:
                await self._store_waiting()

    async def _store_waiting(self) -> None:
        batch = list(self._waiting)
        try:
            stored = await self._store([kept.event for kept in batch])
        except Exception as problem:
            self._failing = True
            self._disappoint(batch, problem)
            raise
        self._failing = False
        self._forget(len(batch))
        self._publish(stored)
        for kept in batch:
            if kept.told is not None and not kept.told.done():
                kept.told.set_result(None)

    @staticmethod
    def _disappoint(waiting: Iterable[_Kept], problem: Exception) -> None:
        for kept in waiting:
            if kept.told is not None and not kept.told.done():
                failure = NotTold()
                failure.__cause__ = problem
                kept.told.set_exception(failure)

    def _forget(self, count: int) -> None:
        for _ in range(count):
            self._waiting.popleft()
        WAITING.dec(count)
