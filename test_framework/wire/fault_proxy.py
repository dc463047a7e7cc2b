"""A TCP proxy between one user and the platform that can cut, refuse, poison and count."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from random import Random

from anyio.from_thread import BlockingPortal

from test_framework.wire.lane import BUFFER_BYTES, Lane, Toxics, reset_on_loss
from test_framework.wire.tcp import LOOPBACK, reset
from test_framework.wire.toxics import Direction, Timeout, Toxic

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Way = tuple[asyncio.StreamReader, Lane]


class FaultProxy:
    """Passes bytes on, unread, until it is told to do harm. It counts the harm it did.

    Attributes:
        port: The port of this machine that it listens on.
        url: Where to go instead of the platform, without a trailing slash.
        passed: Connections passed on to the platform so far.
        cuts: Connections cut so far; above zero proves that the fault has fired.
        refused: New connections refused so far.
        unreachable: Connections given up because the platform could not be reached.

    Args:
        portal: Where its loop runs.
        upstream_host: Where the platform is.
        upstream_port: The same.
        seed: What toxics draw from.

    Example:
        >>> def lose_the_network(portal: BlockingPortal) -> None:
        ...     proxy = FaultProxy(portal, "127.0.0.1", 8000)
        ...     # ... the user talks to proxy.url instead of http://127.0.0.1:8000 ...
        ...     proxy.refuse()
        ...     assert proxy.cut() > 0, "there was no connection to cut"
        ...     proxy.accept()
        ...     proxy.add(Latency(0.3, jitter=0.2))  # from now on, what comes to the user is late
        ...     assert proxy.fired["latency"] > 0
    """

    def __init__(
        self, portal: BlockingPortal, upstream_host: str, upstream_port: int, *, seed: int = 0
    ) -> None:
        self.passed = 0
        self.cuts = 0
        self.refused = 0
        self.unreachable = 0
        self._portal = portal
        self._upstream = (upstream_host, upstream_port)
        self._refusing = False
        self._live: dict[asyncio.Task[None], list[Callable[[], None]]] = {}
        self._toxics = {way: Toxics(Random(f"{seed} {way}")) for way in Direction}  # noqa: S311 - chance, no secret
        self._server = portal.call(self._listen)
        self.port = int(self._server.sockets[0].getsockname()[1])
        self.url = f"http://{LOOPBACK}:{self.port}"

    @property
    def live(self) -> int:
        """Connections that are passed on now."""
        return len(self._live)

    @property
    def fired(self) -> Counter[str]:
        """How often each toxic, by name, did something to what it met."""
        return sum((toxics.fired for toxics in self._toxics.values()), Counter())

    def add(self, toxic: Toxic, *ways: Direction) -> None:
        """Let a toxic work on live connections and new ones; both ways when none is given."""
        for way in ways or Direction:
            self._portal.call(self._toxics[way].add, toxic)

    def remove(self, toxic: Toxic, *ways: Direction) -> None:
        """Let it work no more; what it swallowed is gone."""
        for way in ways or Direction:
            self._portal.call(self._toxics[way].remove, toxic)

    def hold(self) -> int:
        """Make all live connections half-open: nothing passes any more, not even their end.

        New connections pass as before. Counted as "timeout", when something was swallowed.

        Returns:
            How many are held.
        """
        return self._portal.call(self._hold)

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
            for lose in self._live[task]:
                lose()
        if cut:
            await asyncio.wait(cut)
        return len(cut)

    def _hold(self) -> int:
        for toxics in self._toxics.values():
            toxics.add(Timeout(), coming=False)
        return self.live

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
        self._live[task] = [lambda: reset(writer.transport)]
        try:
            await self._pass_on((reader, writer), self._live[task])
        finally:
            del self._live[task]
            writer.close()

    async def _pass_on(self, user: Streams, on_cut: list[Callable[[], None]]) -> None:
        try:
            platform = await asyncio.open_connection(*self._upstream, limit=BUFFER_BYTES)
        except OSError:
            self.unreachable += 1
            reset(user[1].transport)
            return
        if user[1].transport.is_closing():  # cut meanwhile
            reset(platform[1].transport)
            return
        self.passed += 1
        try:
            async with (
                Lane(platform[1], self._toxics[Direction.UPSTREAM]) as up,
                Lane(user[1], self._toxics[Direction.DOWNSTREAM]) as down,
            ):
                on_cut += [up.lose, down.lose]
                await self._pipe_both((user[0], up), (platform[0], down))
        finally:
            platform[1].close()

    async def _pipe_both(self, up: Way, down: Way) -> None:
        await asyncio.gather(pipe(*up), pipe(*down))


async def pipe(reader: asyncio.StreamReader, lane: Lane) -> None:
    """Pass on one direction until its end, or its loss."""
    with reset_on_loss(lane):
        await copy(reader, lane)


async def copy(reader: asyncio.StreamReader, lane: Lane) -> None:
    """Pass on what is still to come, and then the end itself."""
    while data := await reader.read(BUFFER_BYTES):
        lane.write(data)
        await lane.drain()
    lane.write_eof()
