"""A second factor: one-time codes of an authenticator app (RFC 6238), and backup codes."""

from __future__ import annotations

import base64
import hmac
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import pyotp
import segno
from sqlalchemy import ForeignKey, String, delete, func, insert, orm, select, update
from sqlalchemy.orm import Mapped, mapped_column

from chat_platform.accounts.lockouts import Lockouts
from chat_platform.accounts.secret_words import hashed, new_secret
from chat_platform.accounts.tables import User
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from chat_platform.storage.base import Base
from chat_platform.storage.engine import Database
from chat_platform.storage.types import Moment

ISSUER = "Chat is King"
STEP_S = 30  # what every authenticator app assumes
SECRET_BYTES = 20  # RFC 4226, 4: 160 bits
BACKUP_CODES = 10
BACKUP_BYTES = 10


class SecondFactor(Base):
    """A user's authenticator app. The shared secret is not stored: it follows from ``salt``."""

    __tablename__ = "second_factors"

    user_id: Mapped[str] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    salt: Mapped[str] = mapped_column(String(64))
    switched_on: Mapped[bool] = mapped_column(default=False)
    last_step: Mapped[int] = mapped_column(default=0, doc="Codes up to this time step are used")


class BackupCode(Base):
    """A code for the day on which the app is lost."""

    __tablename__ = "backup_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


@dataclass(frozen=True)
class SetUp:
    """What an authenticator app needs, as text, as a link, and as an image in a data URI."""

    secret: str
    uri: str
    qr_code: str


@dataclass(frozen=True)
class SecondFactors:
    """Sets up, checks and switches off the second factor of users.

    Attributes:
        key: The platform's secret key; with a user's salt it gives the app's secret.
        drift: How many time steps a device's clock may be wrong.
    """

    database: Database
    lockouts: Lockouts
    key: str
    drift: int

    async def is_on(self, user_id: str) -> bool:
        """Whether this user logs in with a second factor."""
        async with self.database.read() as session:
            row = await session.get(SecondFactor, user_id)
        return row is not None and row.switched_on

    async def codes_left(self, user_id: str) -> int:
        """How many backup codes are unused."""
        unused = BackupCode.user_id == user_id, BackupCode.used_at.is_(None)
        async with self.database.read() as session:
            return await session.scalar(select(func.count()).where(*unused)) or 0

    async def set_up(self, user: User) -> SetUp:
        """A new secret for the user's app; it counts once a code of it was entered.

        Raises:
            Problem: ``second_factor_on`` when there is one already.
        """
        salt = new_secret()

        def keep(session: orm.Session) -> None:
            row = session.get(SecondFactor, user.id)
            if row is None:
                session.add(SecondFactor(user_id=user.id, salt=salt))
            elif row.switched_on:
                raise Problem(ErrorCode.SECOND_FACTOR_ON)
            else:
                row.salt, row.last_step = salt, 0

        await self.database.writer.run(keep)
        totp = self._totp(salt)
        uri = totp.provisioning_uri(name=user.email, issuer_name=ISSUER)
        image = segno.make(uri, error="m").svg_data_uri(scale=4, dark="#000", light="#fff")
        return SetUp(totp.secret, uri, image)

    async def switch_on(self, user: User, code: str) -> list[str]:
        """Begin to ask for codes, once the app has shown that it makes the right ones.

        Returns:
            Ten backup codes. Only their hashes are kept.

        Raises:
            Problem: ``wrong_code``; ``second_factor_on`` when there is one already.
        """
        codes = [_new_backup_code() for _ in range(BACKUP_CODES)]
        rows = [{"code_hash": _hash(user.id, code), "user_id": user.id} for code in codes]

        def switch_on(session: orm.Session) -> None:
            row = session.get(SecondFactor, user.id)
            if row is not None and row.switched_on:
                raise Problem(ErrorCode.SECOND_FACTOR_ON)
            step = None if row is None else self._step_of(row, code)
            if row is None or step is None:
                raise Problem(ErrorCode.WRONG_CODE, field="code")
            row.switched_on, row.last_step = True, step
            session.execute(insert(BackupCode), rows)

        await self.database.writer.run(switch_on)
        return codes

    async def fits(self, user_id: str, code: str) -> bool:
        """True when this is a code of the app or a backup code that was not used before."""

        def take(session: orm.Session) -> bool:
            row = session.get(SecondFactor, user_id)
            if row is None:
                return False
            step = self._step_of(row, code)
            if step is not None:
                row.last_step = step
                return True
            unused = BackupCode.code_hash == _hash(user_id, code), BackupCode.used_at.is_(None)
            use = update(BackupCode).where(*unused).values(used_at=datetime.now(UTC))
            return session.scalar(use.returning(BackupCode.code_hash)) is not None

        return await self.database.writer.run(take)

    async def check(self, user: User, code: str) -> None:
        """Make sure that this is a code of the user, where one is asked for.

        The attempt must have been counted before (``Lockouts.count``).

        Raises:
            Problem: ``second_factor_needed`` or ``wrong_code``.
        """
        if not await self.is_on(user.id):
            return
        if not code:
            await self.lockouts.undo(user.address)
            raise Problem(ErrorCode.SECOND_FACTOR_NEEDED, field="code")
        if not await self.fits(user.id, code):
            await self.lockouts.failed(user.address, user)
            raise Problem(ErrorCode.WRONG_CODE, field="code")

    async def switch_off(self, user: User) -> None:
        """Ask for codes no more."""

        def switch_off(session: orm.Session) -> None:
            session.execute(delete(BackupCode).where(BackupCode.user_id == user.id))
            session.execute(delete(SecondFactor).where(SecondFactor.user_id == user.id))

        await self.database.writer.run(switch_off)

    def _totp(self, salt: str) -> pyotp.TOTP:
        derived = hmac.digest(self.key.encode(), f"second factor {salt}".encode(), "sha256")
        return pyotp.TOTP(base64.b32encode(derived[:SECRET_BYTES]).decode(), interval=STEP_S)

    def _step_of(self, row: SecondFactor, code: str) -> int | None:
        """The time step that the code belongs to; None when wrong, used, or too old."""
        typed, now = "".join(code.split()), int(time.time()) // STEP_S
        totp = self._totp(row.salt)
        for step in range(max(now - self.drift, row.last_step + 1), now + self.drift + 1):
            if secrets.compare_digest(totp.generate_otp(step).encode(), typed.encode()):
                return step
        return None


def _new_backup_code() -> str:
    """Eighty random bits in four groups of four letters and digits."""
    text = base64.b32encode(secrets.token_bytes(BACKUP_BYTES)).decode()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _hash(user_id: str, code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashed(f"{user_id} {plain}")
