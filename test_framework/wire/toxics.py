"""What can be wrong with a line, one strategy each, in the words of toxiproxy.

A toxic is pure: it says what shall be done with a piece of data, and does nothing itself. So it
is tested without a line and without a clock. ``Lane`` carries out what it says.

The names and their meaning are those of https://github.com/Shopify/toxiproxy (README, "Toxics");
``down`` is not among them here: the fault proxy itself refuses and cuts. Toxiproxy is a program in
Go with its own HTTP interface; the Python libraries of that kind offer latency and bandwidth only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

KILOBYTE = 1024
# What a slow line passes on at once: small enough that its pauses are short.
STRETCH_S = 0.1


class Direction(StrEnum):
    """Seen from the user, as toxiproxy does: upstream is what the user sends."""

    UPSTREAM = "upstream"
    DOWNSTREAM = "downstream"


@dataclass(frozen=True)
class Pause:
    """Nothing passes for so many seconds."""

    seconds: float


@dataclass(frozen=True)
class Pass:
    """These bytes pass on."""

    data: bytes


@dataclass(frozen=True)
class Finish:
    """The end of the stream passes on; nothing comes after it."""


@dataclass(frozen=True)
class Close:
    """The connection is closed."""


@dataclass(frozen=True)
class Break:
    """The connection is reset (RST)."""


Action = Pause | Pass | Finish | Close | Break


@dataclass(frozen=True)
class Piece:
    """What was read at once.

    Attributes:
        data: The bytes.
        waited: Seconds for which they have been lying here already.
        before: Bytes that this direction of this connection has brought before.
    """

    data: bytes
    waited: float = 0.0
    before: int = 0


@dataclass(frozen=True, kw_only=True)
class Toxic:
    """Passes everything on; each toxic does something else instead.

    Attributes:
        toxicity: The share of connections that it meets, 0 to 1.
        at_last: What it does to a connection that it met so many seconds ago, if anything.
    """

    toxicity: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what cannot be meant.

        Raises:
            ValueError: when the toxicity is no share.
        """
        if not 0 <= self.toxicity <= 1:
            raise ValueError(f"Toxicity is a share from 0 to 1, not {self.toxicity:g}.")

    @property
    def name(self) -> str:
        """What toxiproxy calls it: "slow_close"."""
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in type(self).__name__)[1:]

    @property
    def at_last(self) -> tuple[float, Close | Break] | None:
        """See the class."""
        return None

    def on_data(self, piece: Piece, chance: Random) -> Iterator[Action]:
        """What shall be done with these bytes."""
        del chance
        yield Pass(piece.data)

    def on_end(self) -> Iterator[Action]:
        """What shall be done with the end of the stream."""
        yield Finish()


@dataclass(frozen=True)
class Latency(Toxic):
    """Every piece arrives later by ``seconds``, more or less ``jitter``; the order stays.

    Example:
        >>> list(Latency(0.3).on_data(Piece(b"x", waited=0.1), Random(1)))
        [Pause(seconds=0.2), Pass(data=b'x')]
    """

    seconds: float
    jitter: float = 0.0

    def on_data(self, piece: Piece, chance: Random) -> Iterator[Action]:
        """Hold it for what is left of the delay."""
        delay = self.seconds + chance.uniform(-self.jitter, self.jitter)
        yield Pause(max(0.0, delay - piece.waited))
        yield Pass(piece.data)


@dataclass(frozen=True)
class Bandwidth(Toxic):
    """At most ``rate`` KB (1,024 bytes) a second pass."""

    rate: float

    def on_data(self, piece: Piece, chance: Random) -> Iterator[Action]:
        """Pass it on in stretches, each after the time that it takes."""
        del chance
        most = max(1, int(self.rate * KILOBYTE * STRETCH_S))
        for start in range(0, len(piece.data), most):
            part = piece.data[start : start + most]
            yield Pause(len(part) / (self.rate * KILOBYTE))
            yield Pass(part)


@dataclass(frozen=True)
class Slicer(Toxic):
    """Pieces are cut small: ``average`` bytes, more or less ``variation``, ``delay`` s apart."""

    average: int
    variation: int = 0
    delay: float = 0.0

    def on_data(self, piece: Piece, chance: Random) -> Iterator[Action]:
        """Pass it on slice by slice."""
        start = 0
        while start < len(piece.data):
            size = max(1, self.average + chance.randint(-self.variation, self.variation))
            if start:
                yield Pause(self.delay)
            yield Pass(piece.data[start : start + size])
            start += size


@dataclass(frozen=True)
class SlowClose(Toxic):
    """The end of the stream passes on ``seconds`` late."""

    seconds: float

    def on_end(self) -> Iterator[Action]:
        """Wait before the end."""
        yield Pause(self.seconds)
        yield Finish()


@dataclass(frozen=True)
class Timeout(Toxic):
    """Nothing passes any more, and after ``seconds`` the connection is closed; None: never.

    With None the line is half-open: both sides think that it lives, and nobody hears anything.
    """

    seconds: float | None = None

    @property
    def at_last(self) -> tuple[float, Close | Break] | None:
        """The silence ends in a close."""
        return None if self.seconds is None else (self.seconds, Close())

    def on_data(self, piece: Piece, chance: Random) -> Iterator[Action]:
        """Swallow it."""
        del piece, chance
        yield from ()

    def on_end(self) -> Iterator[Action]:
        """Swallow the end as well."""
        yield from ()


@dataclass(frozen=True)
class ResetPeer(Toxic):
    """The connection is reset (RST) after ``seconds``; until then nothing passes."""

    seconds: float = 0.0

    @property
    def at_last(self) -> tuple[float, Close | Break]:
        """When the reset comes."""
        return self.seconds, Break()

    def on_data(self, piece: Piece, chance: Random) -> Iterator[Action]:
        """Swallow it: a reset drops what was on its way."""
        del piece, chance
        yield from ()


@dataclass(frozen=True)
class LimitData(Toxic):
    """After ``most`` bytes the connection is closed."""

    most: int

    def on_data(self, piece: Piece, chance: Random) -> Iterator[Action]:
        """Pass on what may still pass, and the end with the last byte that may."""
        del chance
        left = self.most - piece.before
        if left > 0:
            yield Pass(piece.data[:left])
        if left <= len(piece.data):
            yield Close()
