"""The tables of the accounts room."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from chat_platform.storage.base import Base
from chat_platform.storage.types import Moment

Plan = Literal["free", "early", "mid", "enterprise"]


class User(Base):
    """A person with a confirmed address."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(320), doc="As it was typed; mails go there")
    address: Mapped[str] = mapped_column(String(320), unique=True, doc="For comparison")
    password_hash: Mapped[str | None] = mapped_column(
        String(200), doc="None for who comes in through a provider only"
    )
    plan: Mapped[Plan] = mapped_column(String(20), default="free")
    created_at: Mapped[datetime] = mapped_column(Moment)


class Registration(Base):
    """A sign-up whose address is not confirmed yet, or was.

    ``state`` is ``pending``, ``replaced`` (a newer sign-up took its place) or ``used``.
    """

    __tablename__ = "registrations"
    __table_args__ = (Index("registrations_by_address", "address", "state"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(320))
    address: Mapped[str] = mapped_column(String(320))
    password_hash: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default="pending")
    expires_at: Mapped[datetime] = mapped_column(Moment)


class Session(Base):
    """One log-in on one device, until it ends or is revoked.

    The refresh token changes with every use. The one before it is remembered, so that a
    stolen one is noticed when it is used again.
    """

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    refresh_hash: Mapped[str] = mapped_column(String(64), unique=True)
    previous_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    rotated_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class Device(Base):
    """What the device of a session said of itself when it logged in."""

    __tablename__ = "devices"

    session_id: Mapped[str] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
    )
    user_agent: Mapped[str] = mapped_column(String(300))
