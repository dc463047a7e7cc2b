"""Whose account a person has who comes from a provider."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import uuid_utils
from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from chat_platform.accounts.addresses import Address, read_address
from chat_platform.accounts.oauth.providers import Newcomer
from chat_platform.accounts.oauth.tables import Identity, PendingLink
from chat_platform.accounts.secret_words import hashed, new_secret
from chat_platform.accounts.tables import User
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from chat_platform.storage.writer import Writer

LONGEST_NAME = 100


class ProofNeeded(Exception):
    """The address has an account already: its owner must prove to be who came.

    Attributes:
        token: Names the link that waits; for a cookie.
    """

    def __init__(self, token: str) -> None:
        super().__init__("the address has an account")
        self.token = token


@dataclass(frozen=True)
class Newcomers:
    """Finds or makes the accounts of those who come.

    Attributes:
        patience: How long a link waits for its proof.
    """

    writer: Writer
    patience: timedelta

    async def account_of(self, newcomer: Newcomer) -> User:
        """The user of this identity, made when neither identity nor address is known.

        Raises:
            Problem: ``provider_email_unverified``.
            ProofNeeded: somebody has an account with this address.
        """
        token = new_secret()

        def find_or_make(session: Session) -> User | None:
            known = _user_of(session, newcomer)
            if known is not None:
                return known
            address = _own_address(newcomer)
            owner = session.scalar(select(User).where(User.address == address.key))
            if owner is None:
                return _make(session, newcomer, address)
            waiting = {
                "token_hash": hashed(token),
                "issuer": newcomer.issuer,
                "subject": newcomer.subject,
                "user_id": owner.id,
                "expires_at": datetime.now(UTC) + self.patience,
            }
            session.execute(insert(PendingLink).values(waiting))
            return None

        user = await self.writer.run(find_or_make)
        if user is None:
            raise ProofNeeded(token)
        return user

    async def link(self, user: User, token: str) -> None:
        """Link the identity that waits to the user, who has logged in another way meanwhile.

        Raises:
            Problem: ``flow_expired`` when nothing waits any more; ``forbidden`` when it waits for
                another account; ``linked_elsewhere`` when another account has it by now.
        """

        def prove(session: Session) -> ErrorCode | None:
            taken = delete(PendingLink).where(PendingLink.token_hash == hashed(token))
            waiting = session.scalar(taken.returning(PendingLink))
            if waiting is None or waiting.expires_at <= datetime.now(UTC):
                return ErrorCode.FLOW_EXPIRED
            if waiting.user_id != user.id:
                return ErrorCode.FORBIDDEN
            owner = session.scalar(identity_of(waiting.issuer, waiting.subject))
            if owner is not None:
                return None if owner.user_id == user.id else ErrorCode.LINKED_ELSEWHERE
            link_identity(session, waiting.issuer, waiting.subject, user.id)
            return None

        # Told afterwards: what raises inside is undone, and the link would wait on.
        refusal = await self.writer.run(prove)
        if refusal is not None:
            raise Problem(refusal)


def identity_of(issuer: str, subject: str) -> Select[Identity]:
    """The query for who this is at the platform."""
    return select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)


def _user_of(session: Session, newcomer: Newcomer) -> User | None:
    """Whose identity it is. Never by the address alone, which may have had another owner."""
    identity = session.scalar(identity_of(newcomer.issuer, newcomer.subject))
    return session.get_one(User, identity.user_id) if identity else None


def _own_address(newcomer: Newcomer) -> Address:
    """The newcomer's address, for which the provider vouches."""
    if not newcomer.email_verified:
        raise Problem(ErrorCode.PROVIDER_EMAIL_UNVERIFIED)
    return read_address(newcomer.email)


def _make(session: Session, newcomer: Newcomer, address: Address) -> User:
    """A new user without a password, known by the identity."""
    now = datetime.now(UTC)
    name = re.sub(r"[\x00-\x1f\x7f]", "", newcomer.name).strip()[:LONGEST_NAME]
    user = User(
        id=str(uuid_utils.uuid7()),
        name=name or address.local_part,
        email=address.typed,
        address=address.key,
        password_hash=None,
        plan="free",
        created_at=now,
        standing=None,
    )
    session.add(user)
    session.flush()
    link_identity(session, newcomer.issuer, newcomer.subject, user.id)
    return user


def link_identity(session: Session, issuer: str, subject: str, user_id: str) -> None:
    """Let the person of the provider come in as this user; a part of a job."""
    row = {"issuer": issuer, "subject": subject, "user_id": user_id}
    session.execute(insert(Identity).values(**row, linked_at=datetime.now(UTC)))
