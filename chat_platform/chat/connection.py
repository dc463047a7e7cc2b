"""One WebSocket of one user: reads messages, sends frames, ends with a clear code."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import structlog
from prometheus_client import Gauge
from sqlalchemy.exc import OperationalError
from starlette.websockets import WebSocket, WebSocketDisconnect

from chat_platform.accounts.sessions import Caller
from chat_platform.chat.following import Following
from chat_platform.chat.frames import Payload, error_payload, reply_frame
from chat_platform.chat.outgoing import Outgoing
from chat_platform.chat.pace import Pace
from chat_platform.chat.router import HANDLERS, Unreadable, read_message
from chat_platform.chat.store import Refused
from chat_platform.contract.errors import ERROR_TEXTS, ErrorCode
from chat_platform.contract.vocabulary import ClientMessage
from chat_platform.operations.problems import log_surprise

if TYPE_CHECKING:
    from chat_platform.chat.room import ChatRoom

log = structlog.get_logger(__name__)
OPEN = Gauge("chat_open_sockets", "WebSockets of users")

# Unreadable frames in a row before the session is no longer thought healthy.
PATIENCE = 20
# Messages beyond the pace, refused one by one, before the same is thought.
EXCESS = 100
GOODBYE_S = 3.0

POLICY, TRY_LATER, SURPRISE = 1008, 1013, 1011


class Connection:
    """Serves one open socket until either side ends it.

    Attributes:
        room: The chat room.
        user_id: Whose socket it is.
        session_id: The log-in through which it was opened.
        gone: Set when the socket has ended and its last words have been sent.
        following: The threads whose events it sends.
    """

    def __init__(self, websocket: WebSocket, caller: Caller, room: ChatRoom) -> None:
        self.room = room
        self.user_id = caller.user.id
        self.session_id = caller.session_id
        self.gone = asyncio.Event()
        self._ends_at = caller.ends_at
        self._websocket = websocket
        self._outbox = Outgoing(room.settings.waiting_chars)
        self._pace = Pace(room.settings.messages_per_s)
        self._unreadable = 0
        self.following = Following(room.hub, room.store, self._outbox.put, self.tell)
        self._ending: asyncio.Future[tuple[int, str, str | None]] = (
            asyncio.get_running_loop().create_future()
        )

    async def answer(self, payload: Payload, reply_to: str | None) -> None:
        """Send a reply to the client's message ``reply_to``."""
        await self._outbox.put(reply_frame(payload, reply_to))

    def tell(self, frame: str) -> None:
        """Send a frame, or give the socket up when it is too slow to take more."""
        try:
            self._outbox.put_nowait(frame)
        except asyncio.QueueFull:
            self.end(TRY_LATER, "too slow; reconnect and resume")

    def end(self, code: int, reason: str, last_words: str | None = None) -> None:
        """Close soon with this code, after one more frame. The first call counts."""
        if not self._ending.done():
            self._ending.set_result((code, reason, last_words))

    async def serve(self) -> None:
        """Work until the client leaves or :meth:`end` is called."""
        try:
            with OPEN.track_inprogress():
                await self._serve()
        finally:
            self.gone.set()

    async def _serve(self) -> None:
        reader = asyncio.create_task(self._read(), name="socket reader")
        sender = asyncio.create_task(self._send(), name="socket sender")
        watcher = asyncio.create_task(self._outlive_log_in(), name="socket watcher")
        self.room.hub.sockets.add(self)
        self.room.hub.listen(self.user_id, self)
        log.info("socket_opened", user_id=self.user_id)
        try:
            ends = reader, sender, watcher, self._ending
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.room.hub.sockets.discard(self)
            self.room.hub.stop_listening(self.user_id, self)
            self.following.close()
            for task in (reader, sender, watcher):
                task.cancel()
            outcomes = await asyncio.gather(reader, sender, watcher, return_exceptions=True)
            self._outbox.close()
        self._judge(outcomes)
        if self._ending.done():
            await self._say_goodbye(*self._ending.result())

    async def _outlive_log_in(self) -> None:
        """End with the log-in, which ends sooner than it could when nobody renews it."""
        while True:
            await asyncio.sleep((self._ends_at - datetime.now(UTC)).total_seconds())
            caller = await self.room.sessions.find_alive(self.session_id)
            if caller is None:
                break
            self._ends_at = caller.ends_at
        self.end(POLICY, "the log-in has run out")

    def _judge(self, outcomes: Iterable[BaseException | None]) -> None:
        """A surprise in one of the tasks ends the socket; a client that left does not count."""
        for outcome in outcomes:
            if isinstance(outcome, Exception) and not isinstance(outcome, WebSocketDisconnect):
                log_surprise(outcome, user_id=self.user_id)
                self.end(SURPRISE, "internal error")

    async def _say_goodbye(self, code: int, reason: str, last_words: str | None) -> None:
        log.info("socket_closed", user_id=self.user_id, code=code, reason=reason)
        with suppress(WebSocketDisconnect, RuntimeError):
            if last_words is not None:
                # A peer that does not read must not hold us here.
                with suppress(TimeoutError):
                    async with asyncio.timeout(GOODBYE_S):
                        await self._websocket.send_text(last_words)
            # This waits for nobody: see SteadyWebSocket.send.
            await self._websocket.close(code, reason)

    async def _send(self) -> None:
        while True:
            await self._websocket.send_text(await self._outbox.get())

    async def _read(self) -> None:
        while (incoming := await self._websocket.receive())["type"] == "websocket.receive":
            await self._take(incoming)
            if self._ending.done():
                return

    async def _take(self, incoming: Mapping[str, Any]) -> None:
        left = self._pace.take()
        if left < -EXCESS:
            self.end(POLICY, "too many messages")
        try:
            text = incoming.get("text")
            if text is None:
                raise Unreadable(ErrorCode.NOT_TEXT)  # noqa: TRY301 - answered right below
            message = read_message(text)
        except Unreadable as problem:
            self._unreadable += 1
            await self._refuse(problem, problem.reply_to)
            if self._unreadable >= PATIENCE:
                self.end(POLICY, "too many unreadable messages")
            return
        self._unreadable = 0
        if left < 0:
            await self._refuse(Refused(ErrorCode.RATE_LIMITED), message.id)
        else:
            await self._carry_out(message)

    async def _carry_out(self, message: ClientMessage) -> None:
        try:
            await HANDLERS[type(message)](self, message)
        except Refused as problem:
            await self._refuse(problem, message.id)
        except OperationalError as problem:
            log.warning("storage_unavailable", message=message.type, exc_info=problem)
            await self._refuse(Refused(ErrorCode.STORAGE_UNAVAILABLE), message.id)
        except Exception as problem:  # one message's trouble must not end the session
            reference = log_surprise(problem, user_id=self.user_id, message=message.type)
            told = ERROR_TEXTS[ErrorCode.INTERNAL].message
            words = f"{told} Reference: {reference}."
            await self.answer(error_payload(ErrorCode.INTERNAL, message=words), message.id)

    async def _refuse(self, problem: Refused, reply_to: str | None) -> None:
        payload = error_payload(problem.code, problem.field, problem.message)
        await self.answer(payload, reply_to)
