"""The data set read from its CSV export, and sums over it in plain Python.

An independent second opinion: it shares no code with the platform, works in exact
fractions, and rounds once, half up.
"""

import csv
import io
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Row:
    day: date
    provider: str
    model: str
    team: str
    requests: int
    input_tokens: int
    output_tokens: int
    cost: Fraction


def read(text: str) -> list[Row]:
    return [
        Row(
            day=date.fromisoformat(line["day"]),
            provider=line["provider"],
            model=line["model"],
            team=line["team"],
            requests=int(line["requests"]),
            input_tokens=int(line["input_tokens"]),
            output_tokens=int(line["output_tokens"]),
            cost=Fraction(Decimal(line["cost_usd"])),
        )
        for line in csv.DictReader(io.StringIO(text))
    ]


def month(rows: Iterable[Row], year_month: str) -> list[Row]:
    return [row for row in rows if row.day.isoformat().startswith(year_month)]


def last_days(rows: list[Row], days: int) -> list[Row]:
    last = max(row.day for row in rows)
    return [row for row in rows if row.day > last - timedelta(days=days)]


def cost(rows: Iterable[Row]) -> Fraction:
    return sum((row.cost for row in rows), Fraction(0))


def ranking(rows: Iterable[Row], by: Callable[[Row], str]) -> list[tuple[str, Fraction]]:
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows:
        sums[by(row)] += row.cost
    return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))


def list_prices(rows: Iterable[Row], model: str) -> tuple[Fraction, Fraction]:
    """USD per input and per output token, from two rows of a model (two linear equations)."""
    mine = [row for row in rows if row.model == model]
    a = mine[0]
    for b in mine[1:]:
        determinant = a.input_tokens * b.output_tokens - b.input_tokens * a.output_tokens
        if determinant:
            price_in = (a.cost * b.output_tokens - b.cost * a.output_tokens) / determinant
            price_out = (a.input_tokens * b.cost - b.input_tokens * a.cost) / determinant
            return price_in, price_out
    raise AssertionError(f"no two independent rows of {model}")


def cost_elsewhere(rows: list[Row], from_model: str, to_model: str) -> Fraction:
    price_in, price_out = list_prices(rows, to_model)
    mine = [row for row in rows if row.model == from_model]
    return sum(
        (row.input_tokens * price_in + row.output_tokens * price_out for row in mine), Fraction(0)
    )


def half_up(value: Fraction, places: int) -> str:
    scaled = math.floor(abs(value) * 10**places + Fraction(1, 2))
    whole, fraction = divmod(scaled, 10**places)
    return f"{whole:,}.{fraction:0{places}}"


def dollars(value: Fraction) -> str:
    return f"{'-' if value < 0 else ''}${half_up(value, 2)}"


def share(part: Fraction, whole: Fraction) -> str:
    return f"{half_up(part / whole * 100, 1)} %"
