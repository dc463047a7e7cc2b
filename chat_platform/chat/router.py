"""Client messages: how they are read, and which handler answers which."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from chat_platform.agents import describe_agents
from chat_platform.chat.message_handlers import HANDLERS as MESSAGE_HANDLERS
from chat_platform.chat.personal_handlers import HANDLERS as PERSONAL_HANDLERS
from chat_platform.chat.questions import one_line, question
from chat_platform.chat.receipts import Request
from chat_platform.chat.store import Refused
from chat_platform.chat.thread_handlers import HANDLERS as THREAD_HANDLERS
from chat_platform.contract import attachments
from chat_platform.contract import client_messages as client
from chat_platform.contract import server_messages as server
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.vocabulary import ClientMessage
from chat_platform.operations.problems import first_fault

if TYPE_CHECKING:
    from chat_platform.chat.connection import Connection

MESSAGES: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)


class Unreadable(Refused):
    """The frame is not a message at all. ``reply_to`` is its id, where that could be read."""

    reply_to: str | None = None


def read_message(text: str) -> ClientMessage:
    """The message in a text frame.

    Raises:
        Unreadable: with the code and the field of the first fault.

    Example:
        >>> read_message('{"type": "ping", "id": "1"}').type
        'ping'
    """
    try:
        raw = from_json(text, allow_inf_nan=False)
    except ValueError as problem:
        raise Unreadable(ErrorCode.INVALID_JSON) from problem
    if not isinstance(raw, dict):
        raise Unreadable(ErrorCode.INVALID_JSON, message="That message is not a JSON object.")
    try:
        return MESSAGES.validate_python(raw, strict=True)
    except ValidationError as problem:
        fault = _unreadable(raw, problem)
        sent_id = raw.get("id")
        fault.reply_to = sent_id if isinstance(sent_id, str) and sent_id else None
        raise fault from problem


def _unreadable(raw: dict[str, Any], problem: ValidationError) -> Unreadable:
    errors = problem.errors(include_url=False, include_context=False, include_input=False)
    if errors[0]["type"] == "union_tag_not_found":
        return Unreadable(ErrorCode.MISSING_FIELD, field="type")
    if errors[0]["type"] == "union_tag_invalid":
        known = isinstance(raw["type"], str)
        code = ErrorCode.UNKNOWN_TYPE if known else ErrorCode.WRONG_FIELD_TYPE
        return Unreadable(code, field="type")
    # The first part of the place is the union's tag, which is no field.
    placed = [{**error, "loc": error["loc"][1:]} for error in errors]
    missing = [error for error in placed if error["type"] == "missing"]
    return Unreadable(*first_fault(missing or placed))


async def on_send(socket: Connection, message: client.MessageSend) -> None:
    """Store the message, acknowledge it, and let the agents answer."""
    limit = socket.room.settings.max_message_chars
    text = question(message.payload.text, limit, "payload.text")
    await socket.room.submit(
        socket.user_id, message.thread_id, message.id, text, acknowledge=socket.answer
    )


async def on_create(socket: Connection, message: client.ThreadCreate) -> None:
    """Create a thread and follow it from its first event on."""
    title = one_line(message.payload.title)
    thread = await socket.room.store.create_thread(socket.user_id, message.id, title)
    opened = server.ThreadOpened(thread=thread.model_copy(update={"last_seq": 0}))
    await socket.following.follow(
        thread.thread_id, 0, before=lambda: socket.answer(opened, message.id)
    )


async def on_list(socket: Connection, message: client.ThreadListRequest) -> None:
    """List the user's threads."""
    threads = await socket.room.store.threads(socket.user_id, archived=message.payload.archived)
    await socket.answer(server.ThreadList(threads=threads), message.id)


async def on_open(socket: Connection, message: client.ThreadOpen) -> None:
    """Follow a thread from now on."""
    thread = await socket.room.store.thread(socket.user_id, message.thread_id)
    opened = server.ThreadOpened(thread=thread)
    await socket.following.follow(
        thread.thread_id, thread.last_seq, before=lambda: socket.answer(opened, message.id)
    )


async def on_history(socket: Connection, message: client.HistoryGet) -> None:
    """Tell all messages of a thread."""
    history = await socket.room.store.history(socket.user_id, message.thread_id)
    files = await socket.room.attachments.of_thread(message.thread_id)
    await socket.answer(history.model_copy(update={"attachments": files}), message.id)


async def on_attachment(socket: Connection, message: attachments.AttachmentAdd) -> None:
    """Put an uploaded file into a thread."""
    request = Request.of(socket.user_id, message)
    storing = socket.room.attachments.add(request, message.payload.upload_id)
    await socket.room.changes.make(socket, message.id, storing)


async def on_resume(socket: Connection, message: client.Resume) -> None:
    """Send what the client missed, then follow the thread."""
    thread = await socket.room.store.thread(socket.user_id, message.thread_id)
    since = message.payload.last_seq
    if since > thread.last_seq:
        raise Refused(ErrorCode.WRONG_FIELD_TYPE, field="payload.last_seq")
    until = await socket.following.follow(thread.thread_id, since)
    resumed = server.Resumed(thread_id=thread.thread_id, from_seq=since, to_seq=until)
    await socket.answer(resumed, message.id)


async def on_cancel(socket: Connection, message: client.RunCancel) -> None:
    """Stop a run; its events tell everybody who follows the thread."""
    run_id = message.payload.run_id
    state = await socket.room.cancel_run(socket.user_id, message.thread_id, run_id)
    await socket.answer(server.RunStatus(run_id=run_id, state=state), message.id)


async def on_status(socket: Connection, message: client.RunStatusRequest) -> None:
    """Tell how far a run is."""
    run_id = message.payload.run_id
    state = await socket.room.run_state(socket.user_id, message.thread_id, run_id)
    await socket.answer(server.RunStatus(run_id=run_id, state=state), message.id)


async def on_agents(socket: Connection, message: client.AgentListRequest) -> None:
    """List the agents and their tools, and which of them the user's plan includes."""
    included = await socket.room.personal.agents(socket.user_id)
    await socket.answer(server.AgentList(agents=describe_agents(included)), message.id)


async def on_ping(socket: Connection, message: client.Ping) -> None:
    """Answer a heartbeat."""
    await socket.answer(server.Pong(), message.id)


HANDLERS: dict[type[Any], Callable[[Connection, Any], Awaitable[None]]] = {
    client.MessageSend: on_send,
    client.ThreadCreate: on_create,
    client.ThreadListRequest: on_list,
    client.ThreadOpen: on_open,
    client.HistoryGet: on_history,
    attachments.AttachmentAdd: on_attachment,
    client.Resume: on_resume,
    client.RunCancel: on_cancel,
    client.RunStatusRequest: on_status,
    client.AgentListRequest: on_agents,
    client.Ping: on_ping,
    **THREAD_HANDLERS,
    **MESSAGE_HANDLERS,
    **PERSONAL_HANDLERS,
}
