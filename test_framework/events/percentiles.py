"""How durations are distributed: an HdrHistogram, which merges across users and processes.

It counts durations in microseconds, to three significant digits (HdrHistogram,
https://hdrhistogram.github.io/HdrHistogram/): any figure is at most 0.1 per cent too great, and
never too small. Ranks are not rounded as the library does by itself: the percentile P of n
values is the one at rank ceil(P / 100 * n) (nearest rank), so that of 16 values the 90th is the
15th, not the 14th. With fewer than 100 values the 99th is the greatest: a count stands beside
every figure, so that nobody takes it for more.

Limits that a feature states for each occurrence are judged by the durations themselves
(``check_timing``), not by figures from here: 0.1 per cent too much would be a false alarm at
the limit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

from hdrh.histogram import HdrHistogram  # type: ignore[import-untyped] # it has no types

SHOWN = (50.0, 90.0, 95.0, 99.0)
DIGITS = 3
MICROSECONDS = 1_000_000
LONGEST_S = 86_400
"""What takes longer than a day counts as a day."""


class Distribution:
    """Many durations of one thing, in seconds.

    A negative one, as between two clocks that are not known exactly, counts as none at all.

    Example:
        >>> few = Distribution.of([3.0, 1.0, 2.0])
        >>> few.count, few.greatest, few.at(100)
        (3, 3.0, 3.0)
        >>> few.merge(Distribution.decode(few.encode()))
        >>> few.count, round(few.at(50), 2)
        (6, 2.0)
    """

    def __init__(self) -> None:
        self._histogram = HdrHistogram(1, LONGEST_S * MICROSECONDS, DIGITS)
        self._least, self._greatest = math.inf, 0.0

    @classmethod
    def of(cls, durations: Iterable[float]) -> Distribution:
        """The distribution of these durations."""
        distribution = cls()
        for seconds in durations:
            distribution.add(seconds)
        return distribution

    def add(self, seconds: float) -> None:
        """Count one more."""
        counted = min(max(seconds, 0.0), LONGEST_S)
        self._histogram.record_value(round(counted * MICROSECONDS))
        self._least = min(self._least, counted)
        self._greatest = max(self._greatest, counted)

    def merge(self, other: Distribution) -> None:
        """Count all of another distribution as well."""
        if other.count:  # the library does not bear an empty one
            self._histogram.add(other._histogram)
        self._least = min(self._least, other._least)
        self._greatest = max(self._greatest, other._greatest)

    def encode(self) -> str:
        """The whole distribution as a text, in the format of all HdrHistograms (V2)."""
        encoded: bytes = self._histogram.encode()
        return encoded.decode("ascii")

    @classmethod
    def decode(cls, text: str) -> Distribution:
        """What was encoded, here or in another process.

        Raises:
            ValueError: when the text is no such encoding.
        """
        distribution = cls()
        try:
            distribution._histogram.decode_and_add(text)
        except Exception as error:  # the library names no common class for what it raises
            raise ValueError(f"This is no encoded HdrHistogram: {text[:40]!r}.") from error
        if distribution.count:
            distribution._least = distribution._histogram.get_min_value() / MICROSECONDS
            distribution._greatest = distribution._histogram.get_max_value() / MICROSECONDS
        return distribution

    @property
    def count(self) -> int:
        """How many durations."""
        return int(self._histogram.get_total_count())

    @property
    def least(self) -> float:
        """The least; exact unless it came out of an encoding.

        Raises:
            ValueError: when there is none.
        """
        self._refuse_nothing()
        return self._least

    @property
    def greatest(self) -> float:
        """The greatest; exact unless it came out of an encoding.

        Raises:
            ValueError: when there is none.
        """
        self._refuse_nothing()
        return self._greatest

    def at(self, percent: float) -> float:
        """The duration that ``percent`` per cent of them do not exceed.

        Args:
            percent: Above 0, at most 100. It is taken as written: 99.9 is 999 of 1000.

        Raises:
            ValueError: when there is no duration, or no such percentile.
        """
        self._refuse_nothing()
        if not 0 < percent <= 100:  # noqa: PLR2004 - a hundred per cent
            raise ValueError(f"{percent} is no percentile: it is above 0 and at most 100.")
        rank = math.ceil(Decimal(str(percent)) * self.count / 100)
        found = self._histogram.get_value_at_percentile(100 * rank / self.count)
        return float(min(found / MICROSECONDS, self._greatest))

    def row(self, percents: Sequence[float] = SHOWN) -> list[str]:
        """Count, least, the percentiles, greatest: for a table; in seconds."""
        figures = [self.least, *(self.at(percent) for percent in percents), self.greatest]
        return [str(self.count), *(f"{figure:.3f}" for figure in figures)]

    def _refuse_nothing(self) -> None:
        if not self.count:
            raise ValueError("There is no distribution of nothing.")


def header(percents: Sequence[float] = SHOWN) -> list[str]:
    """The names of what ``Distribution.row`` gives.

    Example:
        >>> header([50, 99.9])
        ['count', 'least', 'p50', 'p99.9', 'greatest']
    """
    return ["count", "least", *(f"p{percent:g}" for percent in percents), "greatest"]
