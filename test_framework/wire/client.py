"""A WebSocket client for sync steps, over the asyncio client of ``websockets``."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Mapping, Sequence

from anyio.from_thread import BlockingPortal
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.protocol import State
from websockets.typing import Origin, Subprotocol

from test_framework.waiting import NotInTime, patient
from test_framework.wire.frame import Direction
from test_framework.wire.frame_log import FrameLog
from test_framework.wire.tcp import reset

OPEN_WITHIN_S = 10.0
GOODBYE_WITHIN_S = 2.0


class NotConnected(Exception):
    """The socket could not be opened.

    Attributes:
        status: The HTTP status of the refusal; None when no answer came at all.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class SocketClosed(Exception):
    """Something was sent through a socket that has ended."""


class WireClient:
    """One socket of one user. Every frame goes to the frame log, stamped on arrival.

    A close by the other side raises nothing: look at ``closed``, or wait for it.

    Example:
        >>> def greet(portal: BlockingPortal, log: FrameLog) -> None:
        ...     client = WireClient.connect(portal, log, "ws://127.0.0.1:8000/ws")
        ...     client.send_text("hello")
        ...     client.close()
    """

    def __init__(self, portal: BlockingPortal, log: FrameLog, connection: ClientConnection) -> None:
        self._portal = portal
        self._log = log
        self._connection = connection
        self._reader: asyncio.Task[None]
        self._ended = threading.Event()
        self.number = 0

    @classmethod
    def connect(
        cls,
        portal: BlockingPortal,
        log: FrameLog,
        url: str,
        *,
        subprotocols: Sequence[str] = (),
        origin: str | None = None,
        headers: Mapping[str, str] | None = None,
        within: float = OPEN_WITHIN_S,
    ) -> WireClient:
        """Open a socket.

        Args:
            portal: Where its loop runs.
            log: Where its frames go.
            url: ``ws://`` or ``wss://``.
            subprotocols: Offered to the server, in this order.
            origin: The ``Origin`` header; none when None.
            headers: Further headers of the handshake, for example a cookie.
            within: Seconds for TCP and handshake together, times the patience.

        Raises:
            NotConnected: refused, unreachable, or too slow.
        """

        async def open_and_read() -> WireClient:
            connection = await connect(
                url,
                subprotocols=[Subprotocol(name) for name in subprotocols] or None,
                origin=None if origin is None else Origin(origin),
                additional_headers=dict(headers or {}),
                open_timeout=patient(within),
                close_timeout=patient(GOODBYE_WITHIN_S),
                # The suite judges the platform's frames and heartbeat as they are: no
                # compression, no pings of its own, no limit, no proxy of the environment.
                compression=None,
                ping_interval=None,
                max_size=None,
                proxy=None,
            )
            client = cls(portal, log, connection)
            client.number = log.opened("wire", url, at=time.time())
            # Started here, in the loop, so that not even the first frame waits for a hand-over.
            client._reader = asyncio.create_task(client._read())
            return client

        try:
            return portal.call(open_and_read)
        except InvalidStatus as error:
            status = error.response.status_code
            raise NotConnected(f"{url} refused the socket with HTTP {status}.", status) from error
        except (OSError, InvalidHandshake) as error:
            # A deadline is an OSError too, since Python 3.11.
            what = str(error) or f"no answer within {patient(within):.1f} s"
            raise NotConnected(f"{url} could not be reached: {what}.") from error

    @property
    def subprotocol(self) -> str | None:
        """The subprotocol that the server selected."""
        return self._connection.subprotocol

    @property
    def closed(self) -> bool:
        """True when the socket has ended, whoever ended it, and all its frames are logged."""
        return self._ended.is_set()

    @property
    def close_code(self) -> int | None:
        """The code of the close frame; 1006 when the connection was lost; None while open."""
        return self._connection.close_code if self.closed else None

    @property
    def close_reason(self) -> str:
        """The reason in the close frame; empty when there is none."""
        return (self._connection.close_reason or "") if self.closed else ""

    def send_text(self, text: str) -> None:
        """Send a text frame.

        Raises:
            SocketClosed: when the socket has ended; the message says how.
        """
        self._portal.call(self._send, text)

    def send_bytes(self, data: bytes) -> None:
        """Send a binary frame. Raises like ``send_text``."""
        self._portal.call(self._send, data)

    async def post(self, text: str) -> None:
        """The same as ``send_text``, for what runs in the loop of the socket itself."""
        await self._send(text)

    def wait_closed(self, within: float = 10.0) -> int:
        """The close code, when the other side has closed (1006: it was cut).

        Raises:
            NotInTime: when the socket is still open after so many seconds, times the patience.
        """
        if not self._ended.wait(patient(within)):
            raise NotInTime(
                f"Waited {patient(within):.1f} s for socket {self.number} of "
                f"{self._log.owner} to be closed: it is still open."
            )
        return self._connection.close_code or 1006

    def close(self, code: int = 1000, reason: str = "") -> None:
        """Close with a closing handshake; a dead peer is given two seconds. Idempotent."""
        self._portal.call(self._close, code, reason)

    def abort(self) -> None:
        """Cut the TCP connection with a reset, as a dying network does. Idempotent."""
        self._portal.call(self._abort)

    async def _send(self, payload: str | bytes) -> None:
        if self._connection.state is not State.OPEN:
            raise SocketClosed(self._how_it_ended())
        # Logged before it leaves: the answer must not come before the question.
        self._log.append(Direction.SENT, payload, time.time(), self.number)
        try:
            await self._connection.send(payload)
        except ConnectionClosed as error:
            raise SocketClosed(self._how_it_ended()) from error

    async def _read(self) -> None:
        try:
            async for payload in self._connection:
                self._log.append(Direction.RECEIVED, payload, time.time(), self.number)
        except ConnectionClosed:
            # Not an error here: the code and the reason tell.
            pass
        finally:
            code = self._connection.close_code
            reason = self._connection.close_reason or ""
            self._log.closed(self.number, time.time(), code, reason)
            self._ended.set()

    async def _close(self, code: int, reason: str) -> None:
        await self._connection.close(code, reason)
        await asyncio.wait([self._reader])

    async def _abort(self) -> None:
        reset(self._connection.transport)
        await asyncio.wait([self._reader])

    def _how_it_ended(self) -> str:
        code, reason = self._connection.close_code, self._connection.close_reason
        return (
            f"Socket {self.number} of {self._log.owner} is closed "
            f"(code {code or 1006}{', ' + reason if reason else ''}): nothing can be sent."
        )
