"""What this machine's TCP offers to those who test with it."""

import asyncio
import contextlib
import socket
import struct

LOOPBACK = "127.0.0.1"
# struct linger {on, seconds}: with 0 seconds a close sends RST and drops what was not sent.
_LINGER_NOT = struct.pack("ii", 1, 0)
_NARROW_BUFFER = 2_048


def connect(host: str, port: int, within: float, *, narrow: bool = False) -> socket.socket:
    """A connection whose calls block.

    Args:
        host: A name or an address.
        port: Of that host.
        within: How long a call blocks at most, in seconds.
        narrow: Let hardly anything wait for us here; what waits at the sender is the sender's.

    Raises:
        OSError: when nobody takes it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tcp = socket.socket(family, socket.SOCK_STREAM)
    try:
        tcp.settimeout(within)
        if narrow:  # before it is connected: both ends agree on the window's scale then
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _NARROW_BUFFER)
        tcp.connect((host, port))
    except OSError:
        tcp.close()
        raise
    return tcp


def reset(transport: asyncio.BaseTransport) -> None:
    """End a connection with RST, as a dying network or process does. Idempotent."""
    if isinstance(transport, asyncio.WriteTransport) and not transport.is_closing():
        tcp = transport.get_extra_info("socket")
        with contextlib.suppress(OSError):  # the other side was faster
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        transport.abort()
