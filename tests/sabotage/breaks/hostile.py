"""Promises kept to hostile people and by hostile clients, broken."""

from websockets.server import ServerProtocol

from chat_platform.chat import connection, message_changes, personal, router, store
from chat_platform.chat.hub import Hub
from chat_platform.chat.pace import Pace
from chat_platform.chat.store import Refused
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.personal import ThreadRead
from chat_platform.operations import lines
from tests.sabotage.catalogue import breaks, replace


@breaks("others-things-never-were", finding="Mallory's message.edit got message_changed")
def any_message_changed_by_its_id() -> None:
    """Whoever knows a message's id may change it, in whatever conversation it stands."""

    def make(_own_message):
        return lambda session, _request, message_id, _author: session.get_one(
            store.MessageRow, message_id
        )

    replace(message_changes, "_own_message", make)


@breaks("others-things-never-were", finding="but what never was")
def others_threads_forbidden() -> None:
    """Another person's conversation is forbidden, and so it is known that there is one."""

    def make(own_thread):
        def telling(session, user_id, thread_id):
            row = session.get(store.ThreadRow, thread_id)
            if row is not None and row.user_id != user_id:
                raise Refused(ErrorCode.FORBIDDEN, field="thread_id")
            return own_thread(session, user_id, thread_id)

        return telling

    replace(store, "own_thread", make)


@breaks("impossible-names-harmless", finding="got error .*'internal'")
def impossible_names_stumbled_over() -> None:
    """The platform stumbles over a name that cannot be one."""

    def make(own_thread):
        def strict(session, user_id, thread_id):
            assert thread_id.isascii(), "no id of ours"
            return own_thread(session, user_id, thread_id)

        return strict

    replace(store, "own_thread", make)


@breaks("name-belongs-to-message", finding="for an error message")
def other_words_swallowed() -> None:
    """Other words under the name of a message are taken for that message, and lost."""
    replace(store, "_refuse_another", lambda _: lambda *_: None)


@breaks("wrong-values-named", finding="wrong messages got")
def numbers_taken_for_texts() -> None:
    """What is nearly right is made right."""

    class Lax:
        def __init__(self, strict):
            self._strict = strict

        def validate_python(self, raw, *, strict):
            del strict
            return self._strict.validate_python(raw, strict=False)

    replace(router, "MESSAGES", Lax)


@breaks("wrong-values-named", finding="but wrong was")
def wrong_fields_not_named() -> None:
    """A refusal does not say which field was wrong."""
    replace(router, "first_fault", lambda first: lambda faults: (first(faults)[0], "payload.there"))


@breaks("hostile-text-refused", finding="it was refused as|for an error message|is closed")
def numbers_that_are_none_taken() -> None:
    """NaN and Infinity pass for numbers, as in JavaScript."""
    replace(router, "from_json", lambda read: lambda text, **_: read(text, allow_inf_nan=True))


@breaks("places-must-exist", finding="wrong messages got")
def the_future_read() -> None:
    """Places are read that nobody has written."""

    def make(_read_up_to):
        async def keep(self, user_id, message):
            def note(session):
                row = store.own_thread(session, user_id, message.thread_id)
                row.read_seq = min(message.payload.seq, 2**31)
                return ThreadRead(thread_id=row.id, seq=row.read_seq)

            return await self.database.writer.run(note)

        return keep

    replace(personal.PersonalStore, "read_up_to", make)


@breaks("broken-rules-end-connection", finding="closed with 1011, not 1002")
def every_breach_a_surprise() -> None:
    """Whatever rule is broken, the connection ends as if the platform had stumbled."""
    replace(ServerProtocol, "fail", lambda fail: lambda self, _code, why="": fail(self, 1011, why))


@breaks("pieces-counted", finding="it is still open, and answered")
def any_number_of_pieces_taken() -> None:
    """A message may come in any number of pieces."""
    replace(lines, "MOST_FRAGMENTS", lambda _: 10**9)


@breaks("beyond-measure-answered", finding="Waited for an answer to the request to connect")
def long_requests_left_waiting() -> None:
    """A request to connect that is too long is neither answered nor ended."""
    uvicorns = lines.WebSocketsSansIOProtocol.data_received
    replace(lines.SteadyWebSocket, "data_received", lambda _: uvicorns)


@breaks("half-requests-given-up", finding="Waited for the end of the connection")
def half_requests_awaited() -> None:
    """The rest of a request is waited for as long as it takes."""
    replace(lines.PatientHttp, "_mind_the_time", lambda _: lambda _self: None)


@breaks("connections-limited", finding="120 connections of Mallory are open")
def connections_not_counted() -> None:
    """One account may open any number of connections."""
    replace(Hub, "open_sockets", lambda _: lambda _self, _user_id: 0)


@breaks("floods-end", finding="Mallory was told set")
def floods_carried_out() -> None:
    """Messages are taken at any pace."""
    replace(Pace, "take", lambda _: lambda _self: 1.0)


@breaks("nonsense-ends", finding="the connection is still open")
def nonsense_without_end() -> None:
    """Unreadable messages are answered for ever."""
    replace(connection, "PATIENCE", lambda _: 10**9)


@breaks("unread-answers-limited", finding="MB more than before")
def unread_answers_piled_up() -> None:
    """Answers that nobody reads are kept, however many they are."""
    uvicorns = lines.WebSocketsSansIOProtocol.pause_writing
    replace(lines.SteadyWebSocket, "pause_writing", lambda _: uvicorns)
