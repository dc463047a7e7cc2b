"""Many who speak when they want to: nobody's silence holds them up, and what is late is told."""

from __future__ import annotations

import time
from itertools import pairwise
from random import Random

import pytest
from anyio.from_thread import BlockingPortal

from test_framework.load.open_workload import Due, moments, speak


class Ear:
    """A socket that notes what was said through it, and when; it may take its time."""

    def __init__(self, takes: float = 0.0) -> None:
        self.said: list[tuple[str, float]] = []
        self._takes = takes

    async def post(self, text: str) -> None:
        self.said.append((text, time.monotonic()))
        time.sleep(self._takes)  # noqa: ASYNC251 - it keeps the whole loop busy: that is the point


def test_everything_is_said_once_in_the_order_of_its_moments(portal: BlockingPortal) -> None:
    ear = Ear()
    late = speak(portal, [Due(0.03, ear, "third"), Due(0.0, ear, "first"), Due(0.02, ear, "2nd")])
    assert [text for text, _ in ear.said] == ["first", "2nd", "third"]
    assert ear.said[2][1] - ear.said[0][1] >= 0.03 - late.greatest
    assert late.count >= 3


def test_who_is_held_up_says_by_how_much(portal: BlockingPortal) -> None:
    late = speak(portal, [Due(0.0, Ear(takes=0.05), "long"), Due(0.01, Ear(), "late")])
    assert late.greatest >= 0.04


def test_a_halt_between_two_words_is_noticed(portal: BlockingPortal) -> None:
    halt = Due(0.05, Ear(takes=0.06), "a halt")
    late = speak(portal, [halt, Due(0.3, Ear(), "long after it")])
    assert late.greatest >= 0.04


@pytest.mark.parametrize("seed", range(5))
def test_people_pause_as_long_as_they_may(seed: int) -> None:
    said, again = (moments(Random(seed), 60, (1, 2)) for _ in range(2))  # noqa: S311 - no secret
    pauses = [after - before for before, after in pairwise(said)]
    assert all(1 <= pause <= 2 for pause in pauses)
    assert 0 <= said[0] <= 2
    assert 58 <= said[-1] < 60
    assert said == again
