"""Being logged in: sessions, their access tokens, and their end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import uuid_utils
from sqlalchemy import ColumnElement, insert, or_, orm, select, update

from chat_platform.accounts.addresses import read_address
from chat_platform.accounts.lockouts import Lockouts
from chat_platform.accounts.passwords import Passwords
from chat_platform.accounts.second_factor import SecondFactors
from chat_platform.accounts.secret_words import hashed, new_secret, successor
from chat_platform.accounts.tables import Device, Registration, Session, Standing, User
from chat_platform.accounts.tokens import Access, AccessTokens
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from chat_platform.storage.engine import Database

LONGEST_USER_AGENT = 300


@dataclass(frozen=True)
class LoggedIn:
    """A log-in, or a refreshed one.

    Attributes:
        refresh_token: The new cookie; None when the browser has a newer one already.
    """

    user: User
    access_token: str
    refresh_token: str | None
    expires_at: datetime


@dataclass(frozen=True)
class Caller:
    """Who makes a request, in which session.

    Attributes:
        ends_at: When the session ends if it is not renewed before.
    """

    user: User
    session_id: str
    ends_at: datetime

    @property
    def logged_in_at(self) -> datetime:
        """When the session began."""
        return begun_at(self.session_id)


@dataclass(frozen=True)
class Sessions:
    """Logs people in and out.

    Attributes:
        lifetime: How long a session lasts at most.
        idle: How long it lasts without being renewed.
        grace: How long a renewed refresh token may come once more: two tabs may renew with
            the same cookie at the same time, and that is no theft.
        key: The secret from which a refresh token's successor follows.
        admins: Comparable addresses whose owners become administrators when they first log in.
        on_revoked: Called with the id of each session that was ended on purpose.
    """

    database: Database
    passwords: Passwords
    tokens: AccessTokens
    lifetime: timedelta
    idle: timedelta
    grace: timedelta
    key: str
    lockouts: Lockouts
    second_factors: SecondFactors
    admins: frozenset[str] = frozenset()
    on_revoked: list[Callable[[str], None]] = field(default_factory=list)

    async def log_in(
        self, email: str, password: str, user_agent: str = "", code: str = ""
    ) -> LoggedIn:
        """Begin a session for whoever knows the password, and the code where one is needed.

        Raises:
            Problem: ``wrong_credentials``, for an unknown address and for a wrong password
                alike and in like time; ``email_unverified`` when the password is right but
                the address is not confirmed; ``second_factor_needed`` or ``wrong_code`` when
                only the code is missing or wrong; ``account_locked`` after too many wrong ones.
        """
        address = _comparable(email)
        await self.lockouts.count(address)
        user, pending = await self._find(email)
        stored = user.password_hash if user else pending
        if not await self.passwords.fits(password, stored):
            await self.lockouts.failed(address, user)
            raise Problem(ErrorCode.WRONG_CREDENTIALS)
        if user is not None:
            await self.second_factors.check(user, code)
        await self.lockouts.passed(address)
        if user is None:
            raise Problem(ErrorCode.EMAIL_UNVERIFIED)
        return await self.begin(user, user_agent)

    async def begin(self, user: User, user_agent: str = "") -> LoggedIn:
        """Begin a session for a user who has proven who it is, in whatever way.

        Args:
            user: Who it is.
            user_agent: What the device says of itself, for the list of devices.
        """
        refresh_token = new_secret()
        now = datetime.now(UTC)
        row = {
            "id": str(uuid_utils.uuid7()),
            "user_id": user.id,
            "refresh_hash": hashed(refresh_token),
            "rotated_at": now,
            "expires_at": now + self.lifetime,
        }

        def begin(session: orm.Session) -> User:
            session.execute(insert(Session).values(row))
            device = {"session_id": row["id"], "user_agent": user_agent[:LONGEST_USER_AGENT]}
            session.execute(insert(Device).values(device))
            return self._with_first_role(session, user)

        known = await self.database.writer.run(begin)
        access_token = self.tokens.issue(Access(user.id, str(row["id"])))
        return LoggedIn(known, access_token, refresh_token, now + self.lifetime)

    def _with_first_role(self, session: orm.Session, user: User) -> User:
        """The user, an administrator now if the operator named the address and no role is set."""
        if user.address not in self.admins:
            return user
        known = session.get_one(User, user.id)
        if known.standing is None:
            known.standing = Standing(user_id=known.id, role="admin")
            session.flush()
        return known

    async def _find(self, email: str) -> tuple[User | None, str | None]:
        """The user of the address, or else the password hash of an unconfirmed sign-up."""
        try:
            key = read_address(email).key
        except Problem:
            return None, None
        async with self.database.read() as session:
            user = await session.scalar(select(User).where(User.address == key))
            pending = await session.scalar(
                select(Registration.password_hash).where(
                    Registration.address == key, Registration.state == "pending"
                )
            )
        return user, pending

    async def refresh(self, refresh_token: str) -> LoggedIn:
        """A new access token, and a new refresh token in place of this one.

        A refresh token whose successor has reached the device is a sign of theft (RFC 9700,
        4.14.2) when it comes again, outside a short grace: its session ends. Until then the
        answer may have been lost on its way, and is given once more.

        Raises:
            Problem: ``unauthenticated``.
        """
        old, new = hashed(refresh_token), successor(refresh_token, self.key)
        now = datetime.now(UTC)

        def rotate(session: orm.Session) -> tuple[Session, bool] | None:
            row = session.scalar(
                select(Session).where(
                    or_(Session.refresh_hash == old, Session.previous_hash == old)
                )
            )
            if row is None or not self._is_alive(row, now):
                return None
            if row.refresh_hash == old:
                row.previous_hash, row.rotated_at = old, now
                row.generation, row.arrived = row.generation + 1, False
            elif row.arrived:
                if now - row.rotated_at > self.grace:
                    row.revoked_at = now
                return row, False
            row.refresh_hash = hashed(new)
            return row, True

        found = await self.database.writer.run(rotate)
        if found is None:
            raise Problem(ErrorCode.UNAUTHENTICATED)
        row, renewed = found
        if row.revoked_at is not None:
            self.tell_revoked([row.id])
            raise Problem(ErrorCode.UNAUTHENTICATED)
        async with self.database.read() as session:
            user = await session.get_one(User, row.user_id)
        access_token = self.tokens.issue(Access(user.id, row.id, row.generation))
        return LoggedIn(user, access_token, new if renewed else None, row.expires_at)

    async def log_out(self, access_token: str | None, refresh_token: str | None) -> None:
        """End the session of either token. One that has ended already stays so."""
        this = self._named_by(access_token, refresh_token)
        if this is None:
            return

        def revoke(session: orm.Session) -> str | None:
            ended = update(Session).where(this, Session.revoked_at.is_(None))
            stamped = ended.values(revoked_at=datetime.now(UTC)).returning(Session.id)
            return session.scalar(stamped)

        revoked = await self.database.writer.run(revoke)
        if revoked is not None:
            self.tell_revoked([revoked])

    def _named_by(
        self, access_token: str | None, refresh_token: str | None
    ) -> ColumnElement[bool] | None:
        """The session that the tokens name; an access token that has run out names none."""
        if access_token is not None:
            with suppress(Problem):
                return Session.id == self.tokens.read(access_token).session_id
        if refresh_token is not None:
            key = hashed(refresh_token)
            return or_(Session.refresh_hash == key, Session.previous_hash == key)
        return None

    async def caller(self, access_token: str) -> Caller:
        """Who presents this access token.

        Raises:
            Problem: ``unauthenticated`` or ``token_expired``.
        """
        access = self.tokens.read(access_token)
        found = await self._find_alive(access.session_id)
        if found is None or found[0].id != access.user_id:
            raise Problem(ErrorCode.UNAUTHENTICATED)
        user, known = found
        if not known.arrived and known.generation == access.generation:
            await self._note_arrival(access)
        return self._as_caller(user, known)

    async def _note_arrival(self, access: Access) -> None:
        """Remember that the device has what the last renewal brought: it uses it."""
        generation = Session.id == access.session_id, Session.generation == access.generation
        arrived = update(Session).where(*generation).values(arrived=True)
        await self.database.writer.run(lambda session: session.execute(arrived))

    async def find_alive(self, session_id: str) -> Caller | None:
        """The user of a session, unless it has ended."""
        found = await self._find_alive(session_id)
        return None if found is None else self._as_caller(*found)

    async def _find_alive(self, session_id: str) -> tuple[User, Session] | None:
        query = select(User, Session).join(Session, Session.user_id == User.id)
        async with self.database.read() as session:
            row = (await session.execute(query.where(Session.id == session_id))).one_or_none()
        if row is None or not self._is_alive(row[1], datetime.now(UTC)):
            return None
        return row[0], row[1]

    def _as_caller(self, user: User, known: Session) -> Caller:
        return Caller(user, known.id, min(known.expires_at, known.rotated_at + self.idle))

    def alive_at(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        """The conditions of a session that has not ended, for a query."""
        return (
            Session.revoked_at.is_(None),
            Session.expires_at > now,
            Session.rotated_at > now - self.idle,
        )

    def _is_alive(self, session: Session, now: datetime) -> bool:
        """The same of a session at hand."""
        unused = now - session.rotated_at
        return session.revoked_at is None and session.expires_at > now and unused < self.idle

    def tell_revoked(self, session_ids: Iterable[str]) -> None:
        """Let everybody know that these sessions were ended; after the commit."""
        for session_id in session_ids:
            for listener in self.on_revoked:
                listener(session_id)


def _comparable(email: str) -> str:
    """The address in one spelling; what is none stays as it was typed."""
    try:
        return read_address(email).key
    except Problem:
        return email


def end_sessions(
    session: orm.Session, user_id: str, now: datetime, *which: ColumnElement[bool]
) -> list[str]:
    """End a user's sessions, or those of them that fulfil all conditions; a part of a job.

    Returns:
        Their ids, for :meth:`Sessions.tell_revoked` after the commit.
    """
    alive = Session.user_id == user_id, Session.revoked_at.is_(None), Session.expires_at > now
    ended = update(Session).where(*alive, *which).values(revoked_at=now).returning(Session.id)
    return list(session.scalars(ended))


def begun_at(session_id: str) -> datetime:
    """When a session began: its id is a UUID version 7, which tells."""
    return datetime.fromtimestamp(uuid_utils.UUID(session_id).timestamp / 1000, UTC)
