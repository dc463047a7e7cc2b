"""Promises about the own account, broken: another address, and leaving for good."""

import asyncio

from sqlalchemy import select

from chat_platform.accounts import address_changes, farewells, letters
from chat_platform.accounts.address_changes import AddressChanges
from chat_platform.accounts.registrations import Registrations
from chat_platform.accounts.step_up import StepUp
from chat_platform.accounts.tables import User
from chat_platform.chat.room import ChatRoom
from chat_platform.chat.tables import ThreadRow
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from tests.sabotage.breaks.mailed_links import (
    any_link_taken,
    older_links_kept,
    taken_and_left,
    taken_whenever,
)
from tests.sabotage.catalogue import breaks, replace


@breaks("address-changes", finding="came in with the former address")
def new_address_forgotten() -> None:
    """The new address is welcomed, but the account keeps the former one."""
    replace(address_changes, "_move", lambda _: lambda *_details: None)


@breaks("address-changes", finding="Ada's other device is outside")
def address_changed_when_asked_for() -> None:
    """The address changes before anybody has followed the link."""

    def make(_ask):
        async def change(self, caller, email, _password, _code):
            def move(session):
                user = session.get_one(User, caller.user.id)
                user.email = user.address = email

            await self._send_link(caller, address_changes.read_address(email))
            await self.sessions.database.writer.run(move)

        return change

    replace(AddressChanges, "ask", make)


@breaks("address-change-takes-proof", finding="not 'That password is wrong")
def any_password_moves_the_address() -> None:
    """Whoever sits at the device may ask for another address."""
    replace(StepUp, "_check_password", lambda _: _done_nothing)


@breaks("address-change-takes-proof", finding="not 'This account asks for a code")
def no_code_needed_to_step_up() -> None:
    """The password is enough to change something sensitive, in spite of a second factor."""

    def make(_check):
        async def check(self, caller, password, _code):
            await self.check_password(caller, password)

        return check

    replace(StepUp, "check", make)


@breaks("address-change-told", finding="The address of your account was changed")
def former_address_not_told() -> None:
    """Whoever had the address does not hear that it was changed."""

    def make(send):
        def send_others(self, letter, name):
            if name != "address changed":
                send(self, letter, name)

        return send_others

    replace(address_changes.Mailing, "send_later", make)


@breaks("address-change-undone", finding="came in with the password of Ada")
def undone_but_the_password_stays() -> None:
    """The thief's password goes on to open the account."""

    def make(undo):
        async def undo_and_restore(self, token):
            hashes = {}

            def look(session):
                query = select(User)
                hashes.update({user.id: user.password_hash for user in session.scalars(query)})

            def restore(session):
                for user in session.scalars(select(User)):
                    user.password_hash = hashes[user.id]

            await self.sessions.database.writer.run(look)
            await undo(self, token)
            await self.sessions.database.writer.run(restore)

        return undo_and_restore

    replace(AddressChanges, "undo", make)


@breaks("address-change-undone", finding="still opens the account")
def undone_but_the_thief_stays_inside() -> None:
    """Putting the address back logs nobody out."""
    replace(address_changes, "end_sessions", lambda _: lambda *_details: [])


@breaks("address-change-ends-log-ins", finding="to be closed")
def change_leaves_devices_logged_in() -> None:
    """Other devices stay logged in when the address changes."""
    replace(address_changes, "end_sessions", lambda _: lambda *_details: [])


@breaks("address-change-ends-log-ins", finding="Ada is outside")
def change_ends_every_log_in() -> None:
    """The device that asked for the new address is logged out as well."""

    def make(end):
        return lambda session, user_id, now, *_spared: end(session, user_id, now)

    replace(address_changes, "end_sessions", make)


@breaks("address-change-untold", finding="for an unknown address it is .We sent")
def taken_address_refused() -> None:
    """Whoever asks for an address that is taken is told so."""

    def make(ask):
        async def ask_and_tell(self, caller, email, password, code):
            if await _is_taken(self.sessions, email):
                raise Problem(ErrorCode.ACCOUNT_EXISTS)
            await ask(self, caller, email, password, code)

        return ask_and_tell

    replace(AddressChanges, "ask", make)


@breaks("address-change-untold", finding="one can tell them apart by the time")
def taken_address_takes_longer() -> None:
    """For an address that is taken, the answer comes when the mail has left."""

    def make(ask):
        async def ask_and_wait(self, caller, email, password, code):
            await ask(self, caller, email, password, code)
            if await _is_taken(self.sessions, email):
                await asyncio.sleep(0.5)

        return ask_and_wait

    replace(AddressChanges, "ask", make)


async def _is_taken(sessions, email):
    user, _pending = await sessions._find(email)
    return user is not None


@breaks("address-link-works-once", finding="not 'This link was used already")
def address_link_never_used_up() -> None:
    """A link to a new address works again and again."""
    replace(address_changes, "take_link", taken_and_left)


@breaks("address-link-expires", finding="not 'This link has expired")
def address_link_never_expires() -> None:
    """A link to a new address works for ever."""
    replace(address_changes, "take_link", taken_whenever)


@breaks("address-newest-link-counts", finding="not 'This link has expired")
def older_address_links_keep_working() -> None:
    """A second link to a new address leaves the first one alive."""
    older_links_kept()


@breaks("address-link-of-its-own", finding="not 'This link is not valid")
def any_link_changes_the_address() -> None:
    """A link that was sent for something else is taken for one to a new address."""
    replace(AddressChanges, "follow", lambda _: _done_nothing)


@breaks("leaving-deletes", finding="Ada came in")
def nobody_ever_leaves() -> None:
    """Whoever leaves for good is told goodbye, and stays."""
    replace(farewells, "_forget", lambda _: lambda *_details: None)


@breaks("leaving-deletes", finding="a mail titled 'Your account is deleted'")
def nobody_told_goodbye() -> None:
    """No mail tells that the account is deleted."""
    replace(letters, "farewell", lambda _: letters.password_changed)


@breaks("leaving-takes-everything", finding="has the conversations")
def conversations_outlive_their_owner() -> None:
    """Whoever signs up with an address finds the conversations of the account that had it."""

    def keep(session, user):
        left = session.get_one(User, user.id)
        left.email = left.address = f"{GONE}{user.address}"

    def make(confirm):
        async def confirm_and_find(self, token):
            await confirm(self, token)
            await self.writer.run(_find_again)

        return confirm_and_find

    replace(farewells, "_forget", lambda _: keep)
    replace(Registrations, "confirm", make)


GONE = "gone."


def _find_again(session):
    for left in session.query(User).filter(User.address.startswith(GONE)):
        heir = session.query(User).filter_by(address=left.address.removeprefix(GONE)).one_or_none()
        if heir is not None:
            session.query(ThreadRow).filter_by(user_id=left.id).update({"user_id": heir.id})


@breaks("leaving-ends-work", finding="runs go on for nobody")
def agents_work_on_for_nobody() -> None:
    """The runs of whoever has left go on."""
    replace(ChatRoom, "dismiss", lambda _: _done_nothing)


@breaks("leaving-ends-work", finding="to be closed")
def connections_outlive_their_owner() -> None:
    """Connections of an account that is deleted stay open."""
    replace(farewells.Sessions, "tell_revoked", lambda _: lambda _self, _ids: None)


@breaks("leaving-takes-proof", finding="not 'That password is wrong")
def any_password_deletes_the_account() -> None:
    """Whoever sits at the device may delete the account."""
    replace(StepUp, "_check_password", lambda _: _done_nothing)


@breaks("leaving-by-link", finding="not 'This link is not valid|Ada is outside")
def any_link_deletes_the_account() -> None:
    """A link that was sent for something else deletes the account."""
    replace(farewells, "take_link", any_link_taken)


async def _done_nothing(_self, *_details):
    return None
