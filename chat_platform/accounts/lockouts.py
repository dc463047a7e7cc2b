"""Guessing passwords: after some wrong ones an address is locked for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import String, delete, orm, update
from sqlalchemy.orm import Mapped, mapped_column

from chat_platform.accounts import letters
from chat_platform.accounts.errands import Errands
from chat_platform.accounts.mail import Postman
from chat_platform.accounts.mail_links import Purpose, in_words, keep_link, take_link
from chat_platform.accounts.secret_words import hashed, new_secret
from chat_platform.accounts.tables import User
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from chat_platform.storage.base import Base
from chat_platform.storage.types import Moment
from chat_platform.storage.writer import Writer


class LogInAttempts(Base):
    """Log-ins with an address since the last good one, whether or not it is an account's."""

    __tablename__ = "log_in_attempts"

    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    attempts: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(Moment)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)


@dataclass(frozen=True)
class Lockouts:
    """Counts log-ins by address, known or not, so that being locked reveals nothing.

    Attributes:
        most: How many wrong passwords lock an address.
        lasts: For how long; as long after the last wrong one the count begins anew.
        url: Where users reach the platform; links in mails begin with it.
    """

    writer: Writer
    postman: Postman
    errands: Errands
    most: int
    lasts: timedelta
    url: str

    async def count(self, address: str) -> None:
        """Count a log-in before the password is looked at, so that many at once all count.

        Raises:
            Problem: ``account_locked``.
        """
        key, now = hashed(address), datetime.now(UTC)

        def count(session: orm.Session) -> datetime | None:
            old = LogInAttempts.last_at < now - self.lasts
            session.execute(delete(LogInAttempts).where(old))
            row = session.get(LogInAttempts, key)
            if row is None:
                session.add(LogInAttempts(address_hash=key, attempts=1, last_at=now))
                return None
            if row.locked_until is not None and row.locked_until > now:
                return row.locked_until
            if row.attempts >= self.most:
                return now + self.lasts
            row.attempts, row.last_at = row.attempts + 1, now
            return None

        locked_until = await self.writer.run(count)
        if locked_until is not None:
            raise Problem(ErrorCode.ACCOUNT_LOCKED, retry_after=(locked_until - now))

    async def failed(self, address: str, user: User | None) -> None:
        """The password was wrong; with the last one allowed the address is locked."""
        key, now = hashed(address), datetime.now(UTC)

        def lock(session: orm.Session) -> bool:
            row = session.get(LogInAttempts, key)
            if row is None or row.attempts < self.most or row.locked_until is not None:
                return False
            row.locked_until = now + self.lasts
            return True

        if await self.writer.run(lock) and user is not None:
            self.errands.run(self._tell(user, now + self.lasts), "unlock link")

    async def undo(self, address: str) -> None:
        """Take back one count: the log-in was neither good nor wrong, but asked for more."""
        fewer = update(LogInAttempts).where(LogInAttempts.address_hash == hashed(address))

        def undo(session: orm.Session) -> None:
            session.execute(fewer.values(attempts=LogInAttempts.attempts - 1))

        await self.writer.run(undo)

    async def passed(self, address: str) -> None:
        """The log-in was good: the count begins anew."""
        await self.writer.run(lambda session: forget_attempts(session, address))

    async def unlock(self, token: str) -> None:
        """End the lock of the account that this link belongs to.

        Raises:
            Problem: ``link_invalid``, ``link_expired`` or ``link_used``.
        """

        def unlock(session: orm.Session) -> None:
            link = take_link(session, token, Purpose.UNLOCK, datetime.now(UTC))
            forget_attempts(session, session.get_one(User, link.user_id).address)

        await self.writer.run(unlock)

    async def _tell(self, user: User, until: datetime) -> None:
        token = new_secret()

        def keep(session: orm.Session) -> None:
            keep_link(session, user.id, Purpose.UNLOCK, token, until)

        await self.writer.run(keep)
        link = f"{self.url}/unlock#token={token}"
        await self.postman.deliver(letters.account_locked(user, link, in_words(self.lasts)))


def forget_attempts(session: orm.Session, address: str) -> None:
    """Let the count of an address begin anew, and end its lock; a part of a job."""
    session.execute(delete(LogInAttempts).where(LogInAttempts.address_hash == hashed(address)))
