"""What one socket has of each thread: it gets every event once, in order, without a gap."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from chat_platform.chat.hub import Hub
from chat_platform.chat.log import LoggedEvent
from chat_platform.chat.store import PAGE, ChatStore


@dataclass(eq=False, slots=True)
class _Cursor:
    """How far one socket is in one thread.

    Attributes:
        seq: The last event that was sent.
        known: The last event that is known to exist.
        reading: True while events come from the store; live ones are only noted then.
    """

    seq: int = 0
    known: int = 0
    reading: bool = True


class Following:
    """The threads that one socket follows.

    Only the event right after the last one sent is ever sent. When live events show that
    some were missed, those are read from the store first.

    Args:
        send: Queues a frame, waiting for room.
        send_now: Queues a frame, or gives the socket up when there is no room.
    """

    def __init__(
        self,
        hub: Hub,
        store: ChatStore,
        send: Callable[[str], Awaitable[None]],
        send_now: Callable[[str], None],
    ) -> None:
        self._hub = hub
        self._store = store
        self._send = send
        self._send_now = send_now
        self._cursors: dict[str, _Cursor] = {}
        self._tasks: set[asyncio.Task[int]] = set()
        # One reader at a time: a resume waits until the reader it replaces has stopped.
        self._reader = asyncio.Lock()

    async def follow(
        self, thread_id: str, after: int, before: Callable[[], Awaitable[None]] | None = None
    ) -> int:
        """Send all events after ``after`` that exist, and from then on each new one.

        Who follows the thread already starts again from ``after``: so a client asks again
        for a frame whose digest was wrong.

        Args:
            thread_id: One of the user's own threads.
            after: The last event that the client has.
            before: Sends what the client should read first.

        Returns:
            The last event sent.
        """
        cursor = _Cursor(seq=after)
        self._cursors[thread_id] = cursor
        self._hub.follow(thread_id, self)
        if before is not None:
            await before()
        return await self._catch_up(thread_id, cursor)

    def deliver(self, thread_id: str, events: Sequence[LoggedEvent]) -> None:
        """Take live events from the hub."""
        cursor = self._cursors[thread_id]
        for event in events:
            cursor.known = max(cursor.known, event.seq)
            if not cursor.reading and event.seq == cursor.seq + 1:
                cursor.seq = event.seq
                self._send_now(event.frame)
        if not cursor.reading and cursor.known > cursor.seq:
            cursor.reading = True
            task = asyncio.create_task(self._catch_up(thread_id, cursor))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def forget(self, thread_id: str) -> None:
        """Follow a thread no more that is gone."""
        self._cursors.pop(thread_id, None)

    def close(self) -> None:
        """Follow nothing any more."""
        for thread_id in self._cursors:
            self._hub.leave(thread_id, self)
        self._cursors.clear()
        for task in self._tasks:
            task.cancel()

    async def _catch_up(self, thread_id: str, cursor: _Cursor) -> int:
        async with self._reader:
            while self._cursors.get(thread_id) is cursor:
                events = await self._store.events_after(thread_id, cursor.seq)
                for event in events:
                    if self._cursors.get(thread_id) is not cursor:  # the client resumed anew
                        return cursor.seq
                    cursor.seq = event.seq
                    await self._send(event.frame)
                if len(events) < PAGE and cursor.seq >= cursor.known:
                    cursor.reading = False
                    break
            return cursor.seq
