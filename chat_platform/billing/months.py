"""Months as people live through them: by the clocks of their time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

MONTHS_OF_A_YEAR = 12
WRITTEN = r"20[0-9]{2}-(0[1-9]|1[0-2])"


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month.

    Example:
        >>> str(Month.read("2026-02"))
        '2026-02'
    """

    year: int
    month: int

    @classmethod
    def read(cls, text: str) -> Month:
        """A month as it is written: ``2026-02``.

        Raises:
            ValueError: when it is not written so.
        """
        if re.fullmatch(WRITTEN, text) is None:
            raise ValueError("write a month like 2026-02")
        year, month = text.split("-")
        return cls(int(year), int(month))

    @classmethod
    def of(cls, moment: datetime, time_zone: str | None) -> Month:
        """The month in which a moment falls; ``time_zone`` None is UTC.

        Example:
            >>> str(Month.of(datetime(2026, 2, 28, 23, 30, tzinfo=UTC), "Europe/Berlin"))
            '2026-03'
        """
        there = moment.astimezone(zone(time_zone))
        return cls(there.year, there.month)

    def span(self, time_zone: str | None) -> tuple[datetime, datetime]:
        """Its first moment, and the first that it no longer holds; in UTC.

        Example:
            >>> Month(2026, 3).span("Europe/Berlin")[1].isoformat()  # summer time has begun
            '2026-03-31T22:00:00+00:00'
        """
        return self._begins(time_zone), self._next()._begins(time_zone)

    def _begins(self, time_zone: str | None) -> datetime:
        return datetime(self.year, self.month, 1, tzinfo=zone(time_zone)).astimezone(UTC)

    def _next(self) -> Month:
        years, month = divmod(self.month, MONTHS_OF_A_YEAR)
        return Month(self.year + years, month + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


def zone(time_zone: str | None) -> ZoneInfo:
    """The time zone of that name; UTC for None."""
    return ZoneInfo(time_zone or "UTC")


@cache
def time_zones() -> frozenset[str]:
    """The names that can be chosen (IANA Time Zone Database)."""
    return frozenset(available_timezones())
