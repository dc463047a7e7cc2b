"""Months by the clocks of a place, and money in cents."""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_platform.billing.months import Month, time_zones
from chat_platform.billing.totals import in_cents

ZONES = st.sampled_from(sorted(time_zones()))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
NEXT = timedelta(days=32)


@given(MOMENTS, ZONES)
def test_every_moment_is_of_one_month(moment, zone):
    month = Month.of(moment, zone)
    begins, ends = month.span(zone)
    assert begins <= moment < ends
    assert Month.of(ends, zone) > month
    assert Month.of(ends, zone).span(zone)[0] == ends


@pytest.mark.parametrize(
    ("month", "zone", "begins", "ends"),
    [
        ("2026-02", None, "2026-02-01T00:00:00+00:00", "2026-03-01T00:00:00+00:00"),
        ("2028-02", "UTC", "2028-02-01T00:00:00+00:00", "2028-03-01T00:00:00+00:00"),
        ("2026-12", "Asia/Tokyo", "2026-11-30T15:00:00+00:00", "2026-12-31T15:00:00+00:00"),
        ("2026-03", "Europe/Berlin", "2026-02-28T23:00:00+00:00", "2026-03-31T22:00:00+00:00"),
        ("2026-10", "Europe/Berlin", "2026-09-30T22:00:00+00:00", "2026-10-31T23:00:00+00:00"),
    ],
)
def test_months_end_right(month, zone, begins, ends):
    told = [moment.isoformat() for moment in Month.read(month).span(zone)]
    assert told == [begins, ends]


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-1", "26-01", "2026-01-01", "x"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError, match="write a month like"):
        Month.read(text)


@given(st.integers(-(10**15), 10**15))
def test_cents_are_rounded_half_up_once(nano_usd):
    wanted = Decimal(nano_usd).scaleb(-9).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert in_cents(nano_usd) == str(wanted + 0)


def test_a_month_that_began_elsewhere_has_not_begun_here():
    moment = datetime(2026, 9, 30, 23, tzinfo=ZoneInfo("Europe/Berlin"))
    assert str(Month.of(moment, "Pacific/Kiritimati")) == "2026-10"
    assert str(Month.of(moment, None)) == "2026-09"
