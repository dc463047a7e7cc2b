"""What breaks the rules of a WebSocket connection (RFC 6455), as bytes, by what it is.

The comments name the section that says what a server does with it.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from websockets.frames import Opcode

from test_framework.wire.raw_client import raw_frame

MANY_PIECES = 2_000
LARGEST_CONTROL_FRAME = 125
UNKNOWN_DATA_FRAME, UNKNOWN_CONTROL_FRAME = 3, 11
NO_STATUS, OUT_OF_RANGE = 1005, 999
PIECE = raw_frame(Opcode.CONT, fin=False)


def closing(code: int, reason: bytes = b"") -> bytes:
    """A close frame with any code and reason."""
    return raw_frame(Opcode.CLOSE, struct.pack("!H", code) + reason)


MISCHIEF: Mapping[str, bytes] = {
    # 5.1: close with 1002.
    "a frame without a mask": raw_frame(Opcode.TEXT, b"{}", masked=False),
    # 5.2: fail the connection.
    "a frame with a reserved bit": raw_frame(Opcode.TEXT, b"{}", reserved=4),
    "data of an unknown kind": raw_frame(UNKNOWN_DATA_FRAME, b"{}"),
    "a control frame of an unknown kind": raw_frame(UNKNOWN_CONTROL_FRAME),
    "what claims to be 4 exabytes long": b"\x81\xff" + struct.pack("!QI", 2**62, 0),
    # 5.4: fragments of different messages are not mixed; one follows a beginning.
    "a message inside another message": raw_frame(Opcode.TEXT, b"{", fin=False)
    + raw_frame(Opcode.TEXT, b"{}"),
    "the end of a message without a beginning": raw_frame(Opcode.CONT, b"}"),
    # 5.5: control frames are short, and whole.
    "a ping in pieces": raw_frame(Opcode.PING, b"?", fin=False),
    "a ping that is too long": raw_frame(Opcode.PING, b"?" * (LARGEST_CONTROL_FRAME + 1)),
    # 5.5.1 and 7.4.
    "a goodbye of one byte": raw_frame(Opcode.CLOSE, b"\x03"),
    "a goodbye that nobody may say": closing(NO_STATUS),
    "a goodbye out of range": closing(OUT_OF_RANGE),
    # 8.1: close with 1007.
    "a goodbye that is no text": closing(1000, b"\xff"),
    "a text that is no text": raw_frame(Opcode.TEXT, b'{"\xff'),
    "another protocol": b"GET / HTTP/1.1\r\nHost: here\r\n\r\n",
    # 10.4: implementations should limit what a message may take.
    "a message in two thousand empty pieces": raw_frame(Opcode.TEXT, fin=False)
    + PIECE * MANY_PIECES
    + raw_frame(Opcode.CONT),
}
