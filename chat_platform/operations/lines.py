"""HTTP and WebSocket lines whose other end may be hostile: they cost little, and end in time.

uvicorn's own protocols wait for ever: for a request that never becomes whole, for a message of
endless fragments, for a peer that never reads. Here each of them has an end.
"""

from __future__ import annotations

import asyncio
from asyncio import TimerHandle
from http import HTTPStatus
from typing import ClassVar

import h11
from uvicorn._types import ASGIReceiveEvent, ASGISendEvent
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame

# Fragments of one message. Those without a byte do not count towards its size.
MOST_FRAGMENTS = 1_024
# Long enough for the loop to read once what is there.
LAST_LOOK_S = 0.1
# How long a peer that does not read may keep us after our last word.
LET_GO_AFTER_S = 15.0
LET_GO_OF_THE_DEAD_AFTER_S = 3.0


def patient(within_s: float) -> type[PatientHttp]:
    """The HTTP protocol that waits so many seconds for a whole request.

    Example:
        >>> patient(30).within_s
        30
    """
    return type("Patient", (PatientHttp,), {"within_s": within_s})


class PatientHttp(H11Protocol):
    """HTTP/1.1, where a request must be whole in time: from the first byte to the last.

    Who sends a part is answered with 408 (RFC 9110, 15.5.9), who says nothing with nothing.

    Attributes:
        within_s: Seconds.
    """

    within_s: ClassVar[float] = 30.0
    _deadline: TimerHandle | None = None
    _handed_over = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait."""
        super().connection_made(transport)
        self._mind_the_time()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request, and wait for the rest."""
        super().data_received(data)
        self._mind_the_time()

    def on_response_complete(self) -> None:
        """Wait for the next request, if a part of it is here."""
        super().on_response_complete()
        self._mind_the_time()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the line over."""
        self._handed_over = True
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _mind_the_time(self) -> None:
        state = self.conn.their_state
        # Between two requests uvicorn has a shorter timer of its own.
        idle = state is h11.IDLE and self.timeout_keep_alive_task is None
        if self._handed_over or not (idle or state is h11.SEND_BODY):
            self._stop_waiting()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self.within_s, self._look_once_more)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _look_once_more(self) -> None:
        """What came while this process was busy elsewhere is read before anything is given up."""
        self._deadline = self.loop.call_later(LAST_LOOK_S, self._give_up)

    def _give_up(self) -> None:
        begun = bool(self.conn.trailing_data[0])
        if begun and self.conn.our_state is h11.IDLE and not self.transport.is_closing():
            late = HTTPStatus.REQUEST_TIMEOUT
            headers = [("Connection", "close"), ("Content-Length", "0")]
            answer = h11.Response(status_code=late, headers=headers, reason=late.phrase.encode())
            self.transport.write(self.conn.send(answer) or b"")
        self.transport.close()


class SteadyWebSocket(WebSocketsSansIOProtocol):
    """A WebSocket that answers what cannot be read, and takes nothing from who reads nothing."""

    def data_received(self, data: bytes) -> None:
        """Take bytes; a handshake that cannot be read is refused in HTTP."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_complete:
            self.handshake_complete = self.close_sent = True
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    def handle_cont(self, event: Frame) -> None:
        """Take a fragment, unless there are too many."""
        if len(self.frames) < MOST_FRAGMENTS:
            super().handle_cont(event)
        elif not self.close_sent:
            self.frames = []
            self.conn.fail(CloseCode.MESSAGE_TOO_BIG, f"more than {MOST_FRAGMENTS} fragments")
            self.handle_parser_exception()

    # Pongs and replies that nobody reads would pile up here: then we do not read either.

    def pause_writing(self) -> None:
        """Stop reading, too."""
        super().pause_writing()
        if not self.read_paused:
            self.read_paused = True
            self.transport.pause_reading()

    def resume_writing(self) -> None:
        """Go on reading when nothing else hinders it."""
        super().resume_writing()
        self._read_on()

    async def receive(self) -> ASGIReceiveEvent:
        """The next message for the application."""
        message = await self.queue.get()
        self._read_on()
        return message

    async def send(self, message: ASGISendEvent) -> None:
        """Send a message; the goodbye waits for no room, so that a slow reader finds it in the end.

        It is short, it comes once, and nothing comes after it.
        """
        held_up = message["type"] == "websocket.close" and not self.writable.is_set()
        if held_up:
            self.writable.set()
            # Closing with a ping of the peer unread would reset the connection, and the goodbye
            # with it.
            self.close_timeout = LET_GO_AFTER_S
        await super().send(message)
        if held_up and not self.disconnected:
            self.pause_writing()

    def _read_on(self) -> None:
        # After our goodbye nobody takes messages from the queue.
        nothing_new = self.close_sent or self.queue.empty()
        if self.read_paused and nothing_new and self.writable.is_set():
            self.read_paused = False
            self.transport.resume_reading()

    # Closing waits until all is written: for ever, when the peer does not read.

    def keepalive_timeout(self) -> None:
        """Close, and let go soon."""
        super().keepalive_timeout()
        self.loop.call_later(LET_GO_OF_THE_DEAD_AFTER_S, self._let_go)

    async def run_asgi(self) -> None:
        """Serve, and let go some time after the application has ended."""
        await super().run_asgi()
        if not self.disconnected:
            self.loop.call_later(LET_GO_AFTER_S, self._let_go)

    def _let_go(self) -> None:
        if not self.disconnected:
            self.transport.abort()
