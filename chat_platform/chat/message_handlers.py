"""What users may do with messages: edit, delete, ask again, rate."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from chat_platform.chat.questions import question
from chat_platform.chat.receipts import Request
from chat_platform.contract import message_changes as messages

if TYPE_CHECKING:
    from chat_platform.chat.connection import Connection


async def on_edit(socket: Connection, message: messages.MessageEdit) -> None:
    """Change the text of a question."""
    room, wanted = socket.room, message.payload
    text = question(wanted.text, room.settings.max_message_chars, "payload.text")
    storing = room.messages.edit(Request.of(socket.user_id, message), wanted.message_id, text)
    await room.changes.make(socket, message.id, storing)


async def on_delete(socket: Connection, message: messages.MessageDelete) -> None:
    """Delete a question and what came of it."""
    room, wanted = socket.room, message.payload
    storing = room.messages.delete(Request.of(socket.user_id, message), wanted.message_id)
    await room.changes.make(socket, message.id, storing)


async def on_retry(socket: Connection, message: messages.MessageRetry) -> None:
    """Let the agents answer a question once more."""
    request = Request.of(socket.user_id, message)
    storing = socket.room.retry(request, message.payload.message_id)
    await socket.room.changes.make(socket, message.id, storing)


async def on_feedback(socket: Connection, message: messages.MessageFeedback) -> None:
    """Keep what the user thinks of an answer."""
    room, wanted = socket.room, message.payload
    request = Request.of(socket.user_id, message)
    storing = room.messages.rate(request, wanted.message_id, wanted.rating)
    await room.changes.make(socket, message.id, storing)


HANDLERS: dict[type[Any], Callable[[Connection, Any], Awaitable[None]]] = {
    messages.MessageEdit: on_edit,
    messages.MessageDelete: on_delete,
    messages.MessageRetry: on_retry,
    messages.MessageFeedback: on_feedback,
}
