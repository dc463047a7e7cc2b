"""What this machine's TCP offers to those who test with it."""

import asyncio
import contextlib
import socket
import struct

LOOPBACK = "127.0.0.1"
# struct linger {on, seconds}: with 0 seconds a close sends RST and drops what was not sent.
_LINGER_NOT = struct.pack("ii", 1, 0)


def reset(transport: asyncio.BaseTransport) -> None:
    """End a connection with RST, as a dying network or process does. Idempotent."""
    if isinstance(transport, asyncio.WriteTransport) and not transport.is_closing():
        tcp = transport.get_extra_info("socket")
        with contextlib.suppress(OSError):  # the other side was faster
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        transport.abort()
