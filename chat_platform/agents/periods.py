"""Periods of time as tools take them: ``all``, ``last_7_days``, ``2026-09``, ``2026-09-30``."""

import calendar
import re
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
PERIOD_PATTERN = (
    r"^(all|last_[1-9][0-9]{0,2}_days"
    r"|[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)$"
)
Period = Annotated[
    str,
    Field(
        pattern=PERIOD_PATTERN,
        description="all, last_N_days such as last_30_days, a month such as 2026-09, "
        "or a day such as 2026-09-30",
    ),
]


class NoDataError(ValueError):
    """The period lies wholly outside the days that have data."""


def days_of(period: str, first: date, last: date) -> tuple[date, date]:
    """First and last day of a period, both included, cut to the days that have data.

    ``last_N_days`` ends on the last day with data, not today: the answer to a question
    is then the same whenever it is asked.

    Args:
        period: as ``PERIOD_PATTERN`` says.
        first: the first day with data.
        last: the last day with data.

    Raises:
        NoDataError: with a sentence for people.

    Example:
        >>> days_of("2026-09", date(2026, 7, 3), date(2026, 9, 30))
        (datetime.date(2026, 9, 1), datetime.date(2026, 9, 30))
    """
    if period == "all":
        return first, last
    if relative := re.fullmatch(r"last_(\d+)_days", period):
        return max(first, last - timedelta(days=int(relative[1]) - 1)), last
    year, month, *day = (int(part) for part in period.split("-"))
    if year < date.min.year or (day and day[0] > calendar.monthrange(year, month)[1]):
        raise NoDataError(_no_data(period, first, last))
    start = date(year, month, *(day or [1]))
    end = start if day else date(year, month, calendar.monthrange(year, month)[1])
    if end < first or start > last:
        raise NoDataError(_no_data(in_words(period), first, last))
    return max(first, start), min(last, end)


def _no_data(period: str, first: date, last: date) -> str:
    return f"There is no usage data for {period}; the data covers {first} to {last}."


def in_words(period: str) -> str:
    """A period for people.

    Example:
        >>> in_words("2026-09"), in_words("last_7_days"), in_words("2026-09-30")
        ('September 2026', 'the last 7 days', '30 September 2026')
    """
    if period == "all":
        return "the whole period"
    if relative := re.fullmatch(r"last_(\d+)_days", period):
        return "the last day" if relative[1] == "1" else f"the last {relative[1]} days"
    year, month, *day = (int(part) for part in period.split("-"))
    return " ".join([*map(str, day), MONTHS[month - 1], str(year)])
