"""What agents earn, computed from nothing but the frames that people saw.

An oracle: the table stands here as docs/billing.md tells it to people, in cents and factors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from types import MappingProxyType
from typing import Any

from test_framework.events.model import AgentEvent, EventKind

BASE: Mapping[str, int] = MappingProxyType(
    {
        "triage": 5,
        "data": 6,
        "cost_analyst": 8,
        "optimizer": 12,
        "actions_planner": 14,
        "reporter": 20,
        "summarizer": 9,
        "forecaster": 13,
        "anomaly_detector": 15,
        "price_comparer": 7,
        "supply_researcher": 16,
        "corpus_librarian": 4,
        "synthetic_data_maker": 3,
        "compliance_checker": 18,
        "quality_reviewer": 17,
        "capacity_planner": 11,
    }
)
BASE_OF_OTHERS = 10
BY_PLAN: Mapping[str, Decimal] = MappingProxyType(
    {
        "free": Decimal("1.0"),
        "trial": Decimal("1.0"),
        "early": Decimal("1.2"),
        "mid": Decimal("1.5"),
        "enterprise": Decimal("2.0"),
    }
)
MONEY = re.compile(r"\$([0-9][0-9,]*(?:\.[0-9]+)?)")
FIGURE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
CENT = Decimal("0.01")
SHORTEST, LONGEST = 20, 20_000
EXCELLENT, GOOD, FAIR = 950, 850, 500
BY_OPINION: Mapping[str, int] = MappingProxyType({"": 0, "helpful": 50, "not helpful": -300})


def by_quality(quality: int) -> Decimal:
    """The factor of a quality, which is in thousandths."""
    if quality >= EXCELLENT:
        return Decimal("1.3")
    if quality >= GOOD:
        return Decimal("1.1")
    return Decimal("1.0") if quality >= FAIR else Decimal(0)


def earned_by_runs(events: Iterable[AgentEvent], opinion: str = "") -> dict[str, Decimal]:
    """What each run in these events brought its agent, in USD, by its id.

    Args:
        events: Of runs; each may have come any number of times.
        opinion: What the user says of all answers: nothing, "helpful", or "not helpful".
    """
    once = {event.event_id: event for event in events if event.kind.of_run}.values()
    starts = {e.run_id: e.payload for e in once if e.kind is EventKind.AGENT_STARTED}
    earned = {}
    for end in (e for e in once if e.kind is EventKind.AGENT_COMPLETED):
        start = starts[end.run_id]
        of_run = [e for e in once if e.run_id == end.run_id]
        # An opinion is of an answer that people see, not of what a sub-agent told its asker.
        heard = opinion if start["context"]["parent_run_id"] is None else ""
        quality = _quality(end.payload["result"], of_run)
        if quality:
            quality = min(1000, max(0, quality + BY_OPINION[heard]))
        cents = BASE.get(start["agent"], BASE_OF_OTHERS) * by_quality(quality)
        earned[end.run_id] = cents * BY_PLAN[start["context"]["plan"]] / 100
    return earned


def _quality(answer: str | None, of_run: Iterable[AgentEvent]) -> int:
    if answer is None:
        return 0
    ends = [e.payload for e in of_run if e.kind is EventKind.TOOL_COMPLETED]
    good = [end["result"] for end in ends if end["status"] == "ok"]
    said = [_cents(amount) for amount in MONEY.findall(answer)]
    known = {_cents(figure) for leaf in _leaves(good) for figure in FIGURE.findall(leaf)}
    tools = Fraction(len(good), len(ends)) if ends else Fraction(1)
    numbers = Fraction(sum(each in known for each in said), len(said)) if said else Fraction(1)
    fits = SHORTEST <= len(answer) <= LONGEST
    return floor(500 * tools) + floor(300 * numbers) + 200 * fits


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield name
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield str(value)


def _cents(number: str) -> Decimal:
    return Decimal(number.replace(",", "")).quantize(CENT, rounding=ROUND_HALF_UP)
