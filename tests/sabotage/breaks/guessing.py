"""Promises about guessing and flooding, broken."""

import asyncio

from chat_platform.accounts import registrations
from chat_platform.accounts.lockouts import Lockouts
from chat_platform.accounts.mail_limits import MailLimits
from chat_platform.accounts.registrations import Registrations
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations import problems
from chat_platform.operations.problems import Problem
from tests.sabotage.catalogue import breaks, replace


@breaks("guessing-stops", finding="was told .*not 'Too many wrong passwords")
def passwords_guessed_for_ever() -> None:
    """Wrong passwords are not counted."""
    replace(Lockouts, "count", lambda _: _done_nothing)


@breaks("lock-opens-by-mail", finding="a mail titled 'Your account is locked")
def owner_not_told_of_lock() -> None:
    """Nobody is told of a locked account."""
    replace(Lockouts, "_tell", lambda _: _done_nothing)


@breaks("lock-opens-by-mail", finding="Ada is outside")
def unlocking_changes_nothing() -> None:
    """The link of the mail is welcomed, but the account stays locked."""
    replace(Lockouts, "unlock", lambda _: _done_nothing)


@breaks("lock-opens-in-time", finding="the end of the lock of Ada's account")
def locked_for_good() -> None:
    """A lock lasts a hundred times as long as it should."""

    def make(failed):
        async def fail_for_long(self, address, user):
            object.__setattr__(self, "lasts", self.lasts * 100)
            await failed(self, address, user)

        return fail_for_long

    replace(Lockouts, "failed", make)


@breaks("lock-untold", finding="one can tell them apart by the words")
def only_accounts_are_locked() -> None:
    """An address that no account has is never locked."""

    def make(failed):
        async def fail_known(self, address, user):
            await failed(self, address, user)
            if user is None:
                await self.passed(address)

        return fail_known

    replace(Lockouts, "failed", make)


@breaks("lock-untold", finding="one can tell them apart by the time")
def accounts_take_longer() -> None:
    """A wrong password for an account takes longer than one for an unknown address."""

    def make(count):
        async def count_slowly(self, address):
            if not address.startswith("nobody"):
                await asyncio.sleep(0.5)
            await count(self, address)

        return count_slowly

    replace(Lockouts, "count", make)


@breaks("mail-sent-again", finding="a second mail to Ada")
def mail_not_sent_again() -> None:
    """Asking for the mail again sends nothing."""
    replace(Registrations, "_send_again", lambda _: _done_nothing)


@breaks("mail-sent-again", finding="not 'This link has expired")
def earlier_mail_stays_good() -> None:
    """The link of the earlier mail goes on working."""
    replace(registrations, "_replace_pending", lambda _: lambda _session, _address: None)


@breaks("mails-limited", finding="Mallory was not refused")
def mails_without_limit() -> None:
    """Any number of mails may be asked for."""
    replace(MailLimits, "count", lambda _: _done_nothing)


@breaks("mails-limited", finding="was not told when to come back")
def no_word_when_to_come_back() -> None:
    """Who asked too often is not told when to ask again."""

    def make(coded):
        return lambda status, code, field, _retry_after=None, message=None: coded(
            status, code, field, message=message
        )

    replace(problems, "_coded", make)


@breaks("mail-again-untold", finding="for an unknown address it is 'You may not")
def unknown_address_refused_again() -> None:
    """Asking for the mail again is refused where nobody has signed up."""

    def make(send_again):
        async def send_or_refuse(self, email):
            if email.startswith("nobody"):
                raise Problem(ErrorCode.FORBIDDEN)
            await send_again(self, email)

        return send_or_refuse

    replace(Registrations, "send_again", make)


async def _done_nothing(_self, *_details):
    return None
