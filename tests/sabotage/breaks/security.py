"""Promises of ``features/security``, broken."""

import os

import jwt

from chat_platform.accounts.tokens import Access, AccessTokens
from chat_platform.chat import api, connection, store
from chat_platform.chat.hub import Hub
from chat_platform.chat.thread_changes import ThreadChanges
from chat_platform.chat.tickets import Tickets
from chat_platform.contract.errors import ErrorCode
from tests.sabotage.catalogue import breaks, replace


@breaks("nobody-sees-others", finding="reached (Ada|Alan)")
def events_shown_to_everybody() -> None:
    """Every event goes to every open connection."""

    def make(publish):
        def to_all(self, thread_id, events):
            publish(self, thread_id, events)
            for socket in self.sockets:
                for event in events:
                    socket.tell(event.frame)

        return to_all

    replace(Hub, "publish", make)


@breaks("nobody-sees-others", finding="of Ada .* reached Alan")
def threads_of_everybody_listed() -> None:
    """The list of conversations holds everybody's."""

    def make(_threads):
        async def threads(self, _user_id, *, archived=False):
            del archived
            query = store.select(store.ThreadRow).order_by(store.ThreadRow.id.desc())
            async with self.database.read() as session:
                return [store.thread_of(row) for row in await session.scalars(query)]

        return threads

    replace(store.ChatStore, "threads", make)


@breaks("others-conversations-unknown", finding="Mallory got")
def owner_not_checked() -> None:
    """Whoever knows a conversation's id may use it."""

    def make(_own_thread):
        def any_thread(session, _user_id, thread_id):
            return session.get_one(store.ThreadRow, thread_id)

        return any_thread

    replace(store, "own_thread", make)


@breaks("others-words-not-found", finding="Mallory found")
def words_of_everybody_found() -> None:
    """The search looks through everybody's conversations."""

    def make(search):
        async def search_all(self, _user_id, words):
            async with self.database.read() as session:
                owners = set(await session.scalars(store.select(store.ThreadRow.user_id)))
            return [found for owner in owners for found in await search(self, owner, words)]

        return search_all

    replace(ThreadChanges, "search", make)


@breaks("clear-refusals", finding="inner details")
def inner_details_told() -> None:
    """Refusals show the inside of the platform."""

    def make(error_payload):
        def talkative(code, field=None, _message=None):
            inside = f'Traceback (most recent call last): File "router.py": {code}'
            return error_payload(code, field, inside)

        return talkative

    replace(connection, "error_payload", make)


@breaks("clear-refusals", finding="(Waited|Socket .* is closed|nothing can be sent)")
def connection_ends_at_a_mistake() -> None:
    """One unreadable message ends the connection."""
    replace(connection, "PATIENCE", lambda _: 1)


@breaks("clear-refusals", finding="it was refused as")
def every_refusal_internal() -> None:
    """Every mistake is answered as an internal error."""

    def make(error_payload):
        return lambda _code, field=None, message=None: error_payload(
            ErrorCode.INTERNAL, field, message
        )

    replace(connection, "error_payload", make)


@breaks("oversize-refused", finding="it is still open")
def any_size_taken() -> None:
    """Messages of any size are read."""
    os.environ["CHAT_MAX_FRAME_BYTES"] = "100000000"


@breaks("ticket-needed", finding="for an error message")
def tickets_can_be_used_again() -> None:
    """A ticket opens any number of connections."""
    redeemed = {}

    def make(redeem):
        async def remember(self, ticket):
            redeemed[ticket] = await redeem(self, ticket) or redeemed.get(ticket)
            return redeemed[ticket]

        return remember

    replace(Tickets, "redeem", make)


@breaks("own-pages-only", finding="for an error message")
def foreign_pages_welcome() -> None:
    """Any page of the web may connect."""
    replace(api, "foreign", lambda _: lambda _websocket, _settings: False)


@breaks("forged-pass-refused", finding="got a ticket")
def signatures_not_checked() -> None:
    """A pass is believed without looking at its signature."""

    def make(_read):
        def read(_self, token):
            claims = jwt.decode(token, options={"verify_signature": False})
            return Access(user_id=str(claims["sub"]), session_id=str(claims["sid"]))

        return read

    replace(AccessTokens, "read", make)
