"""Another address for an account: it changes when the new inbox answers, and can be put back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, orm, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from chat_platform.accounts import letters
from chat_platform.accounts.addresses import Address, read_address
from chat_platform.accounts.mail_links import (
    Purpose,
    add_link,
    in_words,
    keep_link,
    replace_links,
    take_link,
)
from chat_platform.accounts.mailing import Mailing
from chat_platform.accounts.oauth.tables import Identity
from chat_platform.accounts.secret_words import hashed, new_secret
from chat_platform.accounts.sessions import Caller, Sessions, end_sessions
from chat_platform.accounts.step_up import StepUp
from chat_platform.accounts.tables import Registration, Session, User
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from chat_platform.storage.base import Base

# What was mailed to the former address is worth nothing once the address has changed; but the
# links that put it back stay, or whoever changes it twice would get rid of the first of them.
ENDED_BY_CHANGE = tuple(purpose for purpose in Purpose if purpose is not Purpose.UNDO)


class AddressChange(Base):
    """The address that an account gets when a link is followed: a new one, or the former one."""

    __tablename__ = "address_changes"

    token_hash: Mapped[str] = mapped_column(
        ForeignKey("mail_links.token_hash", ondelete="CASCADE"), primary_key=True
    )
    email: Mapped[str] = mapped_column(String(320))
    address: Mapped[str] = mapped_column(String(320))
    session_id: Mapped[str | None] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), doc="The log-in that asked, which stays"
    )


@dataclass(frozen=True)
class Changed:
    """What came of a change: whom to tell, and which log-ins have ended."""

    user: User
    old: AddressChange
    ended: list[str]


@dataclass(frozen=True)
class AddressChanges:
    """Changes addresses.

    Attributes:
        lifetime: How long a link to a new address works.
        undo_lifetime: How long the former address can be put back.
    """

    sessions: Sessions
    step_up: StepUp
    mailing: Mailing
    lifetime: timedelta
    undo_lifetime: timedelta

    async def ask(self, caller: Caller, email: str, password: str, code: str) -> None:
        """Have a link sent to the new address; when it is taken, a word to its owner instead.

        The answer neither tells nor waits for anything that depends on the address.

        Raises:
            Problem: ``invalid_email``, ``rate_limited``, or what ``StepUp.check`` raises.
        """
        address = read_address(email)
        await self.step_up.check(caller, password, code)
        await self.mailing.limits.count(address.key)
        self.mailing.errands.run(self._send_link(caller, address), "link to a new address")

    async def _send_link(self, caller: Caller, address: Address) -> None:
        token = new_secret()
        expires_at = datetime.now(UTC) + self.lifetime

        def keep(session: orm.Session) -> User | None:
            owner = session.scalar(select(User).where(User.address == address.key))
            if owner is None:
                keep_link(session, caller.user.id, Purpose.CHANGE, token, expires_at)
                change = AddressChange(token_hash=hashed(token), session_id=caller.session_id)
                change.email, change.address = address.typed, address.key
                session.add(change)
            return owner

        owner = await self.sessions.database.writer.run(keep)
        if owner is not None:
            letter = letters.address_has_account(owner, f"{self.mailing.url}/log-in")
        else:
            link = self.mailing.link("change-email", token)
            letter = letters.new_address(
                caller.user.name, address.typed, link, in_words(self.lifetime)
            )
        await self.mailing.postman.deliver(letter)

    async def follow(self, token: str) -> None:
        """Give the account of this link its new address, and tell the former one.

        The log-in that asked for it stays; all others end.

        Raises:
            Problem: ``link_invalid``, ``link_expired`` (also when somebody has got the address
                meanwhile) or ``link_used``.
        """
        undo = new_secret()

        def change(session: orm.Session) -> Changed:
            now = datetime.now(UTC)
            link = take_link(session, token, Purpose.CHANGE, now)
            new = session.get_one(AddressChange, link.token_hash)
            user = session.get_one(User, link.user_id)
            old = AddressChange(token_hash=hashed(undo), email=user.email, address=user.address)
            _move(session, user, new)
            replace_links(session, user.id, *ENDED_BY_CHANGE)
            add_link(session, user.id, Purpose.UNDO, undo, now + self.undo_lifetime)
            session.add(old)
            ended = end_sessions(session, user.id, now, Session.id != new.session_id)
            return Changed(user, old, ended)

        done = await self.sessions.database.writer.run(change)
        self.sessions.tell_revoked(done.ended)
        link = self.mailing.link("undo-change", undo)
        letter = letters.address_changed(
            done.user.name, done.old.email, link, in_words(self.undo_lifetime)
        )
        self.mailing.send_later(letter, "address changed")

    async def undo(self, token: str) -> None:
        """Put the former address back for whoever did not want another one.

        Somebody else has changed it then, and knows the password: every device is logged out,
        every link that was mailed meanwhile is worthless, and so is the password; no provider
        lets anybody in until it is linked anew.

        Raises:
            Problem: ``link_invalid``, ``link_expired`` or ``link_used``.
        """

        def undo(session: orm.Session) -> list[str]:
            now = datetime.now(UTC)
            link = take_link(session, token, Purpose.UNDO, now)
            user = session.get_one(User, link.user_id)
            _move(session, user, session.get_one(AddressChange, link.token_hash))
            user.password_hash = None
            session.execute(delete(Identity).where(Identity.user_id == user.id))
            replace_links(session, user.id, *Purpose)
            return end_sessions(session, user.id, now)

        self.sessions.tell_revoked(await self.sessions.database.writer.run(undo))


def _move(session: orm.Session, user: User, to: AddressChange) -> None:
    """Give the user this address. Of the former one nothing is kept but the way back to it."""
    session.execute(delete(Registration).where(Registration.address == user.address))
    user.email, user.address = to.email, to.address
    try:
        session.flush()
    except IntegrityError as problem:
        raise Problem(ErrorCode.LINK_EXPIRED) from problem
