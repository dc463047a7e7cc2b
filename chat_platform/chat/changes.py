"""Changes that users make, carried through: stored, told to all who should know, answered."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from chat_platform.chat.frames import reply_frame
from chat_platform.chat.hub import Hub
from chat_platform.chat.receipts import Change
from chat_platform.contract.threads import ThreadChanged, ThreadRemoved

if TYPE_CHECKING:
    from chat_platform.chat.connection import Connection

T = TypeVar("T")

# What the user's other sockets hear as well, whether they follow the thread or not.
FOR_ALL = (ThreadChanged, ThreadRemoved)


class Changes:
    """Carries changes through, also when the socket that asked is lost meanwhile."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._under_way: set[asyncio.Task[Any]] = set()

    async def make(
        self, socket: Connection, message_id: str, storing: Coroutine[Any, Any, Change]
    ) -> None:
        """Store a change, tell of it, and answer.

        Raises:
            Refused: whatever ``storing`` is refused for.
        """

        async def make() -> Change:
            change = await storing
            self.tell(socket, change)
            return change

        change = await self.through(make())
        await socket.answer(change.reply, message_id)

    def tell(self, socket: Connection, change: Change) -> None:
        """Tell all who follow the thread, and the user's other sockets."""
        if not change.news:
            return
        if change.events:
            self._hub.publish(change.thread_id, change.events)
        if isinstance(change.reply, FOR_ALL):
            self._hub.tell_user(socket.user_id, reply_frame(change.reply), but=socket)

    async def through(self, work: Coroutine[Any, Any, T]) -> T:
        """Carry work to its end, whatever becomes of who waits for it."""
        task = asyncio.create_task(work, name="change")
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def settled(self) -> None:
        """Return when nothing is under way any more."""
        if self._under_way:
            await asyncio.wait(self._under_way)
