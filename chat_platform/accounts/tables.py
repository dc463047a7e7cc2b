"""The tables of the accounts room."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chat_platform.contract.standing import Plan, Role
from chat_platform.storage.base import Base
from chat_platform.storage.types import Moment


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
    standing: Mapped[Standing | None] = relationship(lazy="joined", passive_deletes=True)

    @property
    def role(self) -> Role:
        """What this person may do for others; most may nothing."""
        return "member" if self.standing is None else self.standing.role

    @property
    def trial_ends_at(self) -> datetime | None:
        """When a trial ends, or ended; None on any other plan."""
        if self.plan != "trial" or self.standing is None:
            return None
        return self.standing.trial_ends_at

    @property
    def current_plan(self) -> Plan:
        """The plan that counts now: a trial that has run out is the free plan."""
        ends_at = self.trial_ends_at
        return "free" if ends_at is not None and ends_at <= datetime.now(UTC) else self.plan


class Standing(Base):
    """What distinguishes a user from others; most users have none.

    In a table of its own, so that databases of earlier releases need no change.
    """

    __tablename__ = "standings"

    user_id: Mapped[str] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[Role] = mapped_column(String(20), default="member")
    trial_ends_at: Mapped[datetime | None] = mapped_column(Moment)


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
    stolen one is noticed when it is used again. ``generation`` counts the changes; ``arrived``
    tells whether what the last change brought is known to have reached the device.
    """

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    refresh_hash: Mapped[str] = mapped_column(String(64), unique=True)
    previous_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    rotated_at: Mapped[datetime] = mapped_column(Moment)
    generation: Mapped[int] = mapped_column(default=0)
    arrived: Mapped[bool] = mapped_column(default=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class Device(Base):
    """What the device of a session said of itself when it logged in."""

    __tablename__ = "devices"

    session_id: Mapped[str] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
    )
    user_agent: Mapped[str] = mapped_column(String(300))
