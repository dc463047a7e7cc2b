"""The events of one run, from its beginning to its end, for whoever asked for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Any

from chat_platform.chat.hub import Hub
from chat_platform.chat.log import LoggedEvent
from chat_platform.chat.store import PAGE, ChatStore
from chat_platform.contract.events import AgentCompleted, AgentStarted
from chat_platform.contract.server_messages import MessageAccepted, MessageCreated, MessageDelta

Frame = dict[str, Any]


@dataclass(eq=False)
class RunStream:
    """Follows a thread as a socket does, and picks the events of one run.

    Whatever the hub tells only wakes it: the events come from the store, so a slow reader
    costs no memory and misses nothing.

    Attributes:
        session_id: The log-in that asked; the stream breaks off when that is revoked.
        asked: The question whose run it is.
        gone: Set when the stream has ended, or was told to.
    """

    hub: Hub
    store: ChatStore
    session_id: str
    asked: MessageAccepted
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _broken_off: bool = False

    def deliver(self, thread_id: str, events: Sequence[LoggedEvent]) -> None:
        """Hear of new events of the thread."""
        del thread_id, events
        self._woken.set()

    def forget(self, thread_id: str) -> None:
        """Break off: the thread was deleted."""
        del thread_id
        self._broken_off = True
        self._woken.set()

    def end(self, code: int, reason: str, last_words: str | None = None) -> None:
        """Break off: the log-in was revoked, or the server stops. The run goes on."""
        del code, reason, last_words
        self._broken_off = True
        self._woken.set()
        self.gone.set()  # there are no last words, so nobody need wait for a reader that is slow

    async def frames(self, patience_s: float) -> AsyncGenerator[Frame | None]:
        """The frames of the run and of the runs nested in it, with what the agent says.

        Args:
            patience_s: After so long without any, None is given, as a sign of life.

        Returns:
            From agent_started to agent_completed; fewer where the stream was broken off.
        """
        picked, seq = _Picked(self.asked.message_id), self.asked.seq
        self.hub.follow(self.asked.thread_id, self)
        self.hub.sockets.add(self)
        try:
            while not self._broken_off:
                self._woken.clear()
                events = await self.store.events_after(self.asked.thread_id, seq)
                for event in events:
                    seq = event.seq
                    frame = json.loads(event.frame)
                    if picked.takes(frame):
                        yield frame
                    if picked.ended:
                        return
                if len(events) < PAGE and not await self._rung(patience_s):
                    yield None
        finally:
            self.hub.sockets.discard(self)
            self.hub.leave(self.asked.thread_id, self)
            self.gone.set()

    async def _rung(self, patience_s: float) -> bool:
        try:
            async with asyncio.timeout(patience_s):
                await self._woken.wait()
        except TimeoutError:
            return False
        return True


@dataclass
class _Picked:
    """Tells the frames of the run that a question asked for from all others of its thread."""

    message_id: str
    root_id: str = ""
    run_ids: set[str] = field(default_factory=set)
    ended: bool = False

    def takes(self, frame: Frame) -> bool:
        kind, run_id, payload = frame["type"], frame.get("run_id"), frame["payload"]
        if kind == AgentStarted.type:
            self._begin(run_id, payload["context"])
        if run_id is not None:
            self.ended = (kind, run_id) == (AgentCompleted.type, self.root_id)
            return str(run_id) in self.run_ids
        # One run at a time in a thread: what is said while it goes on is its answer.
        if not self.run_ids:
            return False
        if kind == MessageCreated.type:
            return str(payload["message"]["author"]) == "agent"
        return str(kind) == MessageDelta.type

    def _begin(self, run_id: Any, context: dict[str, Any]) -> None:
        parent = context["parent_run_id"]
        if parent is None and context["message_id"] == self.message_id:
            self.root_id = run_id
            self.run_ids.add(run_id)
        elif parent in self.run_ids:
            self.run_ids.add(run_id)
