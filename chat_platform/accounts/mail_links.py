"""Links in mails to people who have an account: each for one purpose, once, for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from chat_platform.accounts.addresses import Address
from chat_platform.accounts.secret_words import hashed
from chat_platform.accounts.tables import User
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from chat_platform.storage.base import Base
from chat_platform.storage.types import Moment

UNITS = ((1440, "day"), (60, "hour"), (1, "minute"))  # in minutes


class Purpose(StrEnum):
    """What a link is good for."""

    RESET = "reset"
    UNLOCK = "unlock"
    LOG_IN = "log_in"
    CHANGE = "change"
    UNDO = "undo"
    LEAVE = "leave"


class MailLink(Base):
    """A link that was mailed; ``state`` is ``pending``, ``replaced`` or ``used``."""

    __tablename__ = "mail_links"
    __table_args__ = (Index("mail_links_by_user", "user_id", "purpose", "state"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    purpose: Mapped[Purpose] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default="pending")
    expires_at: Mapped[datetime] = mapped_column(Moment)


def keep_link(
    session: Session, user_id: str, purpose: Purpose, token: str, expires_at: datetime
) -> None:
    """Store a new link. Of one purpose only the newest works."""
    replace_links(session, user_id, purpose)
    add_link(session, user_id, purpose, token, expires_at)


def keep_link_of(
    session: Session, address: Address, purpose: Purpose, token: str, expires_at: datetime
) -> User | None:
    """The same for whoever has this address; returns who that is, None for nobody."""
    user = session.scalar(select(User).where(User.address == address.key))
    if user is not None:
        keep_link(session, user.id, purpose, token, expires_at)
    return user


def add_link(
    session: Session, user_id: str, purpose: Purpose, token: str, expires_at: datetime
) -> None:
    """Store a new link beside those that there are."""
    link = {"token_hash": hashed(token), "user_id": user_id, "purpose": purpose}
    session.execute(insert(MailLink).values({**link, "expires_at": expires_at}))


def replace_links(session: Session, user_id: str, *purposes: Purpose) -> None:
    """Make the user's open links of these purposes worthless."""
    session.execute(
        update(MailLink)
        .where(
            MailLink.user_id == user_id,
            MailLink.purpose.in_(purposes),
            MailLink.state == "pending",
        )
        .values(state="replaced")
    )


def look_at_link(session: Session, token: str, purpose: Purpose, now: datetime) -> MailLink:
    """A link that works, and goes on to work.

    Raises:
        Problem: ``link_invalid``, ``link_expired`` or ``link_used``.
    """
    found = session.get(MailLink, hashed(token))
    if found is None or found.purpose != purpose:
        raise Problem(ErrorCode.LINK_INVALID)
    if found.state == "used":
        raise Problem(ErrorCode.LINK_USED)
    if found.state != "pending" or found.expires_at <= now:
        raise Problem(ErrorCode.LINK_EXPIRED)
    return found


def take_link(session: Session, token: str, purpose: Purpose, now: datetime) -> MailLink:
    """Mark a link as used: of two who try at once only one succeeds.

    Raises:
        Problem: ``link_invalid``, ``link_expired`` or ``link_used``.
    """
    taken: MailLink | None = session.scalar(
        update(MailLink)
        .where(
            MailLink.token_hash == hashed(token),
            MailLink.purpose == purpose,
            MailLink.state == "pending",
            MailLink.expires_at > now,
        )
        .values(state="used")
        .returning(MailLink)
    )
    if taken is not None:
        return taken
    return look_at_link(session, token, purpose, now)  # which says why it cannot be taken


def in_words(lifetime: timedelta) -> str:
    """How long a link works, as a mail says it.

    Example:
        >>> in_words(timedelta(minutes=30)), in_words(timedelta(hours=1)), in_words(timedelta(7))
        ('30 minutes', '1 hour', '7 days')
    """
    minutes = max(1, round(lifetime / timedelta(minutes=1)))
    size, unit = next((size, unit) for size, unit in UNITS if minutes % size == 0)
    number = minutes // size
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
