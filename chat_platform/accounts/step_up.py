"""Stepping up: who changes something sensitive proves once more to be the user."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chat_platform.accounts.lockouts import Lockouts
from chat_platform.accounts.passwords import Passwords
from chat_platform.accounts.second_factor import SecondFactors
from chat_platform.accounts.sessions import Caller
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem


@dataclass(frozen=True)
class StepUp:
    """Asks for the password, for a device may be left open, and for a code where one is set up.

    Whoever comes in without a password has none to give: there a recent log-in counts instead.

    Attributes:
        recent: How old such a log-in may be.
    """

    passwords: Passwords
    lockouts: Lockouts
    second_factors: SecondFactors
    recent: timedelta

    async def check(self, caller: Caller, password: str, code: str) -> None:
        """Make sure that it is really the user.

        Raises:
            Problem: ``wrong_password``, ``second_factor_needed`` or ``wrong_code``;
                ``account_locked`` after too many wrong ones; ``log_in_again`` where there is no
                password and the log-in is too old.
        """
        await self._check_password(caller, password)
        await self.second_factors.check(caller.user, code)
        await self.lockouts.passed(caller.user.address)

    async def check_password(self, caller: Caller, password: str) -> None:
        """The same without a code, for what is about the codes themselves.

        Raises:
            Problem: as ``check``.
        """
        await self._check_password(caller, password)
        await self.lockouts.passed(caller.user.address)

    async def _check_password(self, caller: Caller, password: str) -> None:
        user = caller.user
        if user.password_hash is None and not self._is_recent(caller):
            raise Problem(ErrorCode.LOG_IN_AGAIN)
        await self.lockouts.count(user.address)
        if user.password_hash is None:
            return
        if not await self.passwords.fits(password, user.password_hash):
            await self.lockouts.failed(user.address, user)
            raise Problem(ErrorCode.WRONG_PASSWORD, field="password")

    def _is_recent(self, caller: Caller) -> bool:
        return datetime.now(UTC) - caller.logged_in_at <= self.recent
