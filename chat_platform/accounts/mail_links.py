"""Links in mails to people who have an account: each for one purpose, once, for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, insert, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from chat_platform.accounts.secret_words import hashed
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from chat_platform.storage.base import Base
from chat_platform.storage.types import Moment


class Purpose(StrEnum):
    """What a link is good for."""

    RESET = "reset"
    UNLOCK = "unlock"


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
    link = {"token_hash": hashed(token), "user_id": user_id, "purpose": purpose}
    session.execute(insert(MailLink).values({**link, "expires_at": expires_at}))


def replace_links(session: Session, user_id: str, purpose: Purpose) -> None:
    """Make the user's open links of this purpose worthless."""
    session.execute(
        update(MailLink)
        .where(
            MailLink.user_id == user_id, MailLink.purpose == purpose, MailLink.state == "pending"
        )
        .values(state="replaced")
    )


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
    found = session.get(MailLink, hashed(token))
    if found is None or found.purpose != purpose:
        raise Problem(ErrorCode.LINK_INVALID)
    raise Problem(ErrorCode.LINK_USED if found.state == "used" else ErrorCode.LINK_EXPIRED)


def in_words(lifetime: timedelta) -> str:
    """How long a link works, as a mail says it.

    Example:
        >>> in_words(timedelta(minutes=30)), in_words(timedelta(hours=1))
        ('30 minutes', '1 hour')
    """
    minutes = max(1, round(lifetime / timedelta(minutes=1)))
    number, unit = (minutes, "minute") if minutes % 60 else (minutes // 60, "hour")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
