import re
from datetime import date

import pytest

from chat_platform.agents.periods import PERIOD_PATTERN, NoDataError, days_of, in_words

FIRST, LAST = date(2026, 7, 3), date(2026, 9, 30)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("all", FIRST, LAST),
        ("last_1_days", LAST, LAST),
        ("last_7_days", date(2026, 9, 24), LAST),
        ("last_999_days", FIRST, LAST),
        ("2026-09", date(2026, 9, 1), LAST),
        ("2026-08", date(2026, 8, 1), date(2026, 8, 31)),
        ("2026-07", FIRST, date(2026, 7, 31)),
        ("2026-09-30", LAST, LAST),
        ("2026-07-03", FIRST, FIRST),
    ],
)
def test_days_of_a_period(period, first, last):
    assert re.fullmatch(PERIOD_PATTERN, period)
    assert days_of(period, FIRST, LAST) == (first, last)


@pytest.mark.parametrize(
    "period", ["2026-06", "2026-10", "0000-01", "9999-12", "2026-07-02", "2026-02-30", "2026-09-31"]
)
def test_a_month_or_day_without_data_is_refused_with_the_days_that_have_some(period):
    with pytest.raises(NoDataError, match="covers 2026-07-03 to 2026-09-30"):
        days_of(period, FIRST, LAST)


@pytest.mark.parametrize(
    "period",
    ["", "2026-13", "2026-09-32", "2026-9-1", "last_0_days", "last_1000_days", "yesterday"],
)
def test_other_words_are_no_periods(period):
    assert not re.fullmatch(PERIOD_PATTERN, period)


def test_periods_in_words():
    words = [in_words(p) for p in ("all", "last_1_days", "last_30_days", "2026-02-03")]
    assert words == ["the whole period", "the last day", "the last 30 days", "3 February 2026"]
