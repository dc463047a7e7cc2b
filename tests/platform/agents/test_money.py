from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_platform.agents.money import exact_usd, format_usd, percent, ratio

AMOUNTS = st.integers(min_value=-(10**18), max_value=10**18)


@given(AMOUNTS)
def test_exact_usd_loses_nothing(nano_usd):
    assert Fraction(exact_usd(nano_usd)) == Fraction(nano_usd, 10**9)


@given(AMOUNTS)
def test_exact_usd_has_at_least_two_decimals(nano_usd):
    assert len(exact_usd(nano_usd).partition(".")[2]) >= 2


@given(AMOUNTS, st.integers(min_value=1, max_value=10**12), st.integers(0, 9))
def test_ratio_is_the_nearest_and_ties_go_away_from_zero(numerator, denominator, places):
    rounded = Fraction(ratio(numerator, denominator, places))
    distance = abs(rounded) - abs(Fraction(numerator, denominator))
    half_a_step = Fraction(1, 2 * 10**places)
    assert -half_a_step < distance <= half_a_step


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "$0.00"),
        ("0.005", "$0.01"),
        ("1.004999999", "$1.00"),
        ("1234567.891", "$1,234,567.89"),
        ("-0.5", "-$0.50"),
        ("-0.001", "$0.00"),
    ],
)
def test_format_usd_shows_cents(amount, shown):
    assert format_usd(amount) == shown


@given(st.decimals(min_value=0, max_value=10**9, places=9))
def test_format_usd_rounds_half_up(amount):
    shown = Decimal(format_usd(amount).replace("$", "").replace(",", ""))
    assert shown == amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def test_percent_of_nothing_is_nothing():
    assert percent(0, 0) == "0.0"
