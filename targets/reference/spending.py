"""The usage data recomputed: what the agents' numbers should be.

It reads the export that every user can download and adds up with Python's own decimals.
It shares no code with the platform, so a mistake there is not repeated here.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
TENTH = Decimal("0.1")
MILLION = Decimal(1_000_000)


@dataclass(frozen=True)
class Usage:
    """One line of the export: one model used by one team on one day."""

    day: date
    provider: str
    model: str
    team: str
    input_tokens: int
    output_tokens: int
    cost: Decimal


@dataclass(frozen=True)
class Rank:
    """A place in a ranking: who, how much, and what part of the bill (0 to 100)."""

    name: str
    cost: Decimal
    share: Decimal


def usd(amount: Decimal) -> str:
    """An amount as the platform promises to write it: dollars, commas, half-up to the cent.

    Example:
        >>> usd(Decimal("1234.565"))
        '$1,234.57'
    """
    return f"${amount.quantize(CENT, ROUND_HALF_UP):,}"


def percent(share: Decimal) -> str:
    """A share of the bill with one decimal.

    Example:
        >>> percent(Decimal("23.44"))
        '23.4 %'
    """
    return f"{share.quantize(TENTH, ROUND_HALF_UP)} %"


class Spending:
    """All usage data, and the sums that the features speak of.

    Periods are ``"2026-09"`` (a month) or ``"last 7 days"`` (ending with the newest day).
    """

    def __init__(self, lines: Iterable[Usage]) -> None:
        self.lines = tuple(lines)
        self.last_day = max(line.day for line in self.lines)

    @classmethod
    def from_csv(cls, text: str) -> Spending:
        """Read the export."""
        return cls(
            Usage(
                date.fromisoformat(row["day"]),
                row["provider"],
                row["model"],
                row["team"],
                int(row["input_tokens"]),
                int(row["output_tokens"]),
                Decimal(row["cost_usd"]),
            )
            for row in csv.DictReader(io.StringIO(text))
        )

    def during(self, period: str) -> list[Usage]:
        """The lines of a period."""
        if period.startswith("last "):
            first = self.last_day - timedelta(days=int(period.split()[1]) - 1)
            return [line for line in self.lines if line.day >= first]
        return [line for line in self.lines if f"{line.day:%Y-%m}" == period]

    def total(self, period: str) -> Decimal:
        """The bill of a period."""
        return sum((line.cost for line in self.during(period)), Decimal(0))

    def ranking(self, by: str, period: str) -> list[Rank]:
        """Models, teams or providers, the dearest first."""
        of: Callable[[Usage], str] = {
            "models": lambda line: line.model,
            "teams": lambda line: line.team,
            "providers": lambda line: line.provider,
        }[by]
        costs: dict[str, Decimal] = defaultdict(Decimal)
        for line in self.during(period):
            costs[of(line)] += line.cost
        bill = self.total(period)
        ranks = [Rank(name, cost, 100 * cost / bill) for name, cost in costs.items()]
        return sorted(ranks, key=lambda rank: (-rank.cost, rank.name))

    def price_per_million(self, model: str, lines: Iterable[Usage] | None = None) -> Decimal:
        """What a million tokens of a model really cost, input and output together."""
        used = [line for line in (lines or self.lines) if line.model == model]
        tokens = sum(line.input_tokens + line.output_tokens for line in used)
        return sum((line.cost for line in used), Decimal(0)) * MILLION / tokens

    def models_by_price(self) -> list[str]:
        """All models, the cheapest million tokens first."""
        return sorted({line.model for line in self.lines}, key=self.price_per_million)

    def mean_per_day(self, days: int) -> Decimal:
        """The mean daily spending of the newest days."""
        return self.total(f"last {days} days") / days

    def saved_by_moving(self, model: str, other: str, period: str) -> Decimal:
        """What a period would have cost less, had one model's work gone to another."""
        price_in, price_out = self.list_price(other)
        moved = [line for line in self.during(period) if line.model == model]
        paid = sum((Fraction(line.cost) for line in moved), Fraction(0))
        elsewhere = sum(
            (line.input_tokens * price_in + line.output_tokens * price_out for line in moved),
            Fraction(0),
        )
        saved = paid - elsewhere
        return Decimal(saved.numerator) / Decimal(saved.denominator)

    def list_price(self, model: str) -> tuple[Fraction, Fraction]:
        """Dollars for one input and one output token, derived from two lines of the export.

        Each line says: input tokens x price + output tokens x price = cost. Two lines with
        another mixture of tokens make two equations for the two prices.
        """
        first, *others = (line for line in self.lines if line.model == model)
        for line in others:
            determinant = (
                first.input_tokens * line.output_tokens - line.input_tokens * first.output_tokens
            )
            if determinant:
                cost_a, cost_b = Fraction(first.cost), Fraction(line.cost)
                price_in = cost_a * line.output_tokens - cost_b * first.output_tokens
                price_out = cost_b * first.input_tokens - cost_a * line.input_tokens
                return price_in / determinant, price_out / determinant
        raise ValueError(f"The usage data does not tell the list price of {model}.")
