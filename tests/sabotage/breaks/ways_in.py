"""Promises about the ways into one's account, broken."""

from dataclasses import replace as changed
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from chat_platform.accounts.oauth import flows, ways
from chat_platform.accounts.oauth.tables import Identity
from chat_platform.accounts.oauth.ways import Ways
from chat_platform.accounts.sessions import Caller
from chat_platform.accounts.tables import Session, User
from tests.sabotage.catalogue import breaks, replace


async def _done_nothing(*_details):
    return None


@breaks("way-in-added", finding="the ways in 'Google' in the list of Ada")
def linked_to_nobody() -> None:
    """Linking a provider is welcomed, and changes nothing."""
    replace(Ways, "link", lambda _: _done_nothing)


@breaks("way-in-added", finding="a mail titled 'Google now opens your account'")
def owner_not_told_of_ways() -> None:
    """The owner of an account gets no mail about a new way into it."""
    replace(Ways, "_tell", lambda _: lambda _self, _letter: None)


@breaks("way-in-removed", finding="the ways in '' in the list of Ada")
def unlinking_changes_nothing() -> None:
    """Unlinking a provider is welcomed, and changes nothing."""
    replace(Ways, "unlink", lambda _: _done_nothing)


@breaks("ways-in-need-password", finding="not 'That password is wrong")
def open_device_is_enough() -> None:
    """Whoever sits at an open device may change the ways in."""
    replace(Ways, "prove", lambda _: _done_nothing)


@breaks("last-way-in-stays", finding="not 'That is the only way into your account")
def last_way_in_removed() -> None:
    """The only way into an account can be removed."""
    replace(Ways, "_leaves_a_way", lambda _: lambda _self, _user, _linked, _without: True)


@breaks("person-opens-one-account", finding="not 'That person of the provider is linked")
def person_moved_to_who_asks() -> None:
    """A person of a provider opens the account that linked it last."""

    def make(link):
        async def moving(self, newcomer, session_id):
            caller = await self.sessions.find_alive(session_id)
            this = update(Identity).where(Identity.subject == newcomer.subject)
            await self.sessions.database.writer.run(
                lambda session: session.execute(this.values(user_id=caller.user.id)) and None
            )
            await link(self, newcomer, session_id)

        return moving

    replace(Ways, "link", make)


@breaks("linking-is-ones-own", finding="Ada was told 'The provider is linked")
def linked_in_any_browser() -> None:
    """A way back from linking may be gone in any browser."""
    replace(flows, "same_browser", lambda _: lambda _flow, _browser: True)


@breaks("linking-is-ones-own", finding="Ada was told 'The provider is linked")
def linked_after_logging_out() -> None:
    """A provider is linked although the log-in that wanted it has ended."""

    class Undying:
        def __init__(self, sessions):
            self.database = sessions.database

        async def find_alive(self, session_id):
            async with self.database.read() as session:
                row = await session.get_one(Session, session_id)
                user = await session.get_one(User, row.user_id)
            return Caller(user, session_id, datetime.now(UTC) + timedelta(days=1))

    def make(link):
        return lambda self, *details: link(changed(self, sessions=Undying(self.sessions)), *details)

    replace(ways.Ways, "link", make)
