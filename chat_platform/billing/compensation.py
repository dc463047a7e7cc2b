"""What an agent earns by a run: base, quality and plan, by one table.

The same table for people: docs/billing.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any, Literal

from chat_platform.billing.prices import NANO_USD_OF_A_CENT
from chat_platform.contract.standing import Plan

Opinion = Literal["up", "down"]

BASE_CENTS: Mapping[str, int] = MappingProxyType(
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
# Agents of other makers.
BASE_CENTS_OF_OTHERS = 10
# From which quality on, in thousandths, which multiplier counts, in tenths. Best first.
QUALITY_TENTHS = ((950, 13), (850, 11), (500, 10), (0, 0))
PLAN_TENTHS: Mapping[Plan, int] = MappingProxyType(
    {"free": 10, "trial": 10, "early": 12, "mid": 15, "enterprise": 20}
)
# How much of the quality each criterion makes up, in thousandths.
TOOLS, NUMBERS, LENGTH = 500, 300, 200
BEST = TOOLS + NUMBERS + LENGTH
OPINIONS: Mapping[Opinion, int] = MappingProxyType({"up": 50, "down": -300})
SHORTEST, LONGEST = 20, 20_000

AMOUNT = re.compile(r"\$([0-9][0-9,]*(?:\.[0-9]+)?)")
NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
# What is longer is no amount of money, and more than a Decimal keeps without loss.
LONGEST_NUMBER = 24
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Work:
    """What a run did, as far as it can be checked.

    Attributes:
        answer: None when it did not succeed.
        calls: How many calls of tools it began.
        results: What those calls gave that went well.
    """

    answer: str | None
    calls: int
    results: Sequence[Any]


def quality_of(work: Work) -> int:
    """How good the work was, in thousandths: tools that went well, true numbers, length.

    Example:
        >>> quality_of(Work("It was $1.50, all in all.", 1, [{"cost": "1.499"}]))
        1000
        >>> quality_of(Work("It was $1.50, all in all.", 2, [{"cost": "2"}]))
        450
    """
    if work.answer is None:
        return 0
    said = [_cents(amount) for amount in AMOUNT.findall(work.answer)]
    known = _known(work.results) if said else frozenset()
    fits = SHORTEST <= len(work.answer) <= LONGEST
    return (
        _share(TOOLS, len(work.results), work.calls)
        + _share(NUMBERS, sum(amount in known for amount in said), len(said))
        + (LENGTH if fits else 0)
    )


def with_opinion(quality: int, opinion: Opinion | None) -> int:
    """The quality after a user said what they think of the answer.

    Example:
        >>> with_opinion(800, "down"), with_opinion(1000, "up"), with_opinion(0, "up")
        (500, 1000, 0)
    """
    if opinion is None or quality == 0:  # an answer that there is not cannot be helpful
        return quality
    return min(BEST, max(0, quality + OPINIONS[opinion]))


def earned(agent: str, plan: Plan, quality: int) -> int:
    """What a run brings its agent, exact, in nano-dollars.

    Example:
        >>> earned("triage", "mid", 850), earned("triage", "enterprise", 950)
        (82500000, 130000000)
    """
    base = BASE_CENTS.get(agent, BASE_CENTS_OF_OTHERS) * NANO_USD_OF_A_CENT
    tenths = next(tenths for least, tenths in QUALITY_TENTHS if quality >= least)
    return base * tenths * PLAN_TENTHS[plan] // 100


def _share(weight: int, part: int, whole: int) -> int:
    return weight * part // whole if whole else weight


def _known(results: Sequence[Any]) -> frozenset[Decimal | None]:
    """Every number that the tools gave, in cents; those within texts, too."""
    text = json.dumps(results, ensure_ascii=False, separators=(" , ", " : "))
    return frozenset(_cents(number) for number in NUMBER.findall(text)) - {None}


def _cents(number: str) -> Decimal | None:
    if len(number) > LONGEST_NUMBER:
        return None
    return Decimal(number.replace(",", "")).quantize(CENT, rounding=ROUND_HALF_UP)
