"""Chatting without a browser: the platform's own protocol through one socket."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import count
from typing import Any

from targets.reference.api import Api
from test_framework.events.model import AgentEvent, EventKind, parent_of
from test_framework.targets import Said
from test_framework.test_context import TestContext
from test_framework.wire.client import WireClient

PROTOCOL = "chat-is-king.v1"
REPLY_WITHIN_S = 5.0


class WireChat:
    """One user's chat over one socket at a time.

    Replies are found in the frame log by ``reply_to``, so that what a step waits for is
    exactly what the checkers judge.
    """

    def __init__(self, context: TestContext) -> None:
        self.context = context
        self._socket: WireClient | None = None
        self.thread_id = ""
        self.used_tickets: list[str] = []
        # Unlike those of the same person's other devices, in the letters the platform takes.
        device = "".join(c for c in context.name if c.isascii() and c.isalnum())
        self._ids = (f"{device}-{number}" for number in count(1))

    @property
    def socket(self) -> WireClient:
        """The socket in use."""
        assert self._socket is not None, f"{self.context.name} is not connected: connect() first"
        return self._socket

    @socket.setter
    def socket(self, opened: WireClient) -> None:
        self._socket = opened

    # The user's way (the Chat protocol)

    def connect(self) -> None:
        """Come in by a socket with a fresh ticket; returns when the platform takes part.

        A socket is open before its ticket was looked at: what happens until then reaches the
        user's other devices, but not this one.
        """
        self.used_tickets.append(Api.of(self.context).fresh_ticket())
        self.socket = self.open_socket(self.used_tickets[-1])
        self.ask("ping")

    def start_conversation(self) -> None:
        """Begin a conversation and follow it."""
        opened = self.ask("thread.create")
        self.thread_id = opened.payload["thread"]["thread_id"]
        # The reply overtakes the conversation's own first event: wait for that too, so that
        # nothing of the beginning is still on its way when the next step looks.
        self.context.wait_for_event(
            "thread_created",
            within=REPLY_WITHIN_S,
            where=lambda event: event.thread_id == self.thread_id,
        )

    def send(self, text: str) -> None:
        """Send a message; returns when it is on its way."""
        self.send_message("message.send", self.thread_id, {"text": text})

    def stop(self) -> None:
        """Ask for the end of the run that was begun last."""
        self.ask("run.cancel", self.thread_id, {"run_id": self.newest_run()})

    def newest_run(self) -> str:
        """The id of the run that was begun last, not counting those nested in it."""
        return next(
            event.run_id
            for event in reversed(self.context.events)
            if event.kind is EventKind.AGENT_STARTED and not parent_of(event)
        )

    def conversation(self) -> Sequence[Said]:
        """The conversation as the platform tells it now."""
        history = self.ask("history.get", self.thread_id)
        titles = self.agent_titles()
        return [
            Said("You" if said["author"] == "user" else titles[said["agent"]], said["text"])
            for said in history.payload["messages"]
        ]

    def titles(self) -> Sequence[str]:
        """The names of the user's conversations."""
        return [thread["title"] for thread in self.ask("thread.list").payload["threads"]]

    def open_conversation(self, thread_id: str) -> None:
        """Follow a conversation that exists."""
        self.ask("thread.open", thread_id)
        self.thread_id = thread_id

    def told(self) -> str:
        """The last refusal, in words."""
        refusal = self.refusal()
        return f"{refusal.payload['message']} {refusal.payload['what_next']}"

    # The protocol's way (for steps about the protocol itself)

    def open_socket(self, ticket: str | None, origin: str | None = None) -> WireClient:
        """A socket of this user, by ticket, as a page of this origin would open it."""
        offered = [PROTOCOL] if ticket is None else [PROTOCOL, f"ticket.{ticket}"]
        return self.context.open_socket("/ws", subprotocols=offered, origin=origin)

    def send_message(
        self,
        kind: str,
        thread_id: str | None = None,
        payload: dict[str, Any] | None = None,
        *,
        message_id: str | None = None,
    ) -> str:
        """Send one client message; its id."""
        message = self.compose(kind, thread_id, payload, message_id=message_id)
        self._deliver(message)
        return str(message["id"])

    def compose(
        self,
        kind: str,
        thread_id: str | None = None,
        payload: dict[str, Any] | None = None,
        *,
        message_id: str | None = None,
    ) -> dict[str, Any]:
        """A client message that is sent later."""
        message = {"type": kind, "id": message_id or next(self._ids), "payload": payload or {}}
        if thread_id is not None:
            message["thread_id"] = thread_id
        return message

    def _deliver(self, message: dict[str, Any]) -> None:
        self.send_raw(json.dumps(message, ensure_ascii=False))

    def send_raw(self, payload: str | bytes) -> None:
        """Send a frame as it is."""
        if isinstance(payload, bytes):
            self.socket.send_bytes(payload)
        else:
            self.socket.send_text(payload)

    def ask(
        self, kind: str, thread_id: str | None = None, payload: dict[str, Any] | None = None
    ) -> AgentEvent:
        """Send one client message and wait for its reply."""
        return self.reply_to(self.send_message(kind, thread_id, payload))

    def reply_to(self, message_id: str) -> AgentEvent:
        """The reply to a client message."""
        return self.replies_to(message_id, 1)[0]

    def replies_to(self, message_id: str, how_many: int) -> list[AgentEvent]:
        """That many replies to a client message, in order of arrival."""

        def arrived() -> list[AgentEvent] | None:
            found = [e for e in self.context.events if e.reply_to == message_id]
            return found if len(found) >= how_many else None

        return self.context.wait_for(
            arrived,
            awaiting=f"{how_many} repl{'y' if how_many == 1 else 'ies'} to {message_id}",
            within=REPLY_WITHIN_S,
        )

    def refusal(self) -> AgentEvent:
        """The last error that the platform sent, waiting for the first."""
        return self.context.wait_for(
            lambda: next((e for e in reversed(self.context.events) if e.type == "error"), None),
            awaiting="an error message",
            within=REPLY_WITHIN_S,
        )

    def agent_titles(self) -> dict[str, str]:
        """The agents' names for people, by their stable names."""
        agents = self.ask("agent.list").payload["agents"]
        return {agent["name"]: agent["title"] for agent in agents}
