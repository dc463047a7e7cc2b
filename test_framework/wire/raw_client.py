"""A client that sends any bytes at all: what no library would let anybody send.

What the server answers is read by the sans-I/O half of ``websockets``.
"""

from __future__ import annotations

import json
import struct
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from websockets.client import ClientProtocol
from websockets.frames import Close, Frame, Opcode
from websockets.http11 import Response
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

from test_framework.waiting import NotInTime, patient
from test_framework.wire.tcp import connect

T = TypeVar("T")

ANSWERED_WITHIN_S = 10.0
HANDSHAKE_WITHIN_S = 5.0
CHUNK = 65_536
LONG, LONGER = 126, 127
MASK = b"\x00\x00\x00\x00"
FIN = 0x80
# RFC 6455, 7.1.5: no close frame came.
NO_CLOSE_FRAME = 1006


def raw_frame(
    opcode: int, data: bytes = b"", *, fin: bool = True, reserved: int = 0, masked: bool = True
) -> bytes:
    r"""One frame as RFC 6455, 5.2, draws it, valid or not.

    Args:
        opcode: 0 to 15, also those that the RFC reserves.
        data: The payload, of any length. The mask is all zeros, so it stands there as it is.
        fin: Whether this is the last frame of its message.
        reserved: The bits RSV1 (4), RSV2 (2) and RSV3 (1).
        masked: As a client must send it.

    Example:
        >>> raw_frame(Opcode.TEXT, b"hi").hex()
        '8182000000006869'
    """
    head = (FIN if fin else 0) | reserved << 4 | opcode
    bit = 0x80 if masked else 0
    if len(data) < LONG:
        length = struct.pack("!B", bit | len(data))
    elif len(data) < CHUNK:
        length = struct.pack("!BH", bit | LONG, len(data))
    else:
        length = struct.pack("!BQ", bit | LONGER, len(data))
    return bytes([head]) + length + (MASK if masked else b"") + data


class RawClient:
    """One TCP connection to a WebSocket server, read and written by hand.

    Args:
        base_url: Where the server is, ``http://HOST:PORT``.
        path: Where its WebSocket is.
        narrow: Let hardly anything wait on our side: the buffers of one machine alone take
            megabytes.

    Attributes:
        messages: The JSON messages that came, oldest first.
        close: The close frame of the server; None as long as there is none.
        status: What the handshake was answered with (HTTP); None before.

    Example:
        >>> def break_the_rules(base_url: str) -> int:
        ...     with RawClient(base_url) as client:
        ...         client.shake_hands(["chat.v1"])
        ...         client.send(raw_frame(Opcode.TEXT, b"not masked", masked=False))
        ...         return client.wait_closed()
    """

    def __init__(self, base_url: str, path: str = "/ws", *, narrow: bool = False) -> None:
        parts = urlsplit(base_url)
        self._uri = parse_uri(f"ws://{parts.netloc}{path}")
        self._tcp = connect(
            parts.hostname or "", parts.port or 80, patient(ANSWERED_WITHIN_S), narrow=narrow
        )
        self._protocol = ClientProtocol(self._uri, max_size=None)
        self._ended = False
        self.messages: list[dict[str, Any]] = []
        self.status: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._tcp.close()

    @property
    def close(self) -> Close | None:
        """How the server closed, by its close frame."""
        return self._protocol.close_rcvd

    @property
    def over(self) -> bool:
        """Whether the server has closed, or ended the connection without a close frame."""
        return self._ended or self.close is not None

    def request(self, subprotocols: Sequence[str] = (), **headers: str) -> bytes:
        """The request of the handshake, not yet sent.

        Args:
            subprotocols: Offered to the server.
            headers: Further ones; ``_`` stands for ``-``.
        """
        offered = [Subprotocol(name) for name in subprotocols]
        self._protocol.available_subprotocols = offered or None
        request = self._protocol.connect()
        for name, value in headers.items():
            request.headers[name.replace("_", "-")] = value
        self._protocol.send_request(request)
        return b"".join(self._protocol.data_to_send())

    def shake_hands(self, subprotocols: Sequence[str] = (), **headers: str) -> None:
        """Send the request and read until it is answered; ``status`` tells how.

        Raises:
            NotInTime: when it is not answered.
        """
        self.send(self.request(subprotocols, **headers))
        self.wait_answered()

    def wait_answered(self) -> None:
        """Read until the request is answered; ``status`` tells how. Raises as ``shake_hands``."""
        awaiting = "an answer to the request to connect"
        self.read_until(lambda: self.status, awaiting, HANDSHAKE_WITHIN_S)

    def send(self, data: bytes) -> bool:
        """Send bytes as they are; False when the server has ended the connection meanwhile."""
        try:
            self._tcp.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def push(self, data: bytes, stalled_s: float = 0.2) -> int:
        """Send and never read; how many bytes were taken before the server took no more."""
        self._tcp.settimeout(patient(stalled_s))
        try:
            return self._tcp.send(data)
        except TimeoutError:
            return 0
        finally:
            self._tcp.settimeout(patient(ANSWERED_WITHIN_S))

    def wait_closed(self, within: float = ANSWERED_WITHIN_S) -> int:
        """The close code, when the server has closed; 1006 when it ended without a close frame.

        Raises:
            NotInTime: when it is still open after so many seconds, times the patience.
        """
        self.read_until(lambda: self.over, "the end of the connection", within)
        return NO_CLOSE_FRAME if self.close is None else int(self.close.code)

    def read_until(
        self, condition: Callable[[], T | None], awaiting: str, within: float = ANSWERED_WITHIN_S
    ) -> T:
        """Read until the condition is fulfilled; its value.

        Raises:
            NotInTime: when it is not in time, or the connection ends before.
        """
        deadline = time.monotonic() + patient(within)
        while not (value := condition()):
            left = deadline - time.monotonic()
            if self._ended or left <= 0 or not self._read(left):
                raise NotInTime(f"Waited for {awaiting}: it did not come. {self._what_came()}")
        return value

    def _read(self, seconds: float) -> bool:
        """Take what comes next; False when nothing came in that time."""
        self._tcp.settimeout(seconds)
        try:
            data = self._tcp.recv(CHUNK)
        except TimeoutError:
            return False
        except ConnectionResetError:
            data = b""
        if data:
            self._protocol.receive_data(data)
        else:
            self._ended = True
            self._protocol.receive_eof()
        for event in self._protocol.events_received():
            if isinstance(event, Response):
                self.status = event.status_code
            elif isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                self.messages.append(json.loads(bytes(event.data)))
        return True

    def _what_came(self) -> str:
        state = "it has ended" if self._ended else "it is still open"
        kinds = Counter(str(message.get("type")) for message in self.messages)
        return f"The connection: {state}, handshake {self.status}, {self.close}, {dict(kinds)}."
