"""Getting back in: a new password for whoever can read the account's mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import orm

from chat_platform.accounts import letters
from chat_platform.accounts.addresses import Address, read_address
from chat_platform.accounts.errands import Errands
from chat_platform.accounts.lockouts import forget_attempts
from chat_platform.accounts.mail import Postman
from chat_platform.accounts.mail_limits import MailLimits
from chat_platform.accounts.mail_links import (
    MailLink,
    Purpose,
    in_words,
    keep_link_of,
    take_link,
)
from chat_platform.accounts.passwords import good_enough
from chat_platform.accounts.secret_words import hashed, new_secret
from chat_platform.accounts.sessions import Sessions, end_sessions
from chat_platform.accounts.tables import User
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem


@dataclass(frozen=True)
class Recovery:
    """Resets passwords.

    Attributes:
        url: Where users reach the platform; links in mails begin with it.
        lifetime: How long a link works.
    """

    sessions: Sessions
    postman: Postman
    errands: Errands
    url: str
    lifetime: timedelta
    limits: MailLimits

    async def ask(self, email: str) -> None:
        """Have a link sent to the address, if it is an account's.

        The answer neither tells nor waits for anything that depends on the address.

        Raises:
            Problem: ``invalid_email`` or ``rate_limited``.
        """
        address = read_address(email)
        await self.limits.count(address.key)
        self.errands.run(self._send_link(address), "reset link")

    async def _send_link(self, address: Address) -> None:
        token = new_secret()
        expires_at = datetime.now(UTC) + self.lifetime

        def keep(session: orm.Session) -> User | None:
            return keep_link_of(session, address, Purpose.RESET, token, expires_at)

        user = await self.sessions.database.writer.run(keep)
        if user is not None:
            link = f"{self.url}/reset#token={token}"
            await self.postman.deliver(letters.reset_link(user, link, in_words(self.lifetime)))

    async def set_password(self, token: str, password: str) -> None:
        """Give the account of this link a new password, and log every device out.

        A password that is refused leaves the link as it was.

        Raises:
            Problem: ``weak_password``, ``link_invalid``, ``link_expired`` or ``link_used``.
        """
        await self._check_password(token, password)
        password_hash = await self.sessions.passwords.hash(password)

        def change(session: orm.Session) -> tuple[User, list[str]]:
            now = datetime.now(UTC)
            link = take_link(session, token, Purpose.RESET, now)
            user = session.get_one(User, link.user_id)
            user.password_hash = password_hash
            forget_attempts(session, user.address)
            return user, end_sessions(session, user.id, now)

        user, ended = await self.sessions.database.writer.run(change)
        self.sessions.tell_revoked(ended)
        told = letters.password_changed(user, f"{self.url}/forgot")
        self.errands.run(self.postman.deliver(told), "password changed")

    async def _check_password(self, token: str, password: str) -> None:
        async with self.sessions.database.read() as session:
            link = await session.get(MailLink, hashed(token))
            if link is None or link.purpose != Purpose.RESET:
                raise Problem(ErrorCode.LINK_INVALID)
            user = await session.get_one(User, link.user_id)
        local_part = read_address(user.email).local_part
        if not good_enough(password, user.name, local_part):
            raise Problem(ErrorCode.WEAK_PASSWORD, field="password")
