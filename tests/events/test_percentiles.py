"""Percentiles: right ranks, figures within 0.1 per cent, the same however they are merged."""

from __future__ import annotations

import math
import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from test_framework.events.percentiles import LONGEST_S, Distribution

DURATIONS = st.lists(st.floats(0, 4_000), min_size=1, max_size=100)
PERCENTS = st.sampled_from([0.1, 1, 7, 50, 75.1, 90, 95, 99, 99.9, 100])
TO_A_MICROSECOND = 1e-6
QUICK = settings(max_examples=40, deadline=None)  # a busy machine is no wrong figure


def exact(durations: list[float], percent: float) -> float:
    """The nearest-rank percentile (NIST/SEMATECH e-Handbook, 7.2.6.2)."""
    rank = math.ceil(Decimal(str(percent)) * len(durations) / 100)
    return sorted(durations)[rank - 1]


@QUICK
@given(DURATIONS, PERCENTS)
def test_a_figure_is_that_of_the_right_rank_and_at_most_a_thousandth_too_great(
    durations: list[float], percent: float
) -> None:
    right, found = exact(durations, percent), Distribution.of(durations).at(percent)
    assert right - TO_A_MICROSECOND <= found <= right * 1.001 + TO_A_MICROSECOND


@QUICK
@given(DURATIONS, DURATIONS, PERCENTS)
def test_merged_is_the_same_as_counted_together(
    some: list[float], others: list[float], percent: float
) -> None:
    merged = Distribution.of(some)
    merged.merge(Distribution.of(others))
    together = Distribution.of(some + others)
    assert merged.row([percent]) == together.row([percent])


@QUICK
@given(DURATIONS, PERCENTS)
def test_an_encoded_one_says_the_same(durations: list[float], percent: float) -> None:
    here = Distribution.of(durations)
    there = Distribution.decode(here.encode())
    assert there.count == here.count
    assert there.at(percent) == pytest.approx(here.at(percent), rel=0.001, abs=TO_A_MICROSECOND)


def test_two_processes_are_put_together() -> None:
    script = (
        "from test_framework.events.percentiles import Distribution\n"
        "print(Distribution.of([0.1, 0.2, 5.0]).encode())"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    whole = Distribution.of([1.0])
    whole.merge(Distribution.decode(ran.stdout.strip()))
    assert whole.count == 4
    assert whole.at(50) == pytest.approx(0.2, rel=0.001)
    assert whole.at(100) == pytest.approx(5.0, rel=0.001)


def test_ranks_of_few_values_are_not_rounded_down() -> None:
    """The library alone takes the 14th of 16 values for their 90th percentile."""
    sixteen = Distribution.of(range(1, 17))
    assert sixteen.at(90) == pytest.approx(15.0, rel=0.001)


def test_a_few_values_are_shown_as_they_are() -> None:
    few = Distribution.of([3.0, 1.0, 2.0])
    assert (few.least, few.greatest, few.at(99)) == (1.0, 3.0, 3.0)


def test_what_no_duration_can_be_is_counted_at_the_edge() -> None:
    odd = Distribution.of([-0.3, 10.0 * LONGEST_S])
    assert (odd.least, odd.greatest) == (0.0, LONGEST_S)


@pytest.mark.parametrize("percent", [0, -1, 100.1])
def test_there_is_no_such_percentile(percent: float) -> None:
    with pytest.raises(ValueError, match="is no percentile"):
        Distribution.of([1.0]).at(percent)


def test_there_is_no_figure_of_nothing() -> None:
    nothing = Distribution.of([])
    for figure in (lambda: nothing.at(50), lambda: nothing.least, nothing.row):
        with pytest.raises(ValueError, match="of nothing"):
            figure()
    whole = Distribution.of([2.0])
    whole.merge(nothing)
    assert whole.row([50]) == Distribution.of([2.0]).row([50])


@pytest.mark.parametrize("text", ["", "hello", "HISTFAAAAC14nJNpmSzMwMDAywABzFCaEURc"])
def test_what_is_no_encoding_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no encoded HdrHistogram"):
        Distribution.decode(text)
