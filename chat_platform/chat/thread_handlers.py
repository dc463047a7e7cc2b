"""What users may do with their threads: rename, archive, restore, delete, find them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from chat_platform.chat.questions import one_line, visible
from chat_platform.chat.receipts import Request
from chat_platform.contract import threads

if TYPE_CHECKING:
    from chat_platform.chat.connection import Connection


async def on_rename(socket: Connection, message: threads.ThreadRename) -> None:
    """Give a thread another title, on one line."""
    title = one_line(visible(message.payload.title, "payload.title"))
    request = Request.of(socket.user_id, message)
    await socket.room.changes.make(socket, message.id, socket.room.threads.rename(request, title))


async def on_archive(socket: Connection, message: threads.ThreadArchive) -> None:
    """Put a thread away."""
    request = Request.of(socket.user_id, message)
    await socket.room.changes.make(socket, message.id, socket.room.threads.archive(request))


async def on_restore(socket: Connection, message: threads.ThreadRestore) -> None:
    """Take a thread out of the archive."""
    request = Request.of(socket.user_id, message)
    await socket.room.changes.make(socket, message.id, socket.room.threads.restore(request))


async def on_delete(socket: Connection, message: threads.ThreadDelete) -> None:
    """Delete a thread; what runs in it is stopped first."""
    request = Request.of(socket.user_id, message)
    await socket.room.changes.make(socket, message.id, socket.room.delete_thread(request))


async def on_search(socket: Connection, message: threads.ThreadSearch) -> None:
    """Find threads by their words."""
    words = visible(message.payload.text, "payload.text").strip()
    found = await socket.room.threads.search(socket.user_id, words)
    await socket.answer(threads.ThreadsFound(found=found), message.id)


HANDLERS: dict[type[Any], Callable[[Connection, Any], Awaitable[None]]] = {
    threads.ThreadRename: on_rename,
    threads.ThreadArchive: on_archive,
    threads.ThreadRestore: on_restore,
    threads.ThreadDelete: on_delete,
    threads.ThreadSearch: on_search,
}
