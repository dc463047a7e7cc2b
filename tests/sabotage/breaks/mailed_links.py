"""Promises about links to log in, broken; and ways to break other links of mails."""

import asyncio
from datetime import UTC, datetime

from chat_platform.accounts import log_in_links, mail_links
from chat_platform.accounts.log_in_links import LogInLinks
from chat_platform.accounts.mail_limits import MailLimits
from chat_platform.accounts.mail_links import MailLink
from chat_platform.accounts.registrations import Registrations
from chat_platform.accounts.second_factor import SecondFactors
from chat_platform.accounts.secret_words import hashed
from chat_platform.accounts.step_up import StepUp
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from tests.sabotage.catalogue import breaks, replace, rewrite

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def taken_and_left(take):
    """A ``take_link`` that leaves the link as it was."""

    def take_and_leave(session, token, purpose, now):
        link = take(session, token, purpose, now)
        again = mail_links.update(MailLink).where(MailLink.token_hash == link.token_hash)
        session.execute(again.values(state="pending"))
        return link

    return take_and_leave


def taken_whenever(take):
    """A ``take_link`` that does not look at the clock."""
    return lambda session, token, purpose, _now: take(session, token, purpose, LONG_AGO)


def any_link_taken(_take):
    """A ``take_link`` that does not ask what the link is for."""
    return lambda session, token, *_details: session.get_one(MailLink, hashed(token))


def older_links_kept() -> None:
    """Let a new link leave the earlier ones of its purpose alive."""
    replace(mail_links, "replace_links", lambda _: lambda *_details: None)


@breaks("mailed-link-lets-in", finding="Ada is outside")
def links_let_nobody_in() -> None:
    """The link of the mail is taken, but no log-in comes of it."""

    def make(_come_in):
        async def refuse(_self, *_details):
            raise Problem(ErrorCode.WRONG_CREDENTIALS)

        return refuse

    replace(LogInLinks, "come_in", make)


@breaks("mailed-link-proves", finding="is outside")
def links_prove_nothing() -> None:
    """A provider that waits for a proof is not linked by a mailed link."""
    rewrite("static/js/magic.js", "  await linkWhatWaits();\n", "")


@breaks("mailed-link-works-once", finding="not 'This link was used already")
def links_let_in_again_and_again() -> None:
    """A link to log in works as often as one likes."""
    replace(log_in_links, "take_link", taken_and_left)


@breaks("mailed-link-expires", finding="not 'This link has expired")
def links_let_in_for_ever() -> None:
    """A link to log in works for ever."""
    replace(log_in_links, "take_link", taken_whenever)
    replace(log_in_links, "look_at_link", taken_whenever)


@breaks("mailed-link-newest-counts", finding="not 'This link has expired")
def older_links_let_in() -> None:
    """A second link to log in leaves the first one alive."""
    older_links_kept()


@breaks("mailed-link-of-its-own", finding="not 'This link is not valid")
def any_link_lets_in() -> None:
    """A link to a new password lets in, too."""
    replace(log_in_links, "look_at_link", any_link_taken)
    replace(log_in_links, "take_link", any_link_taken)


@breaks("mailed-link-asks-for-code", finding="not 'This account asks for a code")
def links_lead_past_the_second_factor() -> None:
    """Whoever reads the mail needs no code."""

    def make(_is_on):
        async def never(_self, _user_id):
            return False

        return never

    replace(SecondFactors, "is_on", make)


@breaks("mailed-link-passes-lock", finding="Ada is outside")
def locks_stop_links() -> None:
    """Whoever guesses passwords also keeps out the reader of the mail."""

    def make(begin):
        async def begin_unless_locked(self, user, user_agent=""):
            await self.lockouts.count(user.address)
            return await begin(self, user, user_agent)

        return begin_unless_locked

    replace(log_in_links.Sessions, "begin", make)


@breaks("mailed-link-untold", finding="for an unknown address it is .You may not")
def link_for_unknown_address_refused() -> None:
    """Asking for a link for an unknown address is refused."""

    def make(ask):
        async def ask_known(self, email):
            if not await _is_known(self, email):
                raise Problem(ErrorCode.FORBIDDEN)
            await ask(self, email)

        return ask_known

    replace(LogInLinks, "ask", make)


@breaks("mailed-link-untold", finding="one can tell them apart by the time")
def link_waits_for_its_mail() -> None:
    """For a known address, the answer comes when the mail has left."""

    def make(ask):
        async def ask_and_wait(self, email):
            await ask(self, email)
            if await _is_known(self, email):
                await asyncio.sleep(0.5)

        return ask_and_wait

    replace(LogInLinks, "ask", make)


@breaks("mailed-links-limited", finding="not 'That was asked for too often")
def links_flood_the_inbox() -> None:
    """As many links to log in are mailed as anybody asks for."""
    replace(MailLimits, "count", lambda _: _done_nothing)


@breaks("sign-ups-limited", finding="not 'That was asked for too often")
def sign_ups_flood_the_inbox() -> None:
    """As many mails are sent as anybody signs up."""
    replace(MailLimits, "count", lambda _: _done_nothing)


@breaks("confirmed-in-time", finding="confirming took")
def confirming_takes_ages() -> None:
    """Confirming an address takes longer than anybody waits."""

    def make(confirm):
        async def confirm_late(self, token):
            await asyncio.sleep(5)
            await confirm(self, token)

        return confirm_late

    replace(Registrations, "confirm", make)


@breaks("second-factor-on-takes-password", finding="not 'That password is wrong")
def second_factor_set_up_without_password() -> None:
    """Whoever sits at the device sets up a second factor."""
    replace(StepUp, "_check_password", lambda _: _done_nothing)


@breaks("second-factor-on-takes-password", finding="not 'this needs a fresh log-in")
def no_log_in_is_too_old() -> None:
    """Where there is no password, any log-in will do."""
    replace(StepUp, "_is_recent", lambda _: lambda _self, _caller: True)


async def _is_known(room, email):
    user, _pending = await room.sessions._find(email)
    return user is not None


async def _done_nothing(_self, *_details):
    return None
