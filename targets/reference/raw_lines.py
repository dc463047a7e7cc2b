"""Raw connections to the reference platform, by people who keep no rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from websockets.frames import Opcode

from targets.reference.api import Api
from targets.reference.wire_chat import PROTOCOL
from test_framework.test_context import TestContext
from test_framework.wire.raw_client import RawClient, raw_frame

TOO_LONG = "a" * 9_000
TOO_MANY = 200
# An answer to this shows that the platform takes part, in what came before too.
PING = raw_frame(Opcode.TEXT, b'{"type": "ping", "id": "are-you-there"}')
NONSENSE = raw_frame(Opcode.TEXT, b"{this is not JSON")
# Pings of the protocol itself, as long as they may be: each asks for as much in return.
UNREAD = raw_frame(Opcode.PING, b"?" * 125) * 500


def line_of(context: TestContext, *, narrow: bool = False) -> RawClient:
    """A connection that has said nothing yet; hardly anything waits on a narrow one."""
    return RawClient(context.base_url, narrow=narrow)


def inside(context: TestContext, *, narrow: bool = False) -> RawClient:
    """A connection with a fresh ticket of this person, which was looked at: in or refused."""
    line = line_of(context, narrow=narrow)
    line.shake_hands([PROTOCOL, f"ticket.{Api.of(context).ticket()}"])
    line.send(PING)
    line.read_until(lambda: line.messages, "a word of the platform")
    return line


def follow(line: RawClient, thread_id: str) -> None:
    """Have the news of a conversation sent from now on."""
    opening = {"type": "thread.open", "id": "follow", "thread_id": thread_id, "payload": {}}
    line.send(raw_frame(Opcode.TEXT, json.dumps(opening).encode()))
    line.read_until(
        lambda: any(message.get("reply_to") == "follow" for message in line.messages),
        "the conversation",
    )


def _with_header(base_url: str) -> RawClient:
    line = RawClient(base_url)
    line.send(line.request([PROTOCOL], Cookie=TOO_LONG))
    return line


def _with_headers(base_url: str) -> RawClient:
    line = RawClient(base_url)
    line.send(line.request([PROTOCOL], **{f"X_{number}": "y" for number in range(TOO_MANY)}))
    return line


def _to_address(base_url: str) -> RawClient:
    line = RawClient(base_url, f"/ws?{TOO_LONG}")
    line.send(line.request([PROTOCOL]))
    return line


# Requests to connect that no server should read to the end.
BEYOND_MEASURE: Mapping[str, Callable[[str], RawClient]] = {
    "with a header that is too long": _with_header,
    "with too many headers": _with_headers,
    "to an address that is too long": _to_address,
}
HEAD = b"GET /ws HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgr"
BODY = (
    b"POST /api/auth/login HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
    b'Content-Length: 100\r\n\r\n{"email": '
)
# Requests that are begun: what is sent at once, and what is sent when one waits for the end.
BEGUN: Mapping[str, tuple[bytes, bytes]] = {
    "says nothing": (b"", b""),
    "stops in its head": (HEAD, b""),
    "goes on letter by letter": (HEAD, b"a"),
    "stops in its body": (BODY, b""),
}
