"""Bad weather on a line: which trouble comes when, drawn from a seed, and what really fired.

The plan is pure: the same seed and forecast give the same plan. ``Weather`` lets it happen on a
fault proxy, and counts. A plan whose trouble never met anything has proven nothing, and says so.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from types import MappingProxyType

from test_framework.waiting import LOOK_AGAIN_AFTER_S, patient
from test_framework.wire.fault_proxy import FaultProxy
from test_framework.wire.toxics import Bandwidth, Latency, Slicer, Toxic

LINGER_S = 5.0


class Trouble(StrEnum):
    """What can come over a line for a while."""

    DOWN = "down"
    HALF_OPEN = "half-open"
    LATENCY = "latency"
    BANDWIDTH = "bandwidth"
    SLICER = "slicer"


TOXICS = MappingProxyType(
    {
        Trouble.LATENCY: Latency(0.3, jitter=0.2),
        Trouble.BANDWIDTH: Bandwidth(24),
        Trouble.SLICER: Slicer(40, variation=30, delay=0.002),
    }
)


@dataclass(frozen=True)
class Forecast:
    """What the weather shall be like.

    Attributes:
        troubles: What comes; each at least once.
        share: The least and the greatest share of the time in which something is wrong.
        seconds: How long it lasts altogether.
        spell: How long one trouble lasts, about.
    """

    troubles: Sequence[Trouble]
    share: tuple[float, float]
    seconds: float = 3.0
    spell: float = 0.3


@dataclass(frozen=True)
class Spell:
    """One trouble to come: seconds from the beginning, and how long."""

    at: float
    trouble: Trouble
    seconds: float


def plan(seed: int | str, forecast: Forecast) -> list[Spell]:
    """The spells of bad weather, in order; none overlaps another.

    Args:
        seed: The same gives the same.
        forecast: Its share of the time is kept exactly.

    Example:
        >>> [spell] = plan(1, Forecast([Trouble.DOWN], (0.5, 0.5), seconds=1, spell=1))
        >>> spell.trouble, round(spell.seconds, 6)
        (<Trouble.DOWN: 'down'>, 0.5)
    """
    chance = Random(seed)  # noqa: S311 - chance, no secret
    bad = forecast.seconds * chance.uniform(*forecast.share)
    how_many = max(len(forecast.troubles), round(bad / forecast.spell))
    lengths = _parts(chance, bad, how_many)
    pauses = _parts(chance, forecast.seconds - bad, how_many + 1)
    troubles = [*forecast.troubles, *chance.choices(forecast.troubles, k=how_many)][:how_many]
    chance.shuffle(troubles)
    spells, now = [], 0.0
    for pause, length, trouble in zip(pauses, lengths, troubles, strict=False):
        spells.append(Spell(now + pause, trouble, length))
        now += pause + length
    return spells


def _parts(chance: Random, whole: float, how_many: int) -> list[float]:
    """The whole in so many parts, the longest at most three times as long as the shortest."""
    weights = [chance.uniform(1, 3) for _ in range(how_many)]
    return [whole * weight / sum(weights) for weight in weights]


class NeverFired(AssertionError):
    """Planned trouble met nothing: whatever the scenario saw, it was not under that fault."""


@dataclass(frozen=True)
class Happened:
    """What came of a spell: how often it did something to what crossed the line."""

    spell: Spell
    times: int

    def __str__(self) -> str:
        spell = self.spell
        harm = f"harmed {self.times} times" if self.times else "met nothing"
        return f"{spell.at:6.2f} s  {spell.trouble:<9}  for {spell.seconds:.2f} s: {harm}"


class Weather:
    """Lets a plan happen on one line, in a thread of its own.

    Args:
        proxy: The line.
        spells: What is to happen, from ``plan``.
        linger: A spell goes on for so many seconds more, times the patience, while its trouble
            has met nothing at all; those behind it come later then. Once it has, spells are as
            short as planned: one that waited each time for the user to come would let nobody
            through who comes seldom.

    Example:
        >>> def bad_weather(proxy: FaultProxy, seed: int) -> str:
        ...     weather = Weather(proxy, plan(seed, Forecast([Trouble.DOWN], (0.2, 0.3))))
        ...     weather.begin()
        ...     # ... the user talks through the proxy ...
        ...     weather.pass_by()
        ...     return weather.story()
    """

    def __init__(
        self, proxy: FaultProxy, spells: Sequence[Spell], linger: float = LINGER_S
    ) -> None:
        self.spells = tuple(spells)
        self.happened: list[Happened] = []
        self._proxy = proxy
        self._linger = linger
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._happen, name="weather", daemon=True)

    @property
    def over(self) -> bool:
        """Whether all of it has happened."""
        return len(self.happened) == len(self.spells)

    def begin(self) -> None:
        """Let it begin now."""
        self._thread.start()

    def pass_by(self) -> None:
        """Wait until all is over.

        Raises:
            NeverFired: when a trouble of the plan met nothing, in all of its spells.
        """
        self._thread.join()
        met = {each.spell.trouble for each in self.happened if each.times}
        missing = {spell.trouble for spell in self.spells} - met
        if missing:
            names = ", ".join(sorted(missing))
            raise NeverFired(
                f"Planned trouble never fired: {names}. The scenario proves nothing about it; "
                f"let more cross the line while it lasts.\n{self.story()}"
            )

    def stop(self) -> None:
        """End it early; the line is good again. Idempotent."""
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join()

    def story(self) -> str:
        """What was planned and what came of it, a line for each spell."""
        return "\n".join(map(str, self.happened))

    def _happen(self) -> None:
        began = time.monotonic()
        calm = {spell.trouble: self._harm(spell.trouble) for spell in self.spells}
        for spell in self.spells:
            if self._stopped.wait(max(0.0, began + spell.at - time.monotonic())):
                return
            before = self._harm(spell.trouble)
            with ExitStack() as until:
                until.callback(_begin(self._proxy, spell.trouble))
                self._stopped.wait(spell.seconds)
                overtime = time.monotonic()
                while self._harm(spell.trouble) == calm[spell.trouble]:
                    left = overtime + patient(self._linger) - time.monotonic()
                    if left <= 0 or self._stopped.wait(min(left, LOOK_AGAIN_AFTER_S)):
                        break
            began += time.monotonic() - overtime
            self.happened.append(Happened(spell, self._harm(spell.trouble) - before))

    def _harm(self, trouble: Trouble) -> int:
        """How often the proxy did it so far."""
        if trouble is Trouble.DOWN:
            return self._proxy.cuts + self._proxy.refused
        name = "timeout" if trouble is Trouble.HALF_OPEN else TOXICS[trouble].name
        return self._proxy.fired[name]


def _begin(proxy: FaultProxy, trouble: Trouble) -> Callable[[], None]:
    """Let a trouble begin; the result ends it."""
    if trouble is Trouble.DOWN:
        proxy.refuse()
        proxy.cut()
        return proxy.accept
    if trouble is Trouble.HALF_OPEN:
        proxy.hold()
        return _nothing  # what is held stays so: only who notices comes back
    toxic: Toxic = TOXICS[trouble]
    proxy.add(toxic)
    return lambda: proxy.remove(toxic)


def _nothing() -> None:
    """Nothing ends by itself."""
