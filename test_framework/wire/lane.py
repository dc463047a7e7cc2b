"""One direction of one connection, on which toxics work."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from random import Random

from test_framework.wire.tcp import reset
from test_framework.wire.toxics import Action, Break, Close, Finish, Pass, Pause, Piece, Toxic

# Reading stops while this much is unsent, so that a slow side slows the other one down.
BUFFER_BYTES = 64 * 1024


class Toxics:
    """The toxics of one direction of a proxy, for the connections of now and those to come.

    Attributes:
        fired: How often each, by name, did something to what it met.
        chance: What toxics draw from.
    """

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.fired: Counter[str] = Counter()
        self._lanes: set[Lane] = set()
        self._all: list[Toxic] = []

    def add(self, toxic: Toxic, *, coming: bool = True) -> None:
        """Let it work from now on. In the loop of the proxy only.

        Args:
            toxic: The order of adding is that in which data meets them.
            coming: Whether it meets later connections as well.
        """
        if coming:
            self._all.append(toxic)
        for lane in self._lanes:
            lane.meet(toxic)

    def remove(self, toxic: Toxic) -> None:
        """Let it work no more; what it swallowed is gone. In the loop of the proxy only."""
        if toxic in self._all:
            self._all.remove(toxic)
        for lane in self._lanes:
            lane.part_from(toxic)

    def enter(self, lane: Lane) -> None:
        """A connection begins."""
        self._lanes.add(lane)
        for toxic in self._all:
            lane.meet(toxic)

    def leave(self, lane: Lane) -> None:
        """A connection has ended."""
        self._lanes.discard(lane)


class Lane:
    """Takes the place of the writer to one side, and does what the toxics say.

    Between ``write`` and the real writer data waits in order. Use it as a context: at its end
    everything has been sent, or the connection is lost.
    """

    def __init__(self, writer: asyncio.StreamWriter, toxics: Toxics) -> None:
        self._writer = writer
        self._toxics = toxics
        self._met: list[Toxic] = []
        self._timers: dict[Toxic, asyncio.TimerHandle] = {}
        self._waiting: deque[tuple[float, bytes | None, list[Toxic]]] = deque()
        self._unsent = 0
        self._brought = 0
        self._changed = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._lost = False
        self._loop = asyncio.get_running_loop()
        self._sender: asyncio.Task[None]

    async def __aenter__(self) -> Lane:
        """Begin to send."""
        self._toxics.enter(self)
        self._sender = asyncio.create_task(self._send())
        return self

    async def __aexit__(self, error: type[BaseException] | None, *_: object) -> None:
        """Wait for what is still to be sent."""
        if error is not None:
            self.lose()
        try:
            await self._sender
        finally:
            self._sender.cancel()
            self._toxics.leave(self)
            for timer in self._timers.values():
                timer.cancel()

    # What a writer can

    def write(self, data: bytes) -> None:
        """Take bytes.

        Raises:
            ConnectionResetError: when the connection is lost.
        """
        if self._lost:
            raise ConnectionResetError("the connection to the other side is lost")
        self._put(data)

    def write_eof(self) -> None:
        """Take the end of the stream."""
        self._put(None)

    async def drain(self) -> None:
        """Until there is room for more."""
        await self._room.wait()

    def lose(self) -> None:
        """Reset the connection to this side; what waits is dropped. Idempotent."""
        self._lost = True
        reset(self._writer.transport)
        self._changed.set()
        self._room.set()

    # What toxics do to it

    def meet(self, toxic: Toxic) -> None:
        """Let a toxic work here, if chance will have it."""
        if self._toxics.chance.random() >= toxic.toxicity:
            return
        self._met.append(toxic)
        if toxic.at_last is not None:
            seconds, then = toxic.at_last
            self._timers[toxic] = self._loop.call_later(seconds, self._end, toxic, then)

    def part_from(self, toxic: Toxic) -> None:
        """Let a toxic work here no more."""
        if toxic in self._met:
            self._met.remove(toxic)
        if timer := self._timers.pop(toxic, None):
            timer.cancel()

    def _end(self, toxic: Toxic, how: Close | Break) -> None:
        self._toxics.fired[toxic.name] += 1
        if isinstance(how, Close):
            self._writer.close()
        self.lose()

    # Sending

    def _put(self, data: bytes | None) -> None:
        # It meets the toxics of this moment, however long it waits.
        self._waiting.append((self._loop.time(), data, [*self._met]))
        self._unsent += len(data or b"")
        if self._unsent >= BUFFER_BYTES:
            self._room.clear()
        self._changed.set()

    async def _send(self) -> None:
        with reset_on_loss(self):
            while not self._lost:
                if not self._waiting:
                    self._changed.clear()
                    await self._changed.wait()
                    continue
                arrived, data, met = self._waiting.popleft()
                waited = self._loop.time() - arrived
                if await self._carry_out(self._actions(data, met, waited)):
                    return
                self._unsent -= len(data or b"")
                if self._unsent < BUFFER_BYTES:
                    self._room.set()

    def _actions(self, data: bytes | None, met: list[Toxic], waited: float) -> Iterator[Action]:
        if data is None:
            yield from through(met, Finish(), Piece(b""), self._toxics)
            return
        before, self._brought = self._brought, self._brought + len(data)
        piece = Piece(data, waited, before)
        yield from through(met, Pass(data), piece, self._toxics)

    async def _carry_out(self, actions: Iterable[Action]) -> bool:
        """Do these; True when the stream has ended."""
        for action in actions:
            if self._lost:
                break
            match action:
                case Pause(seconds):
                    await self._lost_within(seconds)
                case Pass(data):
                    self._writer.write(data)
                    await self._writer.drain()
                case Finish():
                    self._writer.write_eof()
                    return True
                case Close():
                    self._writer.close()
                    self.lose()
                case Break():
                    self.lose()
        return self._lost

    async def _lost_within(self, seconds: float) -> None:
        """Wait so long, or until the connection is lost."""
        until = self._loop.time() + seconds
        while not self._lost and (left := until - self._loop.time()) > 0:
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                break


def through(toxics: list[Toxic], action: Action, piece: Piece, of: Toxics) -> Iterator[Action]:
    """What becomes of an action on its way through these toxics."""
    if not toxics or isinstance(action, Pause | Close | Break):
        yield action
        return
    first, *rest = toxics
    if isinstance(action, Finish):
        became = list(first.on_end())
    else:
        became = list(first.on_data(Piece(action.data, piece.waited, piece.before), of.chance))
    if became != [action]:
        of.fired[first.name] += 1
    for each in became:
        yield from through(rest, each, piece, of)


@contextmanager
def reset_on_loss(lane: Lane) -> Iterator[None]:
    """Pass the loss of one side on to the other as a reset."""
    try:
        yield
    except (OSError, RuntimeError):
        # Lost, or cut by us (writing to an ended transport is a RuntimeError).
        lane.lose()
