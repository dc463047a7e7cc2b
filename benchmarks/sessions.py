"""``python -m benchmarks.sessions``: how soon are people heard and told, by how many they are?

People ask in conversations of their own, each when they want to, whether or not they were
answered. Measured is what ``targets.reference.crowd.Latencies`` says: a message until the device
hears that it is stored, an event from its moment until it came; and how late this process was.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

from benchmarks.reconnects import WIRE, come_in, world
from benchmarks.report import CONSOLE, keep, parser, show
from targets.reference.crowd import Latencies, Voice, converse
from targets.reference.wire_chat import WireChat
from test_framework.events.percentiles import Distribution
from test_framework.personas import identity_for
from test_framework.test_context import TestContext
from test_framework.world import World

CROWDS = (1, 10, 25, 50, 100)
SECONDS = 15.0
PAUSES = (2.0, 3.0)
LIMIT_S = 0.05
SHOWN = (50.0, 90.0, 99.0, 99.9)


def main(arguments: list[str] | None = None) -> int:
    """Ask, measure, print; 1 when the 99th percentile of one crowd is beyond the limit."""
    line = parser("benchmarks.sessions", "How soon are people heard and told?")
    line.add_argument("--people", type=int, action="append", metavar="N", help="more than once")
    line.add_argument("--seconds", type=float, default=SECONDS, metavar="S")
    line.add_argument("--pauses", type=float, nargs=2, default=PAUSES, metavar="S")
    line.add_argument("--seed", type=int, default=1, metavar="N", help="who asks what and when")
    options = line.parse_args(arguments)
    figures: dict[int, Latencies] = {}
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as around:
        for people in options.people or CROWDS:
            chance = Random(options.seed)  # noqa: S311 - chance, no secret
            with crowd(around, people, options.seed) as voices:
                figures[people] = converse(voices, chance, options.seconds, options.pauses)
    rows = [row for people, found in figures.items() for row in rows_of(people, found)]
    least, most = options.pauses
    show(
        f"Latency in milliseconds; each asks every {least:g} to {most:g} s for "
        f"{options.seconds:g} s",
        ["people", "what", "count", *(f"p{percent:g}" for percent in SHOWN), "greatest"],
        rows,
    )
    late = [
        people
        for people, found in figures.items()
        if max(found.accepted.at(99), found.told.at(99)) > LIMIT_S
    ]
    CONSOLE.print(f"Beyond {LIMIT_S * 1000:g} ms: {late or 'none'}.")
    if options.json:
        keep("sessions", {str(people): encoded(found) for people, found in figures.items()})
    return 1 if late else 0


def rows_of(people: int, found: Latencies) -> list[list[str]]:
    """The lines of one crowd."""
    return [
        [str(people), what, *milliseconds(distribution)]
        for what, distribution in (
            ("message accepted", found.accepted),
            ("event told", found.told),
            ("how late we were ourselves", found.own),
        )
    ]


def milliseconds(distribution: Distribution) -> list[str]:
    """Count, percentiles and greatest, for a table.

    Example:
        >>> milliseconds(Distribution.of([0.001, 0.002]))
        ['2', '1.0', '2.0', '2.0', '2.0', '2.0']
    """
    figures = [*(distribution.at(percent) for percent in SHOWN), distribution.greatest]
    return [str(distribution.count), *(f"{1000 * figure:.1f}" for figure in figures)]


def encoded(found: Latencies) -> dict[str, str]:
    """The histograms as text, to be merged with others."""
    return {"accepted": found.accepted.encode(), "told": found.told.encode()}


@contextmanager
def crowd(around: World, people: int, seed: int) -> Iterator[list[Voice]]:
    """So many people, each in a conversation of their own."""
    with ExitStack() as until:
        voices = []
        for number in range(1, people + 1):
            name = f"Guest{number}"
            context = TestContext(name, identity_for(name, seed, f"{people} people"), around)
            until.callback(context.close)
            chat = WireChat(context)
            come_in(context, WIRE, chat)
            voices.append(Voice(chat, [chat.thread_id]))
        yield voices


if __name__ == "__main__":
    sys.exit(main())
