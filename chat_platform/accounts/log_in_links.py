"""Coming in by a mailed link: whoever reads the account's mail needs no password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import orm

from chat_platform.accounts import letters
from chat_platform.accounts.addresses import Address, read_address
from chat_platform.accounts.mail_links import (
    Purpose,
    in_words,
    keep_link_of,
    look_at_link,
    take_link,
)
from chat_platform.accounts.mailing import Mailing
from chat_platform.accounts.secret_words import new_secret
from chat_platform.accounts.sessions import LoggedIn, Sessions
from chat_platform.accounts.tables import User


@dataclass(frozen=True)
class LogInLinks:
    """Mails links, and lets people in by them.

    Attributes:
        lifetime: How long a link works.
    """

    sessions: Sessions
    mailing: Mailing
    lifetime: timedelta

    async def ask(self, email: str) -> None:
        """Have a link sent to the address, if it is an account's.

        The answer neither tells nor waits for anything that depends on the address.

        Raises:
            Problem: ``invalid_email`` or ``rate_limited``.
        """
        address = read_address(email)
        await self.mailing.limits.count(address.key)
        self.mailing.errands.run(self._send_link(address), "log-in link")

    async def _send_link(self, address: Address) -> None:
        token = new_secret()
        expires_at = datetime.now(UTC) + self.lifetime

        def keep(session: orm.Session) -> User | None:
            return keep_link_of(session, address, Purpose.LOG_IN, token, expires_at)

        user = await self.sessions.database.writer.run(keep)
        if user is not None:
            link = self.mailing.link("magic", token)
            letter = letters.log_in_link(user, link, in_words(self.lifetime))
            await self.mailing.postman.deliver(letter)

    async def come_in(self, token: str, code: str = "", user_agent: str = "") -> LoggedIn:
        """Begin a session for whoever has the link, and the code where one is needed.

        A lock does not keep the link out, for a link is not guessed; codes are, and count. As
        long as the code is missing or wrong, the link stays as it was.

        Raises:
            Problem: ``link_invalid``, ``link_expired`` or ``link_used``; ``second_factor_needed``
                or ``wrong_code``, and ``account_locked`` after too many wrong ones.
        """
        database = self.sessions.database
        async with database.read() as session:
            link = await session.run_sync(look_at_link, token, Purpose.LOG_IN, datetime.now(UTC))
            user = await session.get_one(User, link.user_id)
        if await self.sessions.second_factors.is_on(user.id):
            await self.sessions.lockouts.count(user.address)
            await self.sessions.second_factors.check(user, code)
            await self.sessions.lockouts.passed(user.address)

        def take(session: orm.Session) -> None:
            take_link(session, token, Purpose.LOG_IN, datetime.now(UTC))

        await database.writer.run(take)
        return await self.sessions.begin(user, user_agent)
