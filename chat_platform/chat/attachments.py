"""Files of users, in the database: so they go with their thread, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import uuid_utils
from sqlalchemy import ForeignKey, Integer, LargeBinary, String, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from chat_platform.agents import AttachedTable
from chat_platform.chat import log, store
from chat_platform.chat.file_kinds import kind_of
from chat_platform.chat.frames import CLOCK
from chat_platform.chat.log import NewEvent
from chat_platform.chat.receipts import Change, Request, once
from chat_platform.chat.store import Refused
from chat_platform.contract.attachments import (
    Attachment,
    AttachmentAccepted,
    AttachmentAdded,
    MediaType,
)
from chat_platform.contract.errors import ErrorCode
from chat_platform.storage.base import Base
from chat_platform.storage.engine import Database
from chat_platform.storage.types import Moment

# An upload that nobody put into a thread goes with the user's next one after this time.
KEPT_FOR = timedelta(hours=1)
LONGEST_NAME = 120


class AttachmentRow(Base):
    """A file: uploaded, and then put into a thread."""

    __tablename__ = "attachments"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    thread_id: Mapped[str | None] = mapped_column(ForeignKey("threads.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    media_type: Mapped[MediaType] = mapped_column(String(30))
    size: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


@dataclass(frozen=True)
class Attachments:
    """Takes files of users, and gives them back to them.

    Args:
        limit: The largest file, in bytes.
    """

    database: Database
    limit: int

    async def upload(self, user_id: str, name: str, content: bytes) -> Attachment:
        """Keep a file until it is put into a thread.

        Raises:
            Refused: ``attachment_too_large`` or ``attachment_rejected``.
        """
        if len(content) > self.limit:
            raise Refused(ErrorCode.ATTACHMENT_TOO_LARGE)
        name = _plain_name(name)
        media_type = kind_of(content, name) if content else None
        if media_type is None:
            raise Refused(ErrorCode.ATTACHMENT_REJECTED)
        row = {
            "id": str(uuid_utils.uuid7()),
            "user_id": user_id,
            "name": name,
            "media_type": media_type,
            "size": len(content),
            "content": content,
            "created_at": CLOCK.now(),
        }

        def keep(session: Session) -> Attachment:
            old = delete(AttachmentRow).where(
                AttachmentRow.user_id == user_id,
                AttachmentRow.thread_id.is_(None),
                AttachmentRow.created_at < CLOCK.now() - KEPT_FOR,
            )
            session.execute(old)
            session.execute(insert(AttachmentRow).values(row))
            return _attachment(session.get_one(AttachmentRow, row["id"]))

        return await self.database.writer.run(keep)

    async def add(self, request: Request, upload_id: str) -> Change:
        """Put an upload into a thread.

        Raises:
            Refused: ``thread_not_found``, ``thread_archived``, ``attachment_not_found`` or
                ``duplicate_message_id``.
        """

        def add(session: Session) -> Change:
            store.own_open_thread(session, request.user_id, request.thread_id)
            row = session.get(AttachmentRow, upload_id)
            if row is None or row.user_id != request.user_id or row.thread_id is not None:
                raise Refused(ErrorCode.ATTACHMENT_NOT_FOUND, field="payload.upload_id")
            row.thread_id, row.created_at = request.thread_id, CLOCK.now()
            attachment = _attachment(row)
            session.flush()
            event = NewEvent(AttachmentAdded(attachment=attachment))
            events = log.append(session, request.thread_id, [event])
            reply = AttachmentAccepted(attachment=attachment)
            return Change(request.thread_id, reply, events)

        return await self.database.writer.run(once(request, add))

    async def content(self, user_id: str, attachment_id: str) -> tuple[Attachment, bytes]:
        """A file of the user's own.

        Raises:
            Refused: ``attachment_not_found``, also when it is another user's.
        """
        query = select(AttachmentRow, AttachmentRow.content).where(
            AttachmentRow.id == attachment_id, AttachmentRow.user_id == user_id
        )
        async with self.database.read() as session:
            found = (await session.execute(query)).one_or_none()
        if found is None:
            raise Refused(ErrorCode.ATTACHMENT_NOT_FOUND)
        return _attachment(found[0]), found[1]

    async def of_thread(self, thread_id: str) -> list[Attachment]:
        """The files of a thread, oldest first."""
        query = select(AttachmentRow).where(AttachmentRow.thread_id == thread_id)
        async with self.database.read() as session:
            rows = await session.scalars(query.order_by(AttachmentRow.created_at))
            return [_attachment(row) for row in rows]


async def tables_of(database: Database, thread_id: str) -> Sequence[AttachedTable]:
    """The tables among a thread's files, oldest first, for the agents."""
    query = select(AttachmentRow.name, AttachmentRow.content).where(
        AttachmentRow.thread_id == thread_id, AttachmentRow.media_type == "text/csv"
    )
    async with database.read() as session:
        found = (await session.execute(query.order_by(AttachmentRow.created_at))).all()
        return [AttachedTable(name, content.decode("utf-8-sig")) for name, content in found]


def _plain_name(name: str) -> str:
    """The last part of a path, on one line, not too long; the ending stays."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(c for c in last if c.isprintable()).strip()
    stem, dot, ending = printable.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[-LONGEST_NAME:]


def _attachment(row: AttachmentRow) -> Attachment:
    return Attachment(
        attachment_id=row.id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        created_at=row.created_at,
    )
