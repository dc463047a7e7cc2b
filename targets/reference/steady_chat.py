"""A device without a browser that puts a bad line right by itself, as the page does."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx2

from targets.reference.api import Api
from targets.reference.wire_chat import WireChat
from test_framework.events.digests import digest_of
from test_framework.events.model import AgentEvent
from test_framework.targets import Said
from test_framework.test_context import TestContext
from test_framework.waiting import Bell, patient
from test_framework.wire.client import NotConnected, SocketClosed, WireClient
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.json_object import json_object

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 2.5
# Frames that do not fit their seal, one after the other, before the line is left.
DAMAGED_AT_MOST = 5
ANSWERED_WITHIN_S = 15.0


def backoff(attempt: int, chance: Random, longest: float = LONGEST_WAIT_S) -> float:
    """Seconds before a try: the page's own policy, exponential with full jitter and a cap.

    Example:
        >>> all(0 <= backoff(3, Random(1)) <= 2.5 for _ in range(100))
        True
    """
    return chance.uniform(0, min(longest, FIRST_WAIT_S * 2**attempt))


@dataclass
class Story:
    """What the device met.

    Attributes:
        damaged: Frames that did not fit their seal; each was dropped and asked for again.
        repeated: Frames that had come before; each was dropped.
        gaps: How often news came before what precedes it.
        away: Seconds from each loss of the connection to the first answer through the next.
    """

    damaged: int = 0
    repeated: int = 0
    gaps: int = 0
    away: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        away = ", ".join(f"{seconds:.2f}" for seconds in self.away) or "never"
        return (
            f"dropped {self.damaged} damaged and {self.repeated} repeated frames, asked again "
            f"after {self.gaps} gaps; away for (s): {away}"
        )


class SteadyChat(WireChat):
    """Reconnects with backoff, resumes from what it has, resends what was not answered.

    A thread of its own keeps the connection; frames are taken as they arrive. What it took is
    ``taken``: each event of its conversation once, in order, whatever the line did.

    Attributes:
        story: What it met.
    """

    def __init__(self, context: TestContext, seed: int = 0, heartbeat_s: float = 5.0) -> None:
        super().__init__(context)
        self.story = Story()
        self._chance = Random(f"{seed} {context.name}")  # noqa: S311 - chance, no secret
        self._heartbeat_s = patient(heartbeat_s)
        self._taken: dict[int, int] = {}  # seq to the number of the frame
        self._unanswered: dict[str, dict[str, Any]] = {}
        self._lock = threading.RLock()
        self._bell = Bell()
        self._wants_resume = threading.Event()
        self._leaving = threading.Event()
        self._answered = threading.Event()
        self._lost_at: float | None = None
        self._damaged_now = 0
        self._keeper = threading.Thread(target=self._keep_connected, daemon=True)
        self._stop_listening = context.frames.listen(self._receive)

    # The user's way

    def connect(self) -> None:
        """Come in, and stay connected from now on."""
        # A connection that is kept for the next request may have gone silent meanwhile.
        self.context.http.headers["Connection"] = "close"
        self._keeper.start()
        self.context.wait_for(
            self._answered.is_set, awaiting="the first answer", within=ANSWERED_WITHIN_S
        )

    def leave(self) -> None:
        """Stay connected no longer. Idempotent."""
        self._leaving.set()
        self._stop_listening()
        self._stop_listening = lambda: None
        if self._socket is not None:
            self.socket.abort()
        if self._keeper.is_alive():
            self._keeper.join()

    def open_conversation(self, thread_id: str) -> None:
        """Learn a conversation from its beginning, and follow it."""
        self.thread_id = thread_id
        self._wants_resume.set()

    def conversation(self) -> Sequence[Said]:
        """The conversation as this device has pieced it together from the news that it took."""
        messages = [
            event.payload["message"] for event in self.taken() if event.type == "message_created"
        ]
        titles = self.agent_titles() if messages else {}
        return [
            Said("You" if each["author"] == "user" else titles[each["agent"]], each["text"])
            for each in messages
        ]

    def taken(self) -> list[AgentEvent]:
        """The events that the device took, each once, in order."""
        with self._lock:
            numbers = set(self._taken.values())
        return [event for event in self.context.events if event.frame in numbers]

    # The protocol's way

    def _deliver(self, message: dict[str, Any]) -> None:
        """Send one client message, again after each loss until it is answered."""
        with self._lock:
            self._unanswered[message["id"]] = message
        self._send(message)

    def _send(self, message: dict[str, Any]) -> None:
        """Send it now, where that can be; else it goes out with the next connection."""
        if self._socket is not None:
            with suppress(SocketClosed):
                self._socket.send_text(json.dumps(message, ensure_ascii=False))

    # Staying connected, in a thread of its own

    def _keep_connected(self) -> None:
        attempt = 0
        while not self._leaving.is_set():
            self._answered.clear()
            try:
                self.socket = self.open_socket(Api.of(self.context).fresh_ticket())
            except (NotConnected, httpx2.TransportError):
                self._leaving.wait(backoff(attempt, self._chance))
                attempt += 1
                continue
            self._catch_up()
            attempt = 0 if self._live(self.socket) else attempt + 1
            if not self._leaving.is_set():
                self._lost_at = self._lost_at or time.monotonic()
                self._leaving.wait(backoff(attempt, self._chance))

    def _live(self, socket: WireClient) -> bool:
        """Until this connection is lost; whether anything was answered through it."""
        self._damaged_now = 0
        asked_at, ever = 0.0, False
        while not (socket.closed or self._leaving.is_set()):
            pump = self._bell.pump()
            ever = ever or self._answered.is_set()
            if self._damaged_now >= DAMAGED_AT_MOST:
                break
            now = time.monotonic()
            if asked_at and now - asked_at > self._heartbeat_s and not self._answered.is_set():
                break  # a pong is missing: the line is dead without a word
            if now - asked_at > self._heartbeat_s or not asked_at:
                self._answered.clear()
                self._send({"type": "ping", "id": f"ping-{next(self._ids)}", "payload": {}})
                asked_at = now
            if self._wants_resume.is_set():
                self._catch_up()
            pump(min(0.1, self._heartbeat_s / 4))
        socket.abort()
        return ever or self._answered.is_set()

    def _catch_up(self) -> None:
        """Events first, then what nobody answered: the page does it in this order."""
        self._wants_resume.clear()
        if self.thread_id:
            last = len(self._taken)
            message = {"type": "resume", "id": f"resume-{next(self._ids)}"}
            self._send({**message, "thread_id": self.thread_id, "payload": {"last_seq": last}})
        with self._lock:
            unanswered = list(self._unanswered.values())
        for message in unanswered:
            self._send(message)

    # Taking, in the thread that brings the frames

    def _receive(self, frame: Frame) -> None:
        if frame.direction is Direction.RECEIVED:
            with self._lock:
                self._take(frame)
            self._bell.ring()

    def _take(self, frame: Frame) -> None:
        envelope = json_object(frame.payload)
        if envelope is None or envelope.get("digest") != digest_of(envelope):
            self.story.damaged += 1
            self._damaged_now += 1
            self._wants_resume.set()
            return
        self._answered.set()
        if self._lost_at is not None:
            self.story.away.append(time.monotonic() - self._lost_at)
            self._lost_at = None
        payload = envelope["payload"]
        if envelope["type"] == "thread_opened" and not self.thread_id:
            self.thread_id = payload["thread"]["thread_id"]
        if payload.get("code") != "server_draining":
            self._unanswered.pop(envelope.get("reply_to", ""), None)
        seq = envelope.get("seq")
        if seq is None or envelope["thread_id"] != self.thread_id:
            return
        if seq == len(self._taken) + 1:
            self._taken[seq] = frame.number
            self._damaged_now = 0
        elif seq in self._taken:
            self.story.repeated += 1
        else:
            self.story.gaps += 1
            self._wants_resume.set()
