"""Renaming, archiving, restoring, deleting and finding threads, in the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from chat_platform.chat import log, receipts, store, tombstones
from chat_platform.chat.attachments import AttachmentRow
from chat_platform.chat.folding import excerpt, folded
from chat_platform.chat.frames import CLOCK, Payload
from chat_platform.chat.log import LoggedEvent, NewEvent
from chat_platform.chat.receipts import Change, Request, once
from chat_platform.chat.tables import EventRow, MessageRow, RunRow, ThreadRow
from chat_platform.contract.server_messages import ThreadRenamed
from chat_platform.contract.threads import (
    Found,
    ThreadArchived,
    ThreadChanged,
    ThreadDeleted,
    ThreadRemoved,
    ThreadRestored,
)
from chat_platform.storage.engine import Database

MOST_FOUND = 50
# Whatever belongs to a thread, in the order in which it can go.
OF_A_THREAD: list[type[Any]] = [RunRow, MessageRow, AttachmentRow, EventRow]


@dataclass(frozen=True)
class ThreadChanges:
    """Changes threads of users, each once."""

    database: Database

    async def rename(self, request: Request, title: str) -> Change:
        """Give a thread another title.

        Raises:
            Refused: ``thread_not_found`` or ``duplicate_message_id``.
        """
        return await self._change(request, ThreadRenamed(title=title), title=title)

    async def archive(self, request: Request) -> Change:
        """Put a thread away; see ``rename``."""
        return await self._change(request, ThreadArchived(), archived_at=CLOCK.now())

    async def restore(self, request: Request) -> Change:
        """Take a thread out of the archive; see ``rename``."""
        return await self._change(request, ThreadRestored(), archived_at=None)

    async def begin_delete(self, request: Request) -> Change:
        """Let nobody find the thread any more. Its runs may still be ending.

        Raises:
            Refused: ``thread_not_found`` or ``duplicate_message_id``.
        """

        def hide(session: Session) -> Change:
            row = store.own_thread(session, request.user_id, request.thread_id)
            row.deleting = True
            receipts.forget(session, request.thread_id)
            tombstones.bury_thread(session, request.user_id, row.client_id, row.id)
            return Change(request.thread_id, ThreadRemoved(thread_id=request.thread_id))

        return await self.database.writer.run(once(request, hide))

    async def delete(self, thread_id: str) -> list[LoggedEvent]:
        """Delete a thread that nobody finds any more; its last event, which is not kept."""

        def remove(session: Session) -> list[LoggedEvent]:
            last = log.append(session, thread_id, [NewEvent(ThreadDeleted())])
            # Runs name the runs in which they are nested: those go last.
            nested = delete(RunRow).where(RunRow.parent_id.is_not(None))
            session.execute(nested.where(RunRow.thread_id == thread_id))
            for table in OF_A_THREAD:
                session.execute(delete(table).where(table.thread_id == thread_id))
            session.execute(delete(ThreadRow).where(ThreadRow.id == thread_id))
            return last

        return await self.database.writer.run(remove)

    async def half_deleted(self) -> Sequence[str]:
        """Threads that a stopped process did not get to delete."""
        async with self.database.read() as session:
            return (await session.scalars(select(ThreadRow.id).where(ThreadRow.deleting))).all()

    async def search(self, user_id: str, words: str) -> list[Found]:
        """The user's threads with these words in title or messages, newest first."""
        wanted = folded(words)
        own = select(ThreadRow).where(ThreadRow.user_id == user_id, ~ThreadRow.deleting)
        with_words = (
            select(MessageRow.thread_id, MessageRow.text)
            .where(MessageRow.user_id == user_id)
            .where(MessageRow.folded.contains(wanted, autoescape=True))
            .order_by(MessageRow.seq)
        )
        async with self.database.read() as session:
            threads = list(await session.scalars(own.order_by(ThreadRow.id.desc())))
            found = await session.execute(with_words)
            # A result has keys(), so that dict() takes it for a mapping.
            texts = {thread: text for thread, text in found}  # noqa: C416
        return [
            Found(
                thread=store.thread_of(row),
                excerpt=excerpt(texts[row.id], words) if row.id in texts else None,
            )
            for row in threads
            if row.id in texts or wanted in folded(row.title)
        ][:MOST_FOUND]

    async def _change(self, request: Request, event: Payload, **values: object) -> Change:
        return await self.database.writer.run(once(request, _changing(request, event, values)))


def _changing(
    request: Request, event: Payload, values: dict[str, object]
) -> Callable[[Session], Change]:
    def change(session: Session) -> Change:
        store.own_thread(session, request.user_id, request.thread_id)
        changed = update(ThreadRow).where(ThreadRow.id == request.thread_id)
        session.execute(changed.values(values))
        events = log.append(session, request.thread_id, [NewEvent(event)])
        row = session.get_one(ThreadRow, request.thread_id, populate_existing=True)
        reply = ThreadChanged(thread=store.thread_of(row))
        return Change(request.thread_id, reply, events)

    return change
