"""What users ask and tell about themselves: use, places read, typing, preferences."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from chat_platform.chat.frames import Payload, reply_frame
from chat_platform.contract import personal

if TYPE_CHECKING:
    from chat_platform.chat.connection import Connection


async def on_usage(socket: Connection, message: personal.UsageGet) -> None:
    """Tell what was used."""
    await socket.answer(await socket.room.personal.usage(socket.user_id), message.id)


async def on_ack(socket: Connection, message: personal.Ack) -> None:
    """Keep how far the user has read, for all devices."""
    read = await socket.room.personal.read_up_to(socket.user_id, message)
    await _tell_all(socket, read, message.id)


async def on_typing(socket: Connection, message: personal.Typing) -> None:
    """Let the user's other devices know. Nobody else is in the thread to be told."""
    thread = await socket.room.store.thread(socket.user_id, message.thread_id)
    await _tell_all(socket, personal.TypingNoted(thread_id=thread.thread_id), message.id)


async def on_preferences(socket: Connection, message: personal.PreferencesSet) -> None:
    """Change preferences, for all devices."""
    now = await socket.room.personal.prefer(socket.user_id, message.payload)
    if message.payload.model_dump(exclude_none=True):
        await _tell_all(socket, now, message.id)
    else:
        await socket.answer(now, message.id)


async def _tell_all(socket: Connection, told: Payload, message_id: str) -> None:
    socket.room.hub.tell_user(socket.user_id, reply_frame(told), but=socket)
    await socket.answer(told, message_id)


HANDLERS: dict[type[Any], Callable[[Connection, Any], Awaitable[None]]] = {
    personal.UsageGet: on_usage,
    personal.Ack: on_ack,
    personal.Typing: on_typing,
    personal.PreferencesSet: on_preferences,
}
