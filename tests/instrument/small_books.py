"""Conversations of made-up people, and the books that a right platform would keep of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from targets.reference.balance import Books
from targets.reference.bill import MILLION, PRICES, Line, in_cents
from targets.reference.books import Entry, InvoiceSum, SeenRun, runs_seen
from test_framework.events.model import AgentEvent, EventKind

BEGAN = datetime(2026, 9, 30, 22, tzinfo=UTC)
MONTHS = tuple(
    (
        f"2026-{month:02}",
        datetime(2026, month, 1, tzinfo=UTC),
        datetime(2026, month + 1, 1, tzinfo=UTC),
    )
    for month in (9, 10)
)
STATUSES = ("succeeded", "failed", "cancelled")


@dataclass(frozen=True)
class Work:
    """What a run did."""

    plan: str
    status: str
    tokens: tuple[int, int]
    calls: int
    answer: str


works = st.builds(
    Work,
    plan=st.sampled_from(sorted(PRICES)),
    status=st.sampled_from(STATUSES),
    # A run of so many tokens costs more than any question may.
    tokens=st.tuples(st.integers(0, 300_000), st.integers(0, 60_000)),
    calls=st.integers(0, 3),
    answer=st.text("aé🙂", max_size=9),
)
# People, their questions, and the runs of each: the last is the one that was asked for.
days = st.lists(
    st.lists(st.lists(works, min_size=1, max_size=3), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)
Day = Sequence[Sequence[Sequence[Work]]]


def events_of(person: int, questions: Sequence[Sequence[Work]]) -> list[AgentEvent]:
    """What one person saw of a conversation, in its order."""
    seen: list[AgentEvent] = []

    def tell(kind: EventKind, run_id: str, **payload: object) -> None:
        seq = len(seen) + 1
        seen.append(
            AgentEvent(
                kind, kind.value, "Ada", seq, 0.0, event_id=f"e{person}.{seq}", seq=seq,
                thread_id=f"t{person}", run_id=run_id, payload=payload,
            )
        )  # fmt: skip

    for number, runs in enumerate(questions):
        root = f"r{person}.{number}"
        names = [*(f"{root}.{nested}" for nested in range(len(runs) - 1)), root]
        asked = runs[-1]
        tell(EventKind.AGENT_STARTED, root, **started(asked, None))
        for run_id, work in zip(names, runs, strict=True):
            if run_id != root:
                tell(EventKind.AGENT_STARTED, run_id, **started(work, root))
            for call in range(work.calls):
                tell(EventKind.TOOL_EXECUTING, run_id, call_id=f"{run_id} call {call}")
            usage = {"input_tokens": work.tokens[0], "output_tokens": work.tokens[1]}
            tell(
                EventKind.AGENT_COMPLETED, run_id,
                status=work.status, usage=usage, result=work.answer,
            )  # fmt: skip
    return seen


def started(work: Work, parent: str | None) -> dict[str, object]:
    return {"agent": "data", "context": {"plan": work.plan, "parent_run_id": parent}}


def books_of(day: Day) -> Books:
    """The books of a right platform after such a day."""
    seen = [
        run
        for person, questions in enumerate(day)
        for run in runs_seen("Ada", f"person {person}", events_of(person, questions))
    ]
    ledger = [entry for place, run in enumerate(seen) for entry in entries_of(run, place)]
    return Books(seen, ledger, list(invoices_of(ledger)))


def entries_of(run: SeenRun, place: int) -> Iterator[Entry]:
    """The lines of a run, as they are exported."""
    lines = run.lines or ()
    failed = any(line.entry == "refund" for line in lines)
    for line in lines:
        yield Entry(
            line,
            at=BEGAN + timedelta(hours=place),
            charge=f"charge of {run.run_id}",
            account=f"account of {run.person}",
            question=".".join(run.run_id.split(".")[:2]),
            status="failed" if failed else "succeeded",
            unit_price=price_of(line),
        )


def price_of(line: Line) -> Decimal:
    if line.kind == "relief":
        return line.amount / line.quantity
    prices = PRICES[line.plan]
    return {
        "input_tokens": prices.tokens_read / MILLION,
        "output_tokens": prices.tokens_written / MILLION,
        "storage": prices.megabyte / MILLION,
        "tool_call": prices.tool_call,
    }[line.kind]


def invoices_of(ledger: Sequence[Entry]) -> Iterator[InvoiceSum]:
    """What each month costs everybody who is still there."""
    owned = [entry for entry in ledger if entry.run_id]
    for account in sorted({entry.account for entry in owned}):
        for month, begins, ends in MONTHS:
            lines = [e.line for e in owned if e.account == account and begins <= e.at < ends]
            exact = sum((line.amount for line in lines), Decimal(0))
            yield InvoiceSum(account, month, begins, ends, len(lines), exact, in_cents(lines))
