"""A socket whose peer does not behave: it ends with a clear code."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from chat_platform.chat.connection import Connection
from chat_platform.chat.hub import Hub
from chat_platform.chat.log import LoggedEvent
from chat_platform.chat.store import ChatStore
from chat_platform.contract.server_messages import Error


class Peer:
    """A client that says nothing; it reads, or does not."""

    def __init__(self, reads: bool) -> None:
        self.reads = reads
        self.closed: tuple[int, str] | None = None

    async def receive(self):
        await asyncio.Event().wait()

    async def send_text(self, _frame):
        if not self.reads:
            await asyncio.Event().wait()

    async def close(self, code, reason):
        self.closed = (code, reason)


@pytest.fixture
def room(database, settings):
    return SimpleNamespace(hub=Hub(), store=ChatStore(database), settings=settings)


@pytest.mark.parametrize("length", [1, 500, 100_000])
def test_a_slow_reader_is_disconnected_and_does_not_fill_memory(portal, room, caller, length):
    """However long the frames are, no more waits for it than there is room, and one frame."""
    peer = Peer(reads=False)

    async def story():
        socket = Connection(peer, caller, room)
        serving = asyncio.create_task(socket.serve())
        await socket.following.follow("t", 0)
        told = 0
        while not socket._ending.done():
            told += 1
            room.hub.publish("t", [LoggedEvent(told, "x" * length)])
        async with asyncio.timeout(10):
            await serving
        return told

    told = portal.call(story)
    most = room.settings.waiting_chars
    assert most < told * length <= most + 2 * length
    assert peer.closed == (1013, "too slow; reconnect and resume")
    assert room.hub.sockets == set()


def test_a_client_that_asks_and_does_not_read_waits_for_its_answers(portal, room, caller):
    """Its own answers do not end the socket: they hold it up, so that no more is read from it."""
    peer = Peer(reads=False)

    async def story():
        socket = Connection(peer, caller, room)
        serving = asyncio.create_task(socket.serve())
        words = Error(code="internal", message="x" * room.settings.waiting_chars, what_next="Wait.")
        for _ in ("on its way for ever", "in the room that there is"):
            await socket.answer(words, None)
        answering = asyncio.create_task(socket.answer(words, None))
        await asyncio.wait((answering, serving), timeout=0.05)
        held_up = not (answering.done() or serving.done())
        answering.cancel()
        socket.end(1000, "enough")
        async with asyncio.timeout(10):
            await serving
        return held_up

    assert portal.call(story)


@pytest.mark.parametrize("renewals", [0, 2])
def test_a_socket_ends_with_its_log_in(portal, room, caller, renewals):
    peer = Peer(reads=True)
    asked = []

    def soon():
        return replace(caller, ends_at=datetime.now(UTC) + timedelta(milliseconds=20))

    async def find_alive(session_id):
        asked.append(session_id)
        return soon() if len(asked) <= renewals else None

    room.sessions = SimpleNamespace(find_alive=find_alive)

    async def story():
        async with asyncio.timeout(10):
            await Connection(peer, soon(), room).serve()

    portal.call(story)
    assert peer.closed == (1008, "the log-in has run out")
    assert set(asked) == {caller.session_id}
    assert len(asked) > renewals
