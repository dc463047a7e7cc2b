"""A WebSocket to the platform, for tests that speak frame by frame."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from socket import create_connection
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

Frame = dict[str, Any]
PATIENCE_S = 10.0


class Socket:
    """Sends and receives JSON frames; ``frames`` keeps all that came.

    Args:
        url: Where the platform listens.
        ticket: Offered as a subprotocol.
        host: What the client believes to talk to, where a proxy stands between.
        origin: Of the page that opens the socket; a program has none.
    """

    def __init__(self, url: str, ticket: str, host: str = "", origin: str | None = None) -> None:
        address = url.removeprefix("http://")
        name, _, port = address.rpartition(":")
        self._connection = connect(
            f"ws://{host or address}/ws",
            sock=create_connection((name, int(port))),
            subprotocols=["chat-is-king.v1", f"ticket.{ticket}"],
            origin=origin,
            compression=None,
            max_size=None,
            legacy=True,
        )
        self._ids = count(1)
        self.frames: list[Frame] = []

    @property
    def subprotocol(self) -> str | None:
        return self._connection.subprotocol

    def send(self, kind: str, **fields: Any) -> str:
        """Send a message; returns the id it got."""
        message = {"type": kind, "id": f"m{next(self._ids)}", **fields}
        self.send_raw(json.dumps(message))
        return str(message["id"])

    def send_raw(self, payload: str | bytes) -> None:
        self._connection.send(payload)

    def receive(self) -> Frame:
        frame: Frame = json.loads(self._connection.recv(timeout=PATIENCE_S))
        self.frames.append(frame)
        return frame

    def until(self, wanted: Callable[[Frame], bool] | str) -> Frame:
        """Receive until a frame of that type, or one that fits, comes."""
        fits = (lambda f: f["type"] == wanted) if isinstance(wanted, str) else wanted
        while not fits(frame := self.receive()):
            pass
        return frame

    def ask(self, kind: str, **fields: Any) -> Frame:
        """Send a message and receive until its reply."""
        sent = self.send(kind, **fields)
        return self.until(lambda frame: frame.get("reply_to") == sent)

    def new_thread(self, title: str = "") -> str:
        opened = self.ask("thread.create", payload={"title": title})
        return str(opened["payload"]["thread"]["thread_id"])

    def say(self, thread_id: str, text: str, **fields: Any) -> Frame:
        return self.ask("message.send", thread_id=thread_id, payload={"text": text}, **fields)

    def log_of(self, thread_id: str) -> list[Frame]:
        """The log events of the thread that came, in order of arrival."""
        return [f for f in self.frames if f.get("thread_id") == thread_id]

    def closed_with(self) -> tuple[int, str]:
        """Receive until the other side closes; how it did."""
        with pytest.raises(ConnectionClosed) as end:
            self.until(lambda _: False)
        assert end.value.rcvd is not None, "the connection was lost without a close frame"
        return end.value.rcvd.code, end.value.rcvd.reason

    def close(self) -> None:
        self._connection.close()

    def cut(self) -> None:
        """Lose the connection without a goodbye."""
        self._connection.socket.close()
