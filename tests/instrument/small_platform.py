"""A small real platform: one page over HTTP and one WebSocket that does as it is told."""

import json
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from anyio.from_thread import BlockingPortal
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from test_framework.events.model import AgentEvent, EventKind
from test_framework.targets import Access, Chat, LaunchOptions
from test_framework.test_context import TestContext
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.tcp import LOOPBACK

PAGE = """<!doctype html>
<html lang="en"><title>Small</title><link rel="icon" href="data:,">
<h1>Small page</h1><p role="status">closed</p>
<script>
  const status = document.querySelector("[role=status]");
  window.sockets = [];
  function open_socket() {
    const socket = new WebSocket(`ws://${location.host}/ws`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => { status.textContent = "open"; socket.send("hello"); };
    socket.onclose = () => { status.textContent = "lost"; };
    sockets.push(socket);
  }
  console.info("page ready");
  open_socket();
</script></html>"""


class SmallPlatform:
    """Frames are orders: ``{"do": ..., ...}``; anything else is echoed."""

    def __init__(self, portal: BlockingPortal) -> None:
        self._portal = portal
        self._server: Server = portal.call(self._listen)
        self.stopped = False

    @property
    def port(self) -> int:
        return int(next(iter(self._server.sockets)).getsockname()[1])

    @property
    def base_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def ws_url(self) -> str:
        return f"ws://{LOOPBACK}:{self.port}/ws"

    def log_excerpt(self, lines: int = 40) -> str:
        return f"the last {lines} lines"

    def restart(self) -> None:
        raise NotImplementedError("the instrument's tests restart real processes elsewhere")

    def stop(self) -> None:
        self.stopped = True
        self._portal.call(self._stop)

    async def _stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _listen(self) -> Server:
        return await serve(self._obey, LOOPBACK, 0, process_request=self._page, max_size=None)

    def _page(self, _connection: ServerConnection, request: Request) -> Response | None:
        if request.path == "/ws":
            return None
        if request.path == "/forbidden":
            return Response(HTTPStatus.FORBIDDEN, "Forbidden", Headers(), b"no")
        headers = Headers({"Content-Type": "text/html; charset=utf-8", "Connection": "close"})
        headers["Content-Length"] = str(len(PAGE.encode()))
        return Response(HTTPStatus.OK, "OK", headers, PAGE.encode())

    async def _obey(self, socket: ServerConnection) -> None:
        async for message in socket:
            order = _order(message)
            match order.get("do"):
                case "count":
                    for number in range(1, order["to"] + 1):
                        await socket.send(str(number))
                case "close":
                    await socket.close(order["code"], order["reason"])
                case "vanish":
                    socket.transport.abort()
                case "bytes":
                    await socket.send(bytes(order["values"]))
                case "events":
                    for event in order["events"]:
                        await socket.send(json.dumps(event))
                case "headers":
                    headers = socket.request.headers.raw_items() if socket.request else []
                    await socket.send(json.dumps({name.lower(): value for name, value in headers}))
                case _:
                    await socket.send(message)


def _order(message: str | bytes) -> dict[str, Any]:
    try:
        order = json.loads(message)
    except ValueError:
        return {}
    return order if isinstance(order, dict) else {}


class SmallTarget:
    """What the suite must know of the small platform: frames with a "type" are events."""

    name = "small"
    title = "The small platform"
    capabilities = frozenset({"browser", "wire"})

    def __init__(self, portal: BlockingPortal) -> None:
        self._portal = portal

    def start(self, _options: LaunchOptions) -> SmallPlatform:
        return SmallPlatform(self._portal)

    def access(self, driver: str, context: TestContext) -> Access:
        raise NotImplementedError("nobody logs in here")

    def chat(self, driver: str, context: TestContext) -> Chat:
        raise NotImplementedError("nobody chats here")

    def decoder(self, owner: str) -> Callable[[Frame], Iterable[AgentEvent]]:
        return _Decoder(owner)


class _Decoder:
    """Notes every frame it is given, so that a test can tell whether one came twice."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._decoded: set[int] = set()

    def __call__(self, frame: Frame) -> Iterable[AgentEvent]:
        if frame.number in self._decoded:
            raise AssertionError(f"frame {frame.number} was decoded twice")
        self._decoded.add(frame.number)
        body = _order(frame.payload)
        if frame.direction is Direction.SENT or "type" not in body:
            return
        kinds = {str(kind) for kind in EventKind}
        name = str(body["type"])
        yield AgentEvent(
            kind=EventKind(name) if name in kinds else EventKind.OTHER,
            type=name,
            owner=self._owner,
            frame=frame.number,
            connection=frame.connection,
            received_at=frame.at,
            run_id=str(body.get("run_id", "")),
            payload=body.get("payload", {}),
        )
