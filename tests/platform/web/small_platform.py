"""A platform in one file for the page's own tests: it can be told to misbehave.

It speaks the contract (the real models and the real digest) and keeps everything in
memory. What the real platform does is the business of its own tests and of the features;
here the page must meet faults that the real one does not produce on demand.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from fastapi import WebSocket

from chat_platform.contract import client_messages, envelope, personal, server_messages
from chat_platform.contract.base import WireModel
from chat_platform.contract.errors import ErrorCode

from .small_run import AGENT, ANSWER, ANSWER_HTML, COMPLETED, NOW, USED, error, run_events, said


@dataclass
class SmallPlatform:
    """State, and the faults to come: ``faults["skip"] = "agent_thinking"`` hits once.

    Faults: skip, twice, damage (the next event of that type); damage always; cut (the
    socket is cut after that client message was stored, before its reply); too big (the
    socket is closed over its size); silent (it is not answered on the first connection);
    stop (the run ends before its answer).
    """

    logged_in: bool = True
    devices: dict[str, str] = field(default_factory=dict)
    second_factor: bool = False
    password: bool = True
    faults: dict[str, str] = field(default_factory=dict)
    received: list[dict[str, Any]] = field(default_factory=list)
    logs: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    titles: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, tuple[str, WireModel]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    runs: list[str] = field(default_factory=list)
    refreshes: int = 0
    tickets: int = 0
    connections: int = 0
    sockets: set[WebSocket] = field(default_factory=set)
    numbers: Any = field(default_factory=lambda: count(1))
    loop: asyncio.AbstractEventLoop | None = None

    def reset(self) -> None:
        """Forget everything, so that the next test meets it as new."""
        self.__dict__.update(SmallPlatform().__dict__)

    def close_sockets(self, code: int) -> None:
        """Close every socket, from another thread."""
        assert self.loop is not None
        for socket in tuple(self.sockets):
            asyncio.run_coroutine_threadsafe(socket.close(code), self.loop).result(5)

    def say(self, thread_id: str, model: WireModel, run_id: str | None = None) -> None:
        """Store an event and send it to all sockets, from another thread."""
        assert self.loop is not None
        asyncio.run_coroutine_threadsafe(self.emit(thread_id, model, run_id), self.loop).result(5)

    def tell(self, model: WireModel) -> None:
        """Send something that answers nothing to all sockets, from another thread."""
        assert self.loop is not None
        frame = envelope.encode(self.seal(model))
        for socket in tuple(self.sockets):
            asyncio.run_coroutine_threadsafe(socket.send_text(frame), self.loop).result(5)

    def types_received(self) -> list[str]:
        """The types of the client's messages, in order."""
        return [message["type"] for message in self.received]

    async def emit(self, thread_id: str, model: WireModel, run_id: str | None = None) -> None:
        event = self.seal(model, thread_id=thread_id, seq=len(self.logs[thread_id]) + 1)
        if run_id:
            event["run_id"] = run_id
        self.logs[thread_id].append(event)
        kind = event["type"]
        if self.hit("skip", kind):
            return
        frame = self.frame(event)
        times = 2 if self.hit("twice", kind) else 1
        for socket in tuple(self.sockets):
            for _ in range(times):
                await socket.send_text(frame)

    def frame(self, event: dict[str, Any]) -> str:
        frame, kind = envelope.encode(event), event["type"]
        if self.hit("damage", kind) or self.faults.get("damage always") == kind:
            return frame.replace("2026", "2027", 1)
        return frame

    def hit(self, fault: str, kind: str) -> bool:
        if self.faults.get(fault) != kind:
            return False
        del self.faults[fault]
        return True

    def seal(self, model: WireModel, **fields: Any) -> dict[str, Any]:
        return {
            "type": model.type,  # type: ignore[attr-defined]  # every server message has one
            "id": f"e{next(self.numbers)}",
            **fields,
            "timestamp": envelope.timestamp(NOW),
            "payload": model.model_dump(mode="json"),
        }

    async def answer(self, socket: WebSocket, message: dict[str, Any]) -> None:
        self.received.append(message)
        if self.connections == 1 and self.faults.get("silent") == message["type"]:
            return
        if self.hit("too big", message["type"]):
            await socket.close(1009)
            return
        reply = await self.reply_to(message)
        if self.hit("cut", message["type"]):
            await socket.close(1011)
            return
        sealed = self.seal(reply, reply_to=message["id"])
        await socket.send_text(envelope.encode(sealed))
        first = message["id"] not in self.answered
        if isinstance(reply, server_messages.MessageAccepted) and first:
            self.answered.add(message["id"])
            await self.run_agent(reply)

    async def reply_to(self, message: dict[str, Any]) -> WireModel:
        if "thread_id" in message:
            return await self.reply_about(message["thread_id"], message)
        if message["type"] == "thread.create":
            return await self.create(message["id"])
        threads = [self.thread(each) for each in reversed(self.titles)]
        return {
            "ping": server_messages.Pong(),
            "preferences.set": personal.Preferences(),
            "usage.get": USED,
            "agent.list": server_messages.AgentList(agents=[AGENT]),
            "thread.list": server_messages.ThreadList(threads=threads),
        }[message["type"]]

    async def reply_about(self, thread_id: str, message: dict[str, Any]) -> WireModel:
        if thread_id not in self.titles:
            return error(ErrorCode.THREAD_NOT_FOUND)
        if message["type"] == "history.get":
            return self.history(thread_id)
        if message["type"] == "run.cancel":
            return await self.stop(thread_id, message["payload"]["run_id"])
        if message["type"] == "resume":
            return await self.resume(thread_id, message["payload"]["last_seq"])
        return await self.store(message)

    def thread(self, thread_id: str) -> server_messages.Thread:
        return server_messages.Thread(
            thread_id=thread_id,
            title=self.titles[thread_id],
            created_at=NOW,
            last_seq=len(self.logs[thread_id]),
        )

    async def create(self, message_id: str) -> WireModel:
        thread_id = f"t-{message_id[:8]}"
        if thread_id not in self.titles:
            self.titles[thread_id] = ""
            await self.emit(thread_id, server_messages.ThreadCreated(title=""))
        return server_messages.ThreadOpened(thread=self.thread(thread_id))

    def history(self, thread_id: str) -> server_messages.History:
        log = self.logs[thread_id]
        messages = [e["payload"]["message"] for e in log if e["type"] == "message_created"]
        parsed = [server_messages.Message.model_validate(each) for each in messages]
        starts = [e["seq"] for e in log if e["type"] == "agent_started"]
        return server_messages.History(
            thread_id=thread_id,
            messages=parsed,
            last_seq=len(log),
            newest_run_seq=starts[-1] if starts else None,
        )

    async def resume(self, thread_id: str, last_seq: int) -> WireModel:
        log = self.logs[thread_id]
        for event in log[last_seq:]:
            for socket in tuple(self.sockets):
                await socket.send_text(self.frame(event))
        return server_messages.Resumed(thread_id=thread_id, from_seq=last_seq, to_seq=len(log))

    async def stop(self, thread_id: str, run_id: str) -> WireModel:
        if self.faults.get("stop") != "before_answer":
            return error(ErrorCode.RUN_NOT_FOUND)
        stopped = {"status": "cancelled", "summary": "It was stopped.", "result": None}
        await self.emit(thread_id, COMPLETED.model_copy(update=stopped), run_id)
        return server_messages.RunStatus(run_id=run_id, state="stopping")

    async def store(self, message: dict[str, Any]) -> WireModel:
        client_messages.MessageSend.model_validate(message)
        text, thread_id = message["payload"]["text"], message["thread_id"]
        if len(text) > 500:
            return error(ErrorCode.MESSAGE_TOO_LARGE)
        if message["id"] not in self.accepted:
            message_id = f"m{next(self.numbers)}"
            await self.emit(thread_id, said("user", message_id, text, "<p>unused</p>"))
            self.accepted[message["id"]] = (
                thread_id,
                server_messages.MessageAccepted(
                    message_id=message_id,
                    thread_id=thread_id,
                    seq=len(self.logs[thread_id]),
                    run_id=f"r{next(self.numbers)}",
                    accepted_at=NOW,
                ),
            )
        return self.accepted[message["id"]][1]

    async def run_agent(self, accepted: server_messages.MessageAccepted) -> None:
        thread_id, run, answer = accepted.thread_id, accepted.run_id, f"m{next(self.numbers)}"
        self.runs.append(run)
        rename = server_messages.ThreadRenamed(title="The dearest models")
        self.titles[thread_id] = rename.title
        await self.emit(thread_id, rename)
        for event in run_events(thread_id):
            await self.emit(thread_id, event, run)
        for piece in ANSWER:
            delta = server_messages.MessageDelta(message_id=answer, delta=piece)
            await self.emit(thread_id, delta)
        if self.faults.get("stop") == "before_answer":
            return
        await self.emit(thread_id, said("agent", answer, "".join(ANSWER), ANSWER_HTML))
        await self.emit(thread_id, COMPLETED, run)
