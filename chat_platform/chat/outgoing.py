"""What waits to be sent through one socket: so much and no more, however slow its reader is."""

from __future__ import annotations

import asyncio

# Some two thousand usual events: as many as busy agents send while a reader looks away.
MOST_CHARS = 1_000_000


class Outgoing:
    """Frames in their order, limited in length together.

    A single frame of any length finds its place when nothing else waits.

    Example:
        >>> waiting = Outgoing()
        >>> waiting.put_nowait("{}")
        >>> asyncio.run(waiting.get())
        '{}'
    """

    def __init__(self) -> None:
        self._frames: asyncio.Queue[str] = asyncio.Queue()
        self._chars = 0
        self._taken = asyncio.Event()

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
        if not self._fits(frame):
            raise asyncio.QueueFull
        self._frames.put_nowait(frame)
        self._chars += len(frame)

    async def get(self) -> str:
        """Take the oldest frame, once there is one."""
        frame = await self._frames.get()
        self._chars -= len(frame)
        self._taken.set()
        return frame

    def _fits(self, frame: str) -> bool:
        return self._frames.empty() or self._chars + len(frame) <= MOST_CHARS
