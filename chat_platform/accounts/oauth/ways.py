"""Ways in: the providers linked to an account, as its owner sees, adds and removes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, orm, select

from chat_platform.accounts.errands import Errands
from chat_platform.accounts.mail import Letter, Postman
from chat_platform.accounts.oauth.newcomers import identity_of, link_identity
from chat_platform.accounts.oauth.providers import Newcomer, Provider
from chat_platform.accounts.oauth.tables import Identity
from chat_platform.accounts.sessions import Caller, Sessions
from chat_platform.accounts.step_up import StepUp
from chat_platform.accounts.tables import User
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem


@dataclass(frozen=True)
class WayIn:
    """A provider through which the owner of an account can come in.

    Attributes:
        identity: Names it, for unlinking it.
        title: What people call the provider; its address when it is not offered any more.
    """

    identity: int
    title: str
    linked_at: datetime


@dataclass(frozen=True)
class Ways:
    """Lists, adds and removes the providers of one user.

    Attributes:
        providers: Those that the platform offers, by name.
        url: Where users reach the platform; links in mails begin with it.
    """

    sessions: Sessions
    step_up: StepUp
    providers: Mapping[str, Provider]
    postman: Postman
    errands: Errands
    url: str

    async def of(self, user: User) -> Sequence[WayIn]:
        """The user's providers, in the order in which they were linked."""
        query = select(Identity).where(Identity.user_id == user.id).order_by(Identity.id)
        async with self.sessions.database.read() as session:
            rows = (await session.scalars(query)).all()
        return [WayIn(row.id, self._title_of(row.issuer), row.linked_at) for row in rows]

    async def prove(self, caller: Caller, password: str) -> None:
        """Make sure that it is the owner, for a device may be left open.

        No code is asked for: no provider leads past a second factor.

        Raises:
            Problem: ``wrong_password``, or ``account_locked`` after too many wrong ones;
                ``log_in_again`` where there is no password and the log-in is too old.
        """
        await self.step_up.check_password(caller, password)

    async def link(self, newcomer: Newcomer, session_id: str) -> None:
        """Link who came back from a provider to the account of the log-in that set out.

        Raises:
            Problem: ``flow_expired`` when that log-in has ended meanwhile; ``linked_elsewhere``
                when another account has this person of the provider.
        """
        caller = await self.sessions.find_alive(session_id)
        if caller is None:
            raise Problem(ErrorCode.FLOW_EXPIRED)
        user = caller.user

        def link(session: orm.Session) -> bool:
            known = session.scalar(identity_of(newcomer.issuer, newcomer.subject))
            if known is None:
                link_identity(session, newcomer.issuer, newcomer.subject, user.id)
            elif known.user_id != user.id:
                raise Problem(ErrorCode.LINKED_ELSEWHERE)
            return known is None

        if await self.sessions.database.writer.run(link):
            self._tell(added(user, self._title_of(newcomer.issuer), self._account_page))

    async def unlink(self, caller: Caller, identity: int, password: str) -> None:
        """Remove a way in, but never the last one.

        Raises:
            Problem: what ``prove`` raises; ``identity_not_found``, also for those of others;
                ``last_way_in``.
        """
        user = caller.user
        await self.prove(caller, password)

        def unlink(session: orm.Session) -> str:
            linked = session.scalars(select(Identity).where(Identity.user_id == user.id)).all()
            this = next((row for row in linked if row.id == identity), None)
            if this is None:
                raise Problem(ErrorCode.IDENTITY_NOT_FOUND)
            # Read here, not before: two tabs may each remove what the other one relies on.
            if not self._leaves_a_way(session.get_one(User, user.id), linked, this):
                raise Problem(ErrorCode.LAST_WAY_IN)
            session.execute(delete(Identity).where(Identity.id == identity))
            return this.issuer

        issuer = await self.sessions.database.writer.run(unlink)
        self._tell(removed(user, self._title_of(issuer), self._account_page))

    def _leaves_a_way(self, user: User, linked: Sequence[Identity], without: Identity) -> bool:
        """Whether the user can come in without this; what is not offered any more is no way."""
        issuers = {provider.settings.issuer for provider in self.providers.values()}
        others = [row for row in linked if row is not without and row.issuer in issuers]
        return user.password_hash is not None or bool(others)

    def _title_of(self, issuer: str) -> str:
        named = (one.settings for one in self.providers.values() if one.settings.issuer == issuer)
        return next((settings.title for settings in named), issuer)

    @property
    def _account_page(self) -> str:
        return f"{self.url}/account"

    def _tell(self, letter: Letter) -> None:
        self.errands.run(self.postman.deliver(letter), letter.subject)


def added(user: User, title: str, link: str) -> Letter:
    """The mail that tells the owner of a new way in."""
    return Letter(
        user.email,
        user.name,
        f"{title} now opens your account",
        f"from now on one can come into your account through {title}. If it was not you, remove "
        "it at once and choose another password:",
        "Look at my account",
        link,
        "If it was you, you need not do anything.",
    )


def removed(user: User, title: str, link: str) -> Letter:
    """The mail that tells the owner that a way in is gone."""
    return Letter(
        user.email,
        user.name,
        f"{title} no longer opens your account",
        f"one cannot come into your account through {title} any more. If it was not you, look "
        "who is logged in, and choose another password:",
        "Look at my account",
        link,
        "If it was you, you need not do anything.",
    )
