"""Following one run: what belongs to it, signs of life, and breaking off."""

from __future__ import annotations

import json
from contextlib import aclosing
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal

from chat_platform.chat.hub import Hub
from chat_platform.chat.log import LoggedEvent
from chat_platform.chat.run_stream import RunStream
from chat_platform.contract.server_messages import MessageAccepted

ASKED = MessageAccepted.model_construct(message_id="m1", thread_id="t1", seq=1)


class Store:
    """A thread's log in memory."""

    def __init__(self) -> None:
        self.log: list[LoggedEvent] = []

    def add(self, kind: str, run: str | None = None, **payload: Any) -> LoggedEvent:
        frame = {"type": kind, "seq": len(self.log) + 1, "payload": payload}
        if run is not None:
            frame["run_id"] = run
        self.log.append(LoggedEvent(len(self.log) + 1, json.dumps(frame)))
        return self.log[-1]

    def started(self, run: str, asked: str, parent: str | None = None) -> LoggedEvent:
        context = {"message_id": asked, "parent_run_id": parent}
        return self.add("agent_started", run, context=context)

    async def events_after(self, thread_id: str, seq: int) -> list[LoggedEvent]:
        assert thread_id == "t1"
        return [event for event in self.log if event.seq > seq]


@pytest.fixture
def store() -> Store:
    found = Store()
    found.add("message_created", message={"author": "user"})
    return found


@pytest.fixture
def stream(store: Store) -> RunStream:
    return RunStream(Hub(), store, "s1", ASKED)


def test_only_what_belongs_to_the_run_is_told(portal: BlockingPortal, store, stream) -> None:
    store.add("message_delta", delta="of the run before")
    store.add("message_created", message={"author": "agent"})
    store.add("agent_completed", "r0")
    store.started("r1", "m1")
    store.add("message_created", message={"author": "user"})
    store.started("r2", "m1", parent="r1")
    store.add("tool_executing", "r2")
    store.started("r9", "m9", parent="r8")
    store.add("agent_completed", "r2")
    store.add("message_delta", delta="Opal")
    store.add("message_created", message={"author": "agent"})
    store.add("agent_completed", "r1")
    store.started("r3", "m3")

    async def read() -> list[int]:
        return [frame["seq"] async for frame in stream.frames(60) if frame]

    assert portal.call(read) == [5, 7, 8, 10, 11, 12, 13]
    assert stream.gone.is_set()
    assert not stream.hub.sockets


def test_new_events_wake_it_and_silence_gives_signs_of_life(portal, store, stream) -> None:
    async def read() -> list[object]:
        async with aclosing(stream.frames(0.01)) as frames:
            first = await anext(frames)
            stream.hub.publish("t1", [store.started("r1", "m1")])
            told = [frame async for frame in _until(frames, "agent_started")]
            return [first, told[-1]["seq"]]

    assert portal.call(read) == [None, 2]


async def _until(frames, kind):
    async for frame in frames:
        if frame is not None:
            yield frame
            if frame["type"] == kind:
                return


def test_it_breaks_off_when_told_even_while_nobody_reads(portal, store, stream) -> None:
    store.started("r1", "m1")

    async def read() -> list[bool]:
        async with aclosing(stream.frames(60)) as frames:
            await anext(frames)
            (socket,) = stream.hub.sockets
            socket.end(1008, "logged out")
            gone = stream.gone.is_set()  # before anybody reads on
            rest = [frame async for frame in frames]
            return [gone, rest == []]

    assert portal.call(read) == [True, True]
