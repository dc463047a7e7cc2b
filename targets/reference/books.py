"""What the books are judged by: what people saw of runs, and what the ledger is said to hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from targets.reference.bill import Line, due
from test_framework.events.model import AgentEvent, EventKind, parent_of


@dataclass(frozen=True)
class SeenRun:
    """What one person saw of a run.

    Attributes:
        who: Who saw it, and where, for the findings.
        person: What distinguishes this person from everybody else.
        ended: Whether its end was seen.
        lines: What it must have left in the ledger; None when it was seen in part only.
    """

    run_id: str
    who: str
    person: str
    ended: bool
    lines: tuple[Line, ...] | None


@dataclass(frozen=True)
class Entry:
    """A line of the ledger of all people, as the platform exports it.

    Attributes:
        charge: The number of one run's lines.
        account: The number under which one person's lines stand.
        question: The run that the user asked for.
        status: How the run ended. Empty, like the ids of the runs, when the user has left for good.
    """

    line: Line
    at: datetime
    charge: str
    account: str
    question: str
    status: str
    unit_price: Decimal

    @classmethod
    def told(cls, row: Mapping[str, Any]) -> Self:
        """An entry as a row of the exported table has it."""
        return cls(
            line=Line.told(row),
            at=datetime.fromisoformat(row["at"]),
            charge=row["charge"],
            account=row["account"],
            question=row["question"],
            status=row["status"],
            unit_price=Decimal(row["unit_price_usd"]),
        )

    @property
    def run_id(self) -> str:
        """Of which run; empty when its user has left for good."""
        return self.line.run_id


@dataclass(frozen=True)
class InvoiceSum:
    """What a month costs somebody, as the platform tells it."""

    account: str
    month: str
    begins_at: datetime
    ends_at: datetime
    lines: int
    exact: Decimal
    total: str

    @classmethod
    def told(cls, told: Mapping[str, Any]) -> Self:
        """A sum as the platform tells it."""
        return cls(
            account=told["account"],
            month=told["month"],
            begins_at=datetime.fromisoformat(told["begins_at"]),
            ends_at=datetime.fromisoformat(told["ends_at"]),
            lines=told["lines"],
            exact=Decimal(told["exact"]),
            total=told["total"],
        )


def runs_seen(who: str, person: str, events: Iterable[AgentEvent]) -> list[SeenRun]:
    """What these events tell of each run.

    A question and its nested runs are seen whole when every event of the conversation came, from
    the question's first to its last.

    Args:
        who: Who saw them, and where.
        person: What distinguishes this person from everybody else.
        events: All that came to this person; each may have come any number of times.
    """
    threads: dict[str, dict[int, AgentEvent]] = defaultdict(dict)
    for event in events:
        if event.seq is None or not event.thread_id:
            continue
        if event.kind is EventKind.EVENT_ERASED:  # what was seen before was charged all the same
            threads[event.thread_id].setdefault(event.seq, event)
        else:
            threads[event.thread_id][event.seq] = event
    return [run for thread in threads.values() for run in _runs_of(who, person, thread)]


def _runs_of(who: str, person: str, thread: Mapping[int, AgentEvent]) -> Iterator[SeenRun]:
    of_runs = [event for event in thread.values() if event.kind.of_run]
    starts = {e.run_id: e for e in of_runs if e.kind is EventKind.AGENT_STARTED}
    ends = {e.run_id: e for e in of_runs if e.kind is EventKind.AGENT_COMPLETED}
    cost: dict[str, list[Line]] = {}
    for question in starts.keys() & ends.keys():
        first, last = starts[question].seq or 0, ends[question].seq or 0
        places = range(first, last + 1)
        if parent_of(starts[question]) or not all(place in thread for place in places):
            continue
        whole = [thread[place] for place in places]
        try:
            costs = due(whole)
        except (KeyError, TypeError):
            # It says not what the contract demands, which other checkers judge.
            continue
        cost |= {event.run_id: [] for event in whole if event.kind is EventKind.AGENT_COMPLETED}
        for line in costs:
            cost[line.run_id].append(line)
    for run_id in sorted({event.run_id for event in of_runs}):
        lines = tuple(cost[run_id]) if run_id in cost else None
        yield SeenRun(run_id, who, person, run_id in ends, lines)
