"""Becoming a user: sign up, get a mail, confirm the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import uuid_utils
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chat_platform.accounts.addresses import Address, read_address
from chat_platform.accounts.errands import Errands
from chat_platform.accounts.mail import Letter, Postman, already_registered, confirmation
from chat_platform.accounts.mail_limits import MailLimits
from chat_platform.accounts.passwords import Passwords, good_enough
from chat_platform.accounts.secret_words import hashed, new_secret
from chat_platform.accounts.tables import Registration, User
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from chat_platform.storage.writer import Writer


@dataclass(frozen=True)
class Registrations:
    """Signs people up.

    Attributes:
        url: Where users reach the platform; links in mails begin with it.
        lifetime: How long a link works.
    """

    writer: Writer
    passwords: Passwords
    postman: Postman
    url: str
    lifetime: timedelta
    errands: Errands
    limits: MailLimits

    async def sign_up(self, name: str, email: str, password: str) -> None:
        """Send a confirmation mail, or tell the owner of a taken address.

        Whoever asks learns nothing: both ways do the same work and answer alike.

        Raises:
            Problem: ``invalid_email``, ``weak_password``, ``rate_limited`` or ``mail_not_sent``.
        """
        address = read_address(email)
        if not good_enough(password, name, address.local_part):
            raise Problem(ErrorCode.WEAK_PASSWORD, field="password")
        await self.limits.count(address.key)
        token = new_secret()
        registration = {
            "token_hash": hashed(token),
            "name": name,
            "email": address.typed,
            "address": address.key,
            "password_hash": await self.passwords.hash(password),
            "state": "pending",
            "expires_at": datetime.now(UTC) + self.lifetime,
        }

        def register(session: Session) -> User | None:
            owner = session.scalar(select(User).where(User.address == address.key))
            if owner is None:
                _replace_pending(session, address)
                session.execute(insert(Registration).values(registration))
            return owner

        owner = await self.writer.run(register)
        if owner is not None:
            letter = already_registered(owner.email, owner.name, f"{self.url}/log-in")
        else:
            letter = self._confirmation(address.typed, name, token)
        await self.postman.deliver(letter)

    def _confirmation(self, to: str, name: str, token: str) -> Letter:
        hours = self.lifetime / timedelta(hours=1)
        return confirmation(to, name, f"{self.url}/verify#token={token}", hours)

    async def send_again(self, email: str) -> None:
        """Send a new link to an address that waits for its confirmation.

        The answer neither tells nor waits for anything that depends on the address.

        Raises:
            Problem: ``invalid_email`` or ``rate_limited``.
        """
        address = read_address(email)
        await self.limits.count(address.key)
        self.errands.run(self._send_again(address), "confirmation link")

    async def _send_again(self, address: Address) -> None:
        token = new_secret()
        expires_at = datetime.now(UTC) + self.lifetime

        def renew(session: Session) -> Registration | None:
            waiting = session.scalar(
                select(Registration).where(
                    Registration.address == address.key, Registration.state == "pending"
                )
            )
            if waiting is None:
                return None
            _replace_pending(session, address)
            renewed = Registration(
                token_hash=hashed(token),
                name=waiting.name,
                email=waiting.email,
                address=waiting.address,
                password_hash=waiting.password_hash,
                state="pending",
                expires_at=expires_at,
            )
            session.add(renewed)
            return renewed

        renewed = await self.writer.run(renew)
        if renewed is not None:
            await self.postman.deliver(self._confirmation(renewed.email, renewed.name, token))

    async def confirm(self, token: str) -> None:
        """Create the account that the link belongs to.

        Raises:
            Problem: ``link_invalid``, ``link_expired`` or ``link_used``.
        """

        def create_user(session: Session) -> None:
            now = datetime.now(UTC)
            registration = _take(session, hashed(token), now)
            user = {
                "id": str(uuid_utils.uuid7()),
                "name": registration.name,
                "email": registration.email,
                "address": registration.address,
                "password_hash": registration.password_hash,
                "plan": "free",
                "created_at": now,
            }
            try:
                session.execute(insert(User).values(user))
            except IntegrityError as problem:
                raise Problem(ErrorCode.LINK_USED) from problem

        await self.writer.run(create_user)


def _replace_pending(session: Session, address: Address) -> None:
    """Only the newest mail's link works."""
    session.execute(
        update(Registration)
        .where(Registration.address == address.key, Registration.state == "pending")
        .values(state="replaced")
    )


def _take(session: Session, token_hash: str, now: datetime) -> Registration:
    """Mark a registration as used: of two who try at once only one succeeds."""
    taken: Registration | None = session.scalar(
        update(Registration)
        .where(
            Registration.token_hash == token_hash,
            Registration.state == "pending",
            Registration.expires_at > now,
        )
        .values(state="used")
        .returning(Registration)
    )
    if taken is not None:
        return taken
    found = session.get(Registration, token_hash)
    if found is None:
        raise Problem(ErrorCode.LINK_INVALID)
    raise Problem(ErrorCode.LINK_USED if found.state == "used" else ErrorCode.LINK_EXPIRED)
