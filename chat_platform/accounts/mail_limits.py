"""How many mails may be asked for: nobody's inbox is flooded through us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import String, delete, orm
from sqlalchemy.orm import Mapped, mapped_column

from chat_platform.accounts.secret_words import hashed
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from chat_platform.storage.base import Base
from chat_platform.storage.types import Moment
from chat_platform.storage.writer import Writer


class MailsAsked(Base):
    """How many mails were asked for with an address, whether or not it is an account's."""

    __tablename__ = "mails_asked"

    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked: Mapped[int]
    since: Mapped[datetime] = mapped_column(Moment)


@dataclass(frozen=True)
class MailLimits:
    """Counts requests by address, known or not, so that being refused reveals nothing.

    Attributes:
        most: How many mails may be asked for.
        window: In what time, counted from the first.
    """

    writer: Writer
    most: int
    window: timedelta

    async def count(self, address: str) -> None:
        """Count a request for a mail to this address.

        Raises:
            Problem: ``rate_limited``, with the time to wait.
        """
        key, now = hashed(address), datetime.now(UTC)

        def count(session: orm.Session) -> datetime | None:
            session.execute(delete(MailsAsked).where(MailsAsked.since <= now - self.window))
            row = session.get(MailsAsked, key)
            if row is None:
                session.add(MailsAsked(address_hash=key, asked=1, since=now))
                return None
            if row.asked >= self.most:
                return row.since + self.window
            row.asked += 1
            return None

        again_at = await self.writer.run(count)
        if again_at is not None:
            raise Problem(ErrorCode.RATE_LIMITED, retry_after=again_at - now)


def forget_mails(session: orm.Session, address: str) -> None:
    """Let the count of an address begin anew; a part of a job."""
    session.execute(delete(MailsAsked).where(MailsAsked.address_hash == hashed(address)))
