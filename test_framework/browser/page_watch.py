"""The WebSockets of a page, as the browser's network layer sees them."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import CDPSession, Page

from test_framework.wire.frame import Direction
from test_framework.wire.frame_log import FrameLog

BINARY = 2  # the opcode, RFC 6455, 5.2
# Ends of sockets that are the page's own, for which neither line nor platform did anything.
CLOSED_WITH_PAGE = "the page was closed"
LEFT_WITH_PAGE = "the page went elsewhere"
CdpEvent = dict[str, Any]


class PageWatch:
    """Writes every frame of every socket of one page to a frame log.

    It listens to the Chrome DevTools Protocol (Network.webSocket*), whose events carry times
    of their own: they are right even when Python looks late. It must begin before the page
    goes anywhere; what was sent earlier is lost. It does not see the sockets of workers and
    of frames from another site.
    """

    def __init__(self, page: Page, log: FrameLog) -> None:
        self._log = log
        self._connections: dict[str, int] = {}
        # Seconds between the browser's monotonic clock and the epoch, by socket.
        self._offsets: dict[str, float] = {}
        self._urls: dict[str, str] = {}
        cdp: CDPSession = page.context.new_cdp_session(page)
        handlers: dict[str, Callable[[CdpEvent], None]] = {
            "webSocketCreated": self._created,
            "webSocketWillSendHandshakeRequest": self._handshake,
            "webSocketHandshakeResponseReceived": self._answered,
            "webSocketFrameSent": lambda event: self._frame(Direction.SENT, event),
            "webSocketFrameReceived": lambda event: self._frame(Direction.RECEIVED, event),
            "webSocketFrameError": self._failed,
            "webSocketClosed": self._closed,
        }
        for name, handler in handlers.items():
            cdp.on(f"Network.{name}", handler)
        # Sockets go with their document, and the browser does not report that.
        cdp.on("Page.frameNavigated", self._navigated)
        page.on("close", lambda _: self._all_ended(CLOSED_WITH_PAGE))
        cdp.send("Network.enable")
        cdp.send("Page.enable")

    def _created(self, event: CdpEvent) -> None:
        self._urls[event["requestId"]] = event["url"]

    def _handshake(self, event: CdpEvent) -> None:
        self._offsets[event["requestId"]] = event["wallTime"] - event["timestamp"]

    def _answered(self, event: CdpEvent) -> None:
        # Only now is it a socket; a refusal is reported as an error instead.
        self._connection(event)

    def _frame(self, direction: Direction, event: CdpEvent) -> None:
        message = event["response"]
        payload: str | bytes = message["payloadData"]
        if message["opcode"] == BINARY:
            payload = base64.b64decode(payload)
        self._log.append(direction, payload, self._at(event), self._connection(event))

    def _failed(self, event: CdpEvent) -> None:
        self._ended(event, str(event["errorMessage"]))

    def _closed(self, event: CdpEvent) -> None:
        self._ended(event, "")

    def _ended(self, event: CdpEvent, reason: str) -> None:
        # An attempt that was never answered is no socket; the page's console tells of it.
        if event["requestId"] in self._connections:
            self._log.closed(self._connection(event), self._at(event), reason=reason)

    def _navigated(self, event: CdpEvent) -> None:
        if "parentId" not in event["frame"]:
            self._all_ended(LEFT_WITH_PAGE)

    def _all_ended(self, reason: str) -> None:
        # Such ends have no time of the browser's own.
        now = time.time()
        for connection in self._connections.values():
            self._log.closed(connection, now, reason=reason)

    def _connection(self, event: CdpEvent) -> int:
        """The number of the event's socket, which is opened in the log at first sight."""
        request = event["requestId"]
        if request not in self._connections:
            url = self._urls.get(request, "(opened before the suite looked)")
            self._connections[request] = self._log.opened("page", url, self._at(event))
        return self._connections[request]

    def _at(self, event: CdpEvent) -> float:
        """When it happened, in seconds since the epoch."""
        moment: float = event["timestamp"]
        # Only a socket that was open before the watch began has no handshake to go by.
        offset = self._offsets.setdefault(event["requestId"], time.time() - moment)
        return moment + offset
