"""Leaving for good: the account is deleted with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, orm

from chat_platform.accounts import letters
from chat_platform.accounts.administration import forget_address, keep_an_admin
from chat_platform.accounts.lockouts import forget_attempts
from chat_platform.accounts.mail_limits import forget_mails
from chat_platform.accounts.mail_links import Purpose, in_words, keep_link, take_link
from chat_platform.accounts.mailing import Mailing
from chat_platform.accounts.secret_words import new_secret
from chat_platform.accounts.sessions import Caller, Sessions, end_sessions
from chat_platform.accounts.step_up import StepUp
from chat_platform.accounts.tables import Registration, User
from chat_platform.storage.erasure import erase


@dataclass(frozen=True)
class Farewells:
    """Deletes accounts.

    Attributes:
        lifetime: How long a link that deletes an account works.
        on_leaving: Awaited with the user's id once nobody is logged in any more, and before
            anything is deleted: other rooms end there what they do for the user.
    """

    sessions: Sessions
    step_up: StepUp
    mailing: Mailing
    lifetime: timedelta
    on_leaving: list[Callable[[str], Awaitable[None]]] = field(default_factory=list)

    async def ask(self, caller: Caller, password: str, code: str) -> bool:
        """Delete the caller's account; without a password, have a link sent that does it.

        Returns:
            True when it is deleted, False when a link is on its way.

        Raises:
            Problem: what ``StepUp.check`` raises; ``rate_limited`` for too many links.
        """
        if caller.user.password_hash is None:
            await self.mailing.limits.count(caller.user.address)
            self.mailing.errands.run(self._send_link(caller.user), "leaving link")
            return False
        await self.step_up.check(caller, password, code)
        await self._delete(caller.user.id)
        return True

    async def _send_link(self, user: User) -> None:
        token = new_secret()
        expires_at = datetime.now(UTC) + self.lifetime

        def keep(session: orm.Session) -> None:
            keep_link(session, user.id, Purpose.LEAVE, token, expires_at)

        await self.sessions.database.writer.run(keep)
        link = self.mailing.link("leave", token)
        letter = letters.leaving_link(user, link, in_words(self.lifetime))
        await self.mailing.postman.deliver(letter)

    async def follow(self, token: str) -> None:
        """Delete the account that this link belongs to.

        Raises:
            Problem: ``link_invalid``, ``link_expired`` or ``link_used``.
        """

        def take(session: orm.Session) -> str:
            return take_link(session, token, Purpose.LEAVE, datetime.now(UTC)).user_id

        await self._delete(await self.sessions.database.writer.run(take))

    async def _delete(self, user_id: str) -> None:
        """Delete an account.

        Raises:
            Problem: ``last_admin`` when nobody would be left to administer the platform.
        """
        writer = self.sessions.database.writer

        def log_out(session: orm.Session) -> list[str]:
            user = session.get(User, user_id)
            if user is not None:
                keep_an_admin(session, user)
            return end_sessions(session, user_id, datetime.now(UTC))

        self.sessions.tell_revoked(await writer.run(log_out))
        for end_work in self.on_leaving:
            await end_work(user_id)

        def delete_all(session: orm.Session) -> tuple[User | None, list[str]]:
            # Whoever knows the password may have come in once more since.
            ended = log_out(session)
            user = session.get(User, user_id)
            if user is not None:
                session.expunge(user)
                _forget(session, user)
            return user, ended

        user, ended = await writer.run(delete_all)
        self.sessions.tell_revoked(ended)
        if user is not None:
            letter = letters.farewell(user, f"{self.mailing.url}/sign-up")
            self.mailing.send_later(letter, "farewell")


def _forget(session: orm.Session, user: User) -> None:
    """Delete what names the user by a key of its row, or by its address."""
    erase(session, user)
    forget_address(session, user.email)
    session.execute(delete(Registration).where(Registration.address == user.address))
    forget_attempts(session, user.address)
    forget_mails(session, user.address)
