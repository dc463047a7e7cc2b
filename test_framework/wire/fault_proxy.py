"""A TCP proxy between one user and the platform that can cut, refuse and count."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from anyio.from_thread import BlockingPortal

from test_framework.wire.tcp import LOOPBACK, reset

# Reading stops while this much is unsent, so that a slow side slows the other one down.
BUFFER_BYTES = 64 * 1024

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class FaultProxy:
    """Passes bytes on, unread, until it is told to do harm. It counts the harm it did.

    Attributes:
        port: The port of this machine that it listens on.
        url: Where to go instead of the platform, without a trailing slash.
        passed: Connections passed on to the platform so far.
        cuts: Connections cut so far; above zero proves that the fault has fired.
        refused: New connections refused so far.
        unreachable: Connections given up because the platform could not be reached.

    Example:
        >>> def lose_the_network(portal: BlockingPortal) -> None:
        ...     proxy = FaultProxy(portal, "127.0.0.1", 8000)
        ...     # ... the user talks to proxy.url instead of http://127.0.0.1:8000 ...
        ...     proxy.refuse()
        ...     assert proxy.cut() > 0, "there was no connection to cut"
        ...     proxy.accept()
    """

    def __init__(self, portal: BlockingPortal, upstream_host: str, upstream_port: int) -> None:
        self.passed = 0
        self.cuts = 0
        self.refused = 0
        self.unreachable = 0
        self._portal = portal
        self._upstream = (upstream_host, upstream_port)
        self._refusing = False
        self._live: dict[asyncio.Task[None], list[asyncio.StreamWriter]] = {}
        self._server = portal.call(self._listen)
        self.port = int(self._server.sockets[0].getsockname()[1])
        self.url = f"http://{LOOPBACK}:{self.port}"

    @property
    def live(self) -> int:
        """Connections that are passed on now."""
        return len(self._live)

    def cut(self) -> int:
        """Reset all live connections, on both sides, and drop what was on its way.

        Returns:
            How many were cut.
        """
        cut = self._portal.call(self._cut)
        self.cuts += cut
        return cut

    def refuse(self) -> None:
        """Reset every new connection at once, until ``accept``. Live ones go on."""
        # The listener stays: closed, its port could be taken by somebody else meanwhile.
        self._refusing = True

    def accept(self) -> None:
        """Pass new connections on again."""
        self._refusing = False

    def close(self) -> None:
        """Cut what lives and stop listening. Idempotent."""
        self._portal.call(self._close)

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, LOOPBACK, 0, limit=BUFFER_BYTES)

    async def _cut(self) -> int:
        cut = list(self._live)
        for task in cut:
            for writer in self._live[task]:
                reset(writer.transport)
        if cut:
            await asyncio.wait(cut)
        return len(cut)

    async def _close(self) -> None:
        self._server.close()
        await self._cut()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or self._refusing:
            self.refused += 1
            reset(writer.transport)
            return
        # Known from the first moment, so that a cut also meets one that is still connecting.
        self._live[task] = [writer]
        try:
            await self._pass_on((reader, writer), self._live[task])
        finally:
            for each in self._live.pop(task):
                each.close()

    async def _pass_on(self, user: Streams, writers: list[asyncio.StreamWriter]) -> None:
        try:
            platform = await asyncio.open_connection(*self._upstream, limit=BUFFER_BYTES)
        except OSError:
            self.unreachable += 1
            reset(user[1].transport)
            return
        writers.append(platform[1])
        if user[1].transport.is_closing():  # cut meanwhile
            reset(platform[1].transport)
            return
        self.passed += 1
        await self._pipe_both(user, platform)

    async def _pipe_both(self, user: Streams, platform: Streams) -> None:
        await asyncio.gather(pipe(user[0], platform[1]), pipe(platform[0], user[1]))


async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on one direction until its end, or its loss."""
    with reset_on_loss(writer):
        await copy(reader, writer)


async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what is still to come, and then the end itself."""
    while data := await reader.read(BUFFER_BYTES):
        writer.write(data)
        await writer.drain()
    writer.write_eof()


@contextmanager
def reset_on_loss(writer: asyncio.StreamWriter) -> Iterator[None]:
    """Pass the loss of one side on to the other as a reset."""
    try:
        yield
    except (OSError, RuntimeError):
        # Lost, or cut by us (writing to an ended transport is a RuntimeError).
        reset(writer.transport)
