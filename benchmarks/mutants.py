"""``python -m benchmarks.mutants``: how many single faults of each kind the checkers find.

Valid conversations are drawn, and in each one thing is changed. A mutant is *found* when a
checker calls it broken, *unknown* when a checker says that it cannot tell (never green), and
*harmless* when it breaks no promise, for the reason given. Whatever else holds *escaped*.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import hypothesis
from hypothesis.strategies import SearchStrategy

from benchmarks.report import CONSOLE, keep, parser, show
from test_framework.events.catalogue import Catalogue
from test_framework.events.checker import Checker, judge
from test_framework.events.content import ContentChecker
from test_framework.events.delivery import DeliveryChecker
from test_framework.events.examples import AGENT_LIST, renumbered
from test_framework.events.isolation import check_isolation
from test_framework.events.sequence import SequenceChecker
from test_framework.events.verdict import Outcome, Verdict
from tests.events.event_strategies import USERS, platforms, two_tabs, user_streams
from tests.events.mutations import (
    CONNECTION_MUTATIONS,
    MUTATIONS,
    Events,
    Mutant,
    Mutation,
    as_platform,
    harmless_by_platform,
    harmless_on_the_way,
)

EACH = 2_000
STREAMS = 300
CATALOGUE = Catalogue.from_agent_list(AGENT_LIST)
Judge = Callable[[Events], Iterator[Verdict]]


@dataclass
class Row:
    """What became of the mutants of one kind."""

    where: str
    kind: str
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    escaped: list[str] = field(default_factory=list)

    def take(self, verdicts: Iterator[Verdict], reason: str, mutant: object) -> None:
        """Count one mutant; verdicts are asked for until one says broken."""
        worst = "holds"
        for verdict in verdicts:
            if verdict.outcome is Outcome.BROKEN:
                worst = "found"
                break
            if verdict.outcome is Outcome.UNKNOWN:
                worst = "unknown"
        if worst == "holds":
            worst = "harmless" if reason else "escaped"
            if reason:
                self.reasons[reason] += 1
            else:
                self.escaped.append(str(mutant))
        self.outcomes[worst] += 1

    def told(self) -> list[str]:
        """The row in words and figures."""
        names = ("found", "unknown", "harmless", "escaped")
        caught = self.outcomes["found"] + self.outcomes["unknown"]
        able = caught + self.outcomes["escaped"]
        share = f"{100 * caught / able:.2f} %" if able else "none could be made"
        total = str(sum(self.outcomes.values()))
        kind = self.kind.replace("_", " ")
        return [kind, total, *(str(self.outcomes[name]) for name in names), share]


def drawn(strategy: SearchStrategy[Any], count: int, seed: int) -> list[Any]:
    """So many examples of a strategy, the same for the same seed."""
    found: list[Any] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(strategy)
    def take(example: Any) -> None:
        found.append(example)

    take()
    return found


def _streams(mutants: int) -> int:
    """From how many conversations so many mutants are made."""
    return min(STREAMS, 2 * mutants)


def judged(events: Events, still_open: tuple[int, ...] = ()) -> Iterator[Verdict]:
    """Delivery first: most faults are its own."""
    checkers: list[Checker] = [
        DeliveryChecker(still_open=still_open),
        SequenceChecker(),
        ContentChecker(CATALOGUE),
    ]
    return (judge(checker, events, ended=True) for checker in checkers)


def mutants(
    kind: str, mutate: Mutation, streams: list[Events], count: int, random: Random
) -> Iterator[Mutant]:
    """So many mutants of a kind; fewer where it cannot be done to these streams."""
    made = 0
    for _attempt in range(count * 20):
        events = random.choice(streams)
        place = random.randrange(len(events))
        changed = mutate(events, place, random) if events[place].thread_id else None
        if changed is not None:
            made += 1
            yield Mutant(kind, events, place, changed)
        if made == count:
            return


def on_the_way(count: int, seed: int) -> Iterator[Row]:
    """The platform was right, and one thing went wrong between it and the user."""
    streams = drawn(user_streams(), _streams(count), seed)
    for kind, mutate in MUTATIONS.items():
        row = Row("on the way", kind)
        for mutant in mutants(kind, mutate, streams, count, Random(f"{seed} {kind}")):  # noqa: S311 - no secret
            row.take(judged(renumbered(mutant.events)), harmless_on_the_way(mutant), mutant)
        yield row


def by_the_platform(count: int, seed: int) -> Iterator[Row]:
    """The platform erred and numbered what it sent as if it had not."""
    drawn_streams = drawn(user_streams(), _streams(count), seed)
    streams = [s for s in drawn_streams if all(event.connection == 1 for event in s)]
    for kind, mutate in MUTATIONS.items():
        row = Row("by the platform", kind)
        for mutant in mutants(kind, mutate, streams, count, Random(f"{seed} {kind} own")):  # noqa: S311 - no secret
            received = as_platform(renumbered(mutant.events))
            row.take(judged(received), harmless_by_platform(mutant), mutant)
        yield row


def of_one_connection(count: int, seed: int) -> Iterator[Row]:
    """One of two connections of a user erred, while the other was faithful."""
    streams = drawn(two_tabs(), _streams(count), seed)
    for kind, mutate in CONNECTION_MUTATIONS.items():
        row = Row("of one of two connections", kind)
        for mutant in mutants(kind, mutate, streams, count, Random(f"{seed} {kind} tab")):  # noqa: S311 - no secret
            verdicts = judged(renumbered(mutant.events), still_open=(1, 2))
            row.take(verdicts, harmless_on_the_way(mutant), mutant)
        yield row


def between_users(count: int, seed: int) -> Iterator[Row]:
    """One event of a user came to another."""
    both, random = drawn(platforms(users=2), _streams(count), seed), Random(seed)  # noqa: S311 - no secret
    row = Row("between users", "reach another user")
    for _mutant in range(count):
        received = random.choice(both)
        mine, other = received[USERS[0]], received[USERS[1]]
        event, place = random.choice(mine), random.randrange(len(other) + 1)
        leaked = replace(event, owner=USERS[1])
        seen = renumbered([*other[:place], leaked, *other[place:]])
        verdict = check_isolation({USERS[0]: mine, USERS[1]: seen})
        row.take(iter([verdict]), "", event)
    yield row


def main(arguments: list[str] | None = None) -> int:
    """Make, judge, print; 1 when a mutant escaped."""
    line = parser("benchmarks.mutants", "How many single faults of each kind are found.")
    line.add_argument("--each", type=int, default=EACH, metavar="N", help="mutants of a kind")
    line.add_argument("--seed", type=int, default=1, help="of the conversations and mutants")
    options = line.parse_args(arguments)
    rows: list[Row] = []
    for group in (on_the_way, by_the_platform, of_one_connection, between_users):
        found = list(group(options.each, options.seed))
        columns = ("kind", "mutants", "found", "unknown", "harmless", "escaped", "rate")
        show(f"Faults {found[0].where}", columns, [row.told() for row in found])
        for row in found:
            for reason, times in row.reasons.items():
                CONSOLE.print(f"  harmless: {times} x {row.kind.replace('_', ' ')}: {reason}")
        rows += found
    escaped = [f"{row.where}: {each}" for row in rows for each in row.escaped]
    for each in escaped[:20]:
        CONSOLE.print(f"Escaped {each}")
    total: Counter[str] = sum((row.outcomes for row in rows), Counter())
    CONSOLE.print(f"{sum(total.values())} mutants, seed {options.seed}: {dict(total)}")
    if options.json:
        table = [
            {"where": row.where, "kind": row.kind, **row.outcomes, "harmless_why": row.reasons}
            for row in rows
        ]
        keep("mutants", {"seed": options.seed, "rows": table})
    return 1 if escaped else 0


if __name__ == "__main__":
    sys.exit(main())
