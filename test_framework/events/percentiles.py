"""Exact percentiles by nearest rank: always a value that was really measured.

The nearest-rank percentile P of n values is the one at rank ceil(P / 100 * n) in their order
(NIST/SEMATECH e-Handbook, 7.2.6.2, names the ranks). With fewer than 100 values the 99th is the
greatest: a count stands beside every figure, so that nobody takes it for more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

SHOWN = (50.0, 90.0, 95.0, 99.0)


def percentile(values: Iterable[float], percent: float) -> float:
    """The value that ``percent`` per cent of the values do not exceed.

    Args:
        values: In any order, of any unit; at least one.
        percent: Above 0, at most 100. It is taken as written: 99.9 is 999 of 1000.

    Raises:
        ValueError: when there is no value, or no such percentile.

    Example:
        >>> percentile([0.3, 0.1, 0.2, 0.9], 50), percentile([0.3, 0.1, 0.2, 0.9], 75.1)
        (0.2, 0.9)
    """
    ordered = sorted(values)
    if not ordered:
        raise ValueError("There is no percentile of nothing.")
    if not 0 < percent <= 100:  # noqa: PLR2004 - a hundred per cent
        raise ValueError(f"{percent} is no percentile: it is above 0 and at most 100.")
    rank = math.ceil(Decimal(str(percent)) * len(ordered) / 100)
    return ordered[rank - 1]


@dataclass(frozen=True, slots=True)
class Distribution:
    """Many values of one thing, in their order.

    Example:
        >>> few = Distribution.of([3.0, 1.0, 2.0])
        >>> len(few.values), few.values[-1], few.at(50)
        (3, 3.0, 2.0)
    """

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float]) -> Distribution:
        """Put values in order.

        Raises:
            ValueError: when there is none.
        """
        ordered = tuple(sorted(values))
        if not ordered:
            raise ValueError("There is no distribution of nothing.")
        return cls(ordered)

    def at(self, percent: float) -> float:
        """The nearest-rank percentile; see ``percentile``."""
        return percentile(self.values, percent)

    def row(self, percents: Sequence[float] = SHOWN) -> list[str]:
        """Count, least, the percentiles, greatest: for a table; values to the millisecond."""
        figures = [self.values[0], *(self.at(percent) for percent in percents), self.values[-1]]
        return [str(len(self.values)), *(f"{figure:.3f}" for figure in figures)]


def header(percents: Sequence[float] = SHOWN) -> list[str]:
    """The names of what ``Distribution.row`` gives.

    Example:
        >>> header([50, 99.9])
        ['count', 'least', 'p50', 'p99.9', 'greatest']
    """
    return ["count", "least", *(f"p{percent:g}" for percent in percents), "greatest"]
