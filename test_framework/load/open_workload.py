"""Many people who speak when they want to, whether or not they were answered: an open workload.

Who waits for each answer before the next question lets a slow platform set the pace: its slow
moments are then hardly measured ("coordinated omission"). Here the moments are planned before,
and kept whatever the platform does.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from anyio.from_thread import BlockingPortal

from test_framework.events.percentiles import Distribution
from test_framework.wire.client import WireClient

BEAT_S = 0.005


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be said at its moment.

    Attributes:
        at: Seconds after the beginning.
        socket: Through which.
        text: The frame.
    """

    at: float
    socket: WireClient
    text: str


def moments(chance: Random, seconds: float, pauses: tuple[float, float]) -> list[float]:
    """When one person speaks: pauses are drawn evenly from between the two, the first from 0.

    Example:
        >>> said = moments(Random(1), 10, (1, 2))
        >>> 5 <= len(said) <= 11 and said == sorted(said) and said[-1] < 10
        True
    """
    at, found = chance.uniform(0, pauses[1]), []
    while at < seconds:
        found.append(at)
        at += chance.uniform(*pauses)
    return found


def speak(portal: BlockingPortal, dues: Iterable[Due]) -> Distribution:
    """Say everything at its moment.

    The caller sleeps meanwhile, so that the loop of the sockets has this process for itself.

    Args:
        portal: Where the loop of all these sockets runs.
        dues: In any order.

    Returns:
        How much too late this process itself was, in seconds: for each frame, and for a beat
        between them that has nothing else to do (as jHiccup measures a machine). When the
        greatest is not below what is to be judged, the measuring has measured itself.

    Raises:
        SocketClosed: when one of the sockets has ended.
    """
    in_order = sorted(dues, key=lambda due: due.at)
    with _nothing_collected():
        return portal.call(_speak, in_order)


async def _speak(dues: list[Due]) -> Distribution:
    started, late = time.monotonic(), Distribution()
    heart = asyncio.create_task(_beat(late))
    try:
        for due in dues:
            rest = started + due.at - time.monotonic()
            if rest > 0:
                await asyncio.sleep(rest)
            late.add(time.monotonic() - started - due.at)
            await due.socket.post(due.text)
    finally:
        heart.cancel()
    return late


async def _beat(late: Distribution) -> None:
    """Wake up again and again, and note how late that is."""
    while True:
        asleep = time.monotonic()
        await asyncio.sleep(BEAT_S)
        late.add(time.monotonic() - asleep - BEAT_S)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep the collector of this process still: it would stop all sockets of the crowd at once."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
