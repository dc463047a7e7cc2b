"""Promises of ``features/access`` and ``features/journeys``, broken."""

import asyncio
from dataclasses import replace as changed
from datetime import UTC, datetime

from chat_platform.accounts import registrations, sessions
from chat_platform.accounts.mail import SmtpPostman
from chat_platform.accounts.passwords import Passwords
from chat_platform.accounts.registrations import Registrations
from chat_platform.accounts.sessions import Sessions
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from tests.sabotage.catalogue import breaks, replace, rewrite


@breaks("sign-up", finding="(Ada is outside|cannot log in|E-mail address or password is wrong)")
def confirming_creates_no_account() -> None:
    """The link says that all is well, but no account comes into being."""

    def make(_confirm):
        async def confirm(_self, _token):
            return None

        return confirm

    replace(Registrations, "confirm", make)


@breaks("sign-up", finding="the mail that asks to confirm")
def no_mail_sent() -> None:
    """The page promises a mail that never comes."""

    def make(_deliver):
        async def deliver(_self, _letter):
            return None

        return deliver

    replace(SmtpPostman, "deliver", make)


@breaks("sign-up-needs-confirmation", finding="not 'Your e-mail address is not confirmed yet")
def account_without_confirmation() -> None:
    """The account is there as soon as one signs up."""
    tokens = []

    def remember(new_secret):
        def remembering():
            tokens.append(new_secret())
            return tokens[-1]

        return remembering

    def make(sign_up):
        async def sign_up_and_confirm(self, *details):
            await sign_up(self, *details)
            await self.confirm(tokens[-1])

        return sign_up_and_confirm

    replace(registrations, "new_secret", remember)
    replace(Registrations, "sign_up", make)


@breaks("every-valid-address", finding="That is not an e-mail address")
def plus_sign_refused() -> None:
    """An address with a plus sign is called invalid."""

    def make(read_address):
        def read(typed):
            if "+" in typed:
                raise Problem(ErrorCode.INVALID_EMAIL, field="email")
            return read_address(typed)

        return read

    replace(registrations, "read_address", make)


@breaks("every-valid-address", finding="Ada is outside")
def capitals_make_another_account() -> None:
    """An address in capitals is taken for another one at log-in."""

    def make(read_address):
        return lambda typed: changed(read_address(typed), key=typed)

    replace(sessions, "read_address", make)


@breaks("strong-passwords", finding="not 'That password is too easy to guess")
def any_password_will_do() -> None:
    """Every password is good enough."""
    replace(registrations, "good_enough", lambda _: lambda *_details: True)


@breaks("taken-address-untold", finding="Mallory read 'You may not.*a newcomer reads")
def taken_address_told() -> None:
    """Whoever signs up with a taken address is turned away."""

    def make(_letter):
        def refuse(*_details):
            raise Problem(ErrorCode.FORBIDDEN)

        return refuse

    replace(registrations, "already_registered", make)


@breaks("wrong-log-in-untold", finding="(came in|was told .*the chat opened|Hello, Ada)")
def wrong_password_accepted() -> None:
    """Any password opens the account."""

    def make(_fits):
        async def fits(_self, _password, stored):
            return stored is not None

        return fits

    replace(Passwords, "fits", make)


@breaks("wrong-log-in-untold", finding="was told 'You may not.*not 'E-mail address")
def unknown_address_told() -> None:
    """At log-in an unknown address is turned away in other words than a wrong password."""

    def make(find):
        async def find_or_tell(self, email):
            user, pending = await find(self, email)
            if user is None and pending is None:
                raise Problem(ErrorCode.FORBIDDEN)
            return user, pending

        return find_or_tell

    replace(Sessions, "_find", make)


@breaks("link-works-once", finding="not 'This link was used already")
def used_link_accepted() -> None:
    """A link that was used is welcomed again."""

    def make(confirm):
        async def confirm_anyway(self, token):
            try:
                await confirm(self, token)
            except Problem as problem:
                if problem.code is not ErrorCode.LINK_USED:
                    raise

        return confirm_anyway

    replace(Registrations, "confirm", make)


@breaks("link-expires", finding="not 'This link has expired")
def expired_link_accepted() -> None:
    """A link works for ever."""

    def make(take):
        def take_whenever(session, token_hash, _now):
            return take(session, token_hash, datetime(2000, 1, 1, tzinfo=UTC))

        return take_whenever

    replace(registrations, "_take", make)


@breaks("link-cannot-be-guessed", finding="not 'This link is not valid")
def half_a_link_is_enough() -> None:
    """Only the first letters of a link are looked at."""
    replace(registrations, "hashed", lambda hashed: lambda token: hashed(token[:8]))


@breaks("newest-link-counts", finding="not 'This link has expired")
def older_links_keep_working() -> None:
    """Signing up again leaves the earlier link alive."""

    def make(_replace_pending):
        def leave(_session, _address):
            return None

        return leave

    replace(registrations, "_replace_pending", make)


@breaks("log-in", finding="inside as")
def everybody_is_called_somebody() -> None:
    """Whoever logs in is greeted under another name."""
    replace(sessions.Sessions, "log_in", _as_somebody)
    replace(sessions.Sessions, "refresh", _as_somebody)
    replace(sessions.Sessions, "find_alive", _as_somebody)


def _as_somebody(find):
    async def found(self, *details):
        result = await find(self, *details)
        if result is not None:
            result.user.name = "Somebody"
        return result

    return found


@breaks("log-in", finding="Ada is outside|the chat page, or a word why not")
def log_in_forgotten_on_reload() -> None:
    """Opening the chat anew logs one out."""

    def make(_refresh):
        async def refuse(_self, _token):
            raise Problem(ErrorCode.UNAUTHENTICATED)

        return refuse

    replace(Sessions, "refresh", make)


@breaks("chat-behind-log-in", finding="the page that asks Mallory to log in")
def chat_open_to_strangers() -> None:
    """The chat page stays open for people who are not logged in."""
    rewrite("static/js/farewell.js", "location.replace(`/log-in${hash}`);", "")


@breaks("log-out-closes", finding="to be closed: it is still open|the end of the connection")
def logged_out_socket_still_served() -> None:
    """Logging out leaves open connections open."""
    from chat_platform.chat.hub import Hub  # noqa: PLC0415 - keeps this module light

    replace(Hub, "close_session", lambda _: lambda _self, _session_id: None)


@breaks("log-out-ends-session", finding="the page that asks Ada to log in")
def log_out_changes_nothing() -> None:
    """Logging out leaves the session and its cookie as they were."""
    from fastapi import Response  # noqa: PLC0415 - keeps this module light

    def make(_log_out):
        async def stay(_self, *_tokens):
            return None

        return stay

    replace(Sessions, "log_out", make)
    replace(Response, "delete_cookie", lambda _: lambda _self, *_args, **_kwargs: None)


@breaks("first-visit", finding="took longer than their limit")
def slow_sign_up() -> None:
    """Signing up takes six seconds."""

    def make(sign_up):
        async def sign_up_slowly(self, *details):
            await asyncio.sleep(6)
            await sign_up(self, *details)

        return sign_up_slowly

    replace(Registrations, "sign_up", make)
