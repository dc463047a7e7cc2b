"""Telling people on all their sockets what they have used, each time that it has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from chat_platform.chat.frames import reply_frame
from chat_platform.chat.hub import Hub
from chat_platform.chat.personal import PersonalStore
from chat_platform.chat.runs import OWNER
from chat_platform.contract.personal import UsageUpdated

log = structlog.get_logger(__name__)


class UsageNews:
    """Reads what a user has used, and tells it.

    What is told last is true: what changes while it is read is read once more. Nothing depends on
    it: whoever connects asks for it (``usage.get``).
    """

    def __init__(self, personal: PersonalStore, hub: Hub) -> None:
        self._personal = personal
        self._hub = hub
        self._stale: set[str] = set()
        self._telling: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def changed(self, user_id: str) -> None:
        """Let the user know soon."""
        if not self._hub.open_sockets(user_id):
            return
        self._stale.add(user_id)
        if user_id not in self._telling:
            self._telling.add(user_id)
            self._begin(self._tell(user_id))

    def changed_in(self, thread_id: str) -> None:
        """Let the user know whose thread it is."""
        self._begin(self._find_owner(thread_id))

    async def stop(self) -> None:
        """Tell nothing more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._carry_out(work), name="usage news")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except SQLAlchemyError:  # the user has left for good meanwhile, or the storage is away
            log.warning("usage_not_told", exc_info=True)

    async def _find_owner(self, thread_id: str) -> None:
        async with self._personal.database.read() as session:
            owner = await session.scalar(OWNER, {"of_thread": thread_id})
        if owner is not None:
            self.changed(owner)

    async def _tell(self, user_id: str) -> None:
        try:
            while user_id in self._stale:
                self._stale.discard(user_id)
                used = await self._personal.usage(user_id)
                self._hub.tell_user(user_id, reply_frame(UsageUpdated(**used.model_dump())))
        finally:
            self._telling.discard(user_id)
