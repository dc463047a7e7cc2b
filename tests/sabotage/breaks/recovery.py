"""Promises about the way back in, broken."""

import asyncio
from datetime import UTC, datetime

from chat_platform.accounts import mail_links, recovery
from chat_platform.accounts.recovery import Recovery
from chat_platform.accounts.sessions import Sessions
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from tests.sabotage.catalogue import breaks, replace


@breaks("reset-lets-in", finding="Ada is outside|came in with the old password")
def new_password_forgotten() -> None:
    """The new password is welcomed, but not stored."""
    replace(Recovery, "set_password", lambda _: _said_well)


@breaks("reset-told", finding="a mail titled 'Your password was changed'")
def owner_not_told_of_new_password() -> None:
    """Nobody hears of a changed password."""
    replace(recovery.Errands, "run", _without("password changed"))


@breaks("reset-ends-log-ins", finding="to be closed|asks Ada to log in")
def reset_leaves_devices_logged_in() -> None:
    """Whoever was logged in before the new password stays so."""
    replace(recovery, "end_sessions", lambda _: lambda *_details: [])


@breaks("reset-ends-log-ins", finding="to be closed|asks Ada to log in")
def reset_leaves_connections_open() -> None:
    """The log-ins end, but open connections stay open."""
    replace(Sessions, "tell_revoked", lambda _: lambda _self, _ids: None)


@breaks("reset-strong-password", finding="not 'That password is too easy to guess")
def any_new_password_will_do() -> None:
    """A new password may be easy to guess."""
    replace(recovery, "good_enough", lambda _: lambda *_details: True)


@breaks("reset-link-works-once", finding="not 'This link was used already")
def reset_link_never_used_up() -> None:
    """A link to a new password works again and again."""

    def make(take):
        def take_and_leave(session, token, purpose, now):
            link = take(session, token, purpose, now)
            session.execute(mail_links.update(mail_links.MailLink).values(state="pending"))
            return link

        return take_and_leave

    replace(recovery, "take_link", make)


@breaks("reset-link-expires", finding="not 'This link has expired")
def reset_link_never_expires() -> None:
    """A link to a new password works for ever."""

    def make(take):
        def take_whenever(session, token, purpose, _now):
            return take(session, token, purpose, datetime(2000, 1, 1, tzinfo=UTC))

        return take_whenever

    replace(recovery, "take_link", make)


@breaks("reset-newest-link-counts", finding="not 'This link has expired")
def older_reset_links_keep_working() -> None:
    """A new link to a new password leaves the earlier one alive."""
    replace(mail_links, "replace_links", lambda _: lambda *_details: None)


@breaks("reset-link-cannot-be-guessed", finding="not 'This link is not valid")
def any_link_resets() -> None:
    """Whatever link is brought, the platform says that the password is changed."""
    replace(Recovery, "set_password", lambda _: _said_well)


async def _said_well(_self, _token, _password):
    return None


@breaks("reset-untold", finding="for an unknown address it is .You may not")
def reset_for_unknown_address_refused() -> None:
    """Asking for a new password for an unknown address is refused."""

    def make(_ask):
        async def ask(self, email):
            if await _user_of(self, email) is None:
                raise Problem(ErrorCode.FORBIDDEN)

        return ask

    replace(Recovery, "ask", make)


@breaks("reset-untold", finding="one can tell them apart by the time")
def reset_waits_for_the_mail() -> None:
    """For a known address, the answer comes when the mail has left."""

    def make(ask):
        async def ask_and_wait(self, email):
            await ask(self, email)
            if await _user_of(self, email) is not None:
                await asyncio.sleep(0.5)

        return ask_and_wait

    replace(Recovery, "ask", make)


async def _user_of(room, email):
    user, _pending = await room.sessions._find(email)
    return user


def _without(name):
    def make(run):
        def run_others(self, work, errand):
            if errand == name:
                work.close()
            else:
                run(self, work, errand)

        return run_others

    return make
