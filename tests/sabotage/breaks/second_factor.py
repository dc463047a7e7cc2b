"""Promises about the second factor, broken."""

from chat_platform.accounts import second_factor
from chat_platform.accounts.second_factor import SecondFactors
from chat_platform.accounts.step_up import StepUp
from tests.sabotage.catalogue import breaks, replace


@breaks("second-factor-asked", finding="was told .*not 'This account asks for a code")
def password_alone_is_enough() -> None:
    """A second factor can be set up, but no log-in asks for it."""

    def make(_is_on):
        async def never(_self, _user_id):
            return False

        return never

    replace(SecondFactors, "is_on", make)


@breaks("wrong-code-refused", finding="was told .*not 'That code is wrong")
def any_code_will_do() -> None:
    """Whatever code is entered is right."""

    def make(_fits):
        async def fits(_self, _user_id, _code):
            return True

        return fits

    replace(SecondFactors, "fits", make)


@breaks("wrong-code-refused", finding="was told .*not 'That code is wrong")
def codes_work_twice() -> None:
    """A code works as long as the app shows it."""

    def make(step_of):
        def step_whenever(self, row, code):
            row.last_step = 0
            return step_of(self, row, code)

        return step_whenever

    replace(SecondFactors, "_step_of", make)


@breaks("codes-not-guessed", finding="was told .*not 'Too many wrong passwords")
def codes_guessed_for_ever() -> None:
    """Wrong codes are not counted."""

    def make(check):
        async def check_and_forget(self, user, code):
            try:
                await check(self, user, code)
            finally:
                await self.lockouts.passed(user.address)

        return check_and_forget

    replace(SecondFactors, "check", make)


@breaks("backup-codes", finding="Ada is outside")
def backup_codes_are_worthless() -> None:
    """Backup codes are given out, but none works."""
    replace(SecondFactors, "fits", _only_app)


@breaks("backup-codes", finding="was told .*not 'That code is wrong")
def backup_codes_never_used_up() -> None:
    """A backup code works again and again."""

    class Never:
        """Leaves the time of use empty."""

        @staticmethod
        def now(_zone):
            return None

    replace(second_factor, "datetime", lambda _: Never)


@breaks("second-factor-off-takes-password", finding="told .*not 'That password is wrong")
def switched_off_without_password() -> None:
    """Whoever sits at the device switches the second factor off."""
    replace(StepUp, "_check_password", lambda _: _done_nothing)


@breaks("second-factor-off-takes-password", finding="is outside")
def second_factor_never_off() -> None:
    """Switching the second factor off changes nothing."""
    replace(SecondFactors, "switch_off", lambda _: _done_nothing)


def _only_app(fits):
    async def fits_app(self, user_id, code):
        return "-" not in code and await fits(self, user_id, code)

    return fits_app


async def _done_nothing(_self, *_details):
    return None
