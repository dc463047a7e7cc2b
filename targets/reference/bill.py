"""What a person owes, computed from nothing but the frames that the person saw.

An oracle: prices and rules stand here as docs/billing.md tells them to people, in decimal dollars,
and nothing is asked of the platform.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any, Self

from test_framework.events.model import AgentEvent, EventKind, parent_of
from test_framework.events.verdict import Finding, Verdict

MILLION = 1_000_000
CENT = Decimal("0.01")
MOST_OF_A_QUESTION = Decimal("0.25")


@dataclass(frozen=True)
class PriceList:
    """What a plan pays, in USD: for a million tokens, a call of a tool, a megabyte of answers."""

    tokens_read: Decimal
    tokens_written: Decimal
    tool_call: Decimal
    megabyte: Decimal

    @classmethod
    def of(cls, *prices: str) -> Self:
        """The prices as they are written."""
        return cls(*(Decimal(price) for price in prices))


PRICES: Mapping[str, PriceList] = MappingProxyType(
    {
        "free": PriceList.of("0", "0", "0", "0"),
        "trial": PriceList.of("0", "0", "0", "0"),
        "early": PriceList.of("0.60", "2.40", "0.0012", "0.12"),
        "mid": PriceList.of("0.50", "2.00", "0.0010", "0.10"),
        "enterprise": PriceList.of("0.40", "1.60", "0.0008", "0.08"),
    }
)


@dataclass(frozen=True, order=True)
class Line:
    """One line of a ledger, as it is due or as it is told."""

    run_id: str
    entry: str
    kind: str
    call_id: str
    plan: str
    agent: str
    quantity: int
    amount: Decimal

    @classmethod
    def told(cls, line: Mapping[str, Any]) -> Self:
        """A line as the platform tells it."""
        return cls(
            run_id=line["run_id"],
            entry=line["entry"],
            kind=line["kind"],
            call_id=line["call_id"],
            plan=line["plan"],
            agent=line["agent"],
            quantity=int(line["quantity"]),
            amount=Decimal(line["amount"] if "amount" in line else line["amount_usd"]),
        )

    def taken_back(self) -> Line:
        """The opposite line."""
        return replace(self, entry="refund", quantity=-self.quantity, amount=-self.amount)

    def __str__(self) -> str:
        call = f" {self.call_id}" if self.call_id else ""
        return (
            f"{self.entry} of {self.quantity} {self.kind}{call} for ${self.amount:f} on the "
            f"{self.plan} plan, {self.agent}, run …{self.run_id[-8:]}"
        )


def due(events: Iterable[AgentEvent]) -> list[Line]:
    """The lines that the runs in these events must have left in the ledger.

    Each event may have come any number of times, and through any connection.
    """
    once = {event.event_id: event for event in events if event.kind.of_run}.values()
    starts = {e.run_id: e for e in once if e.kind is EventKind.AGENT_STARTED}
    ends = [e for e in once if e.kind is EventKind.AGENT_COMPLETED]
    lines: list[Line] = []
    for end in sorted(ends, key=lambda event: (event.thread_id, event.seq or 0)):
        start = starts[end.run_id]
        calls = [
            event.payload["call_id"]
            for event in once
            if event.kind is EventKind.TOOL_EXECUTING and event.run_id == end.run_id
        ]
        family = {run_id for run_id, e in starts.items() if parent_of(e) == end.run_id}
        family.add(end.run_id)
        question = parent_of(start) or end.run_id
        siblings = {run_id for run_id, e in starts.items() if parent_of(e) == question}
        before = [line for line in lines if line.run_id in siblings | {question}]
        lines += _of_run(start, end, calls, sum((line.amount for line in before), Decimal(0)))
        if end.payload["status"] == "failed":
            refunded = {line.run_id for line in lines if line.entry == "refund"}
            lines += [line.taken_back() for line in lines if line.run_id in family - refunded]
    return lines


def _of_run(start: AgentEvent, end: AgentEvent, calls: Sequence[str], spent: Decimal) -> list[Line]:
    plan, usage = start.payload["context"]["plan"], end.payload["usage"]
    prices = PRICES[plan]
    size = len((end.payload["result"] or "").encode())
    used = [
        ("input_tokens", "", usage["input_tokens"], prices.tokens_read / MILLION),
        ("output_tokens", "", usage["output_tokens"], prices.tokens_written / MILLION),
        ("storage", "", size, prices.megabyte / MILLION),
        *(("tool_call", call, 1, prices.tool_call) for call in calls),
    ]
    agent = start.payload["agent"]

    def line(kind: str, call: str, quantity: int, amount: Decimal) -> Line:
        return Line(end.run_id, "charge", kind, call, plan, agent, quantity, amount)

    lines = [line(kind, call, many, many * price) for kind, call, many, price in used]
    cost = sum((line.amount for line in lines), Decimal(0))
    too_much = spent + cost - MOST_OF_A_QUESTION
    if cost and too_much > 0:
        lines.append(line("relief", "", 1, -min(too_much, cost)))
    return lines


def in_cents(lines: Iterable[Line]) -> str:
    """What all lines come to, rounded once, half up to the cent."""
    exact = sum((line.amount for line in lines), Decimal(0))
    return str(exact.quantize(CENT, rounding=ROUND_HALF_UP) + 0)


def judge_ledger(who: str, events: Iterable[AgentEvent], told: Iterable[Line]) -> Verdict:
    """Whether a ledger holds what the runs in these events cost: every line, once, and no other.

    Args:
        who: Whose ledger, for the findings.
        events: All that the person saw of all runs that were ever begun for them.
        told: The ledger.
    """
    wanted = due(events)
    if not wanted:
        return Verdict.unknown("the ledger", f"{who} saw no run that ended")
    return Verdict.of("the ledger", differences(who, wanted, told))


def differences(who: str, due_lines: Iterable[Line], told: Iterable[Line]) -> list[Finding]:
    """What a ledger lacks of the lines that are due, and what it has too much.

    Args:
        who: Whose ledger, for the findings.
        due_lines: What the runs cost.
        told: The ledger.
    """
    wanted, found = Counter(due_lines), Counter(told)
    findings = [
        Finding("line-missing", f"The ledger of {who} lacks a {line}.")
        for line in sorted((wanted - found).elements())
    ]
    findings += [
        Finding(
            "line-too-much", f"The ledger of {who} has a {line}, which is {_why(line, wanted)}."
        )
        for line in sorted((found - wanted).elements())
    ]
    return findings


def _why(line: Line, wanted: Counter[Line]) -> str:
    if line in wanted:
        return "charged twice"
    if line.run_id not in {other.run_id for other in wanted}:
        return "of a run that this person never saw"
    return "not what the run told"
