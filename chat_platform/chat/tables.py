"""The tables of the chat room."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chat_platform.storage.base import Base
from chat_platform.storage.types import Moment


class ThreadRow(Base):
    """A conversation. ``last_seq`` is the number of its events."""

    __tablename__ = "threads"
    __table_args__ = (UniqueConstraint("user_id", "client_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    client_id: Mapped[str] = mapped_column(String(64), doc="The id of the client's request")
    title: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)
    read_seq: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    # Nobody finds it any more; it goes when its runs have ended, at the latest with a restart.
    deleting: Mapped[bool] = mapped_column(default=False)


class MessageRow(Base):
    """A message; ``seq`` is that of its ``message_created`` event."""

    __tablename__ = "messages"
    # Agents' messages have no client id, and NULLs never equal each other.
    __table_args__ = (
        UniqueConstraint("user_id", "client_id"),
        Index("messages_by_thread", "thread_id", "seq"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    thread_id: Mapped[str] = mapped_column(ForeignKey("threads.id"))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    client_id: Mapped[str | None] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(Integer)
    author: Mapped[Literal["user", "agent"]] = mapped_column(String(10))
    agent: Mapped[str | None] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text, doc="The text as it is searched")
    created_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    rating: Mapped[Literal["up", "down"] | None] = mapped_column(String(10))


class EventRow(Base):
    """A log event of a thread, with the frame exactly as it was and will be sent."""

    __tablename__ = "events"
    __table_args__ = (Index("events_by_run", "run_id"),)

    thread_id: Mapped[str] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    type: Mapped[str] = mapped_column(String(30))
    run_id: Mapped[str | None] = mapped_column(String(36))
    frame: Mapped[str] = mapped_column(Text)


class RunRow(Base):
    """An agent run: ``waiting``, then ``running``, then ``ended``.

    ``parent_id`` is of the run in which it is nested; none for a run that a user asked for.
    """

    __tablename__ = "runs"
    __table_args__ = (
        Index("runs_by_state", "state"),
        Index("runs_by_parent", "parent_id"),
        Index("runs_by_message", "message_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    thread_id: Mapped[str] = mapped_column(ForeignKey("threads.id"))
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id"))
    state: Mapped[str] = mapped_column(String(10))


class ReceiptRow(Base):
    """A change that was made, and what was answered; see ``receipts`` and ``tombstones``."""

    __tablename__ = "receipts"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    # No foreign key: that a thread was deleted is remembered longer than the thread.
    thread_id: Mapped[str] = mapped_column(String(36), index=True)
    request: Mapped[str] = mapped_column(String(64), doc="SHA-256 of the message")
    type: Mapped[str] = mapped_column(String(30))
    reply: Mapped[str] = mapped_column(Text)


class TicketRow(Base):
    """Permission to open one WebSocket, soon."""

    __tablename__ = "tickets"

    ticket_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"))
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
