"""What waits to be sent through one socket: so much and no more, however slow its reader is."""

from __future__ import annotations

import asyncio

from prometheus_client import Gauge

WAITING = Gauge("chat_waiting_chars", "Characters that wait to be sent through WebSockets")


class Outgoing:
    """Frames in their order, limited in length together.

    A single frame of any length finds its place when nothing else waits.

    Args:
        most_chars: How many characters may wait.

    Example:
        >>> waiting = Outgoing(1_000)
        >>> waiting.put_nowait("{}")
        >>> asyncio.run(waiting.get())
        '{}'
    """

    def __init__(self, most_chars: int) -> None:
        self._most_chars = most_chars
        self._frames: asyncio.Queue[str] = asyncio.Queue()
        self._chars = 0
        self._taken = asyncio.Event()
        self._closed = False

    async def put(self, frame: str) -> None:
        """Add a frame, once there is room for it."""
        while not self._fits(frame):
            self._taken.clear()
            await self._taken.wait()
        self.put_nowait(frame)

    def put_nowait(self, frame: str) -> None:
        """Add a frame.

        Raises:
            asyncio.QueueFull: when there is no room.
        """
        if self._closed:
            return
        if not self._fits(frame):
            raise asyncio.QueueFull
        self._frames.put_nowait(frame)
        self._count(len(frame))

    async def get(self) -> str:
        """Take the oldest frame, once there is one."""
        frame = await self._frames.get()
        self._count(-len(frame))
        self._taken.set()
        return frame

    def close(self) -> None:
        """Forget what waits, and all that is still to come: nobody will take it.

        Who waits for room goes on: what else they have to do must not wait for a reader that is
        gone.
        """
        self._closed = True
        self._frames = asyncio.Queue()
        self._count(-self._chars)
        self._taken.set()

    def _count(self, more: int) -> None:
        self._chars += more
        WAITING.inc(more)

    def _fits(self, frame: str) -> bool:
        room = self._most_chars - self._chars
        return self._closed or self._frames.empty() or len(frame) <= room
