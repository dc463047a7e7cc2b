"""The waiting of the device that stays connected is that of the page."""

from random import Random

from targets.reference.steady_chat import LONGEST_WAIT_S, backoff


def test_waiting_grows_to_a_limit_and_is_spread_evenly() -> None:
    chance = Random(3)  # noqa: S311 - chance, no secret
    longest = [max(backoff(attempt, chance) for _ in range(2_000)) for attempt in range(6)]
    for most, limit in zip(longest, (0.5, 1.0, 2.0, 2.5, 2.5, 2.5), strict=True):
        assert 0.95 * limit < most <= limit <= LONGEST_WAIT_S
    tenths = [int(backoff(9, chance) / 0.25) for _ in range(1_000)]
    assert all(45 <= tenths.count(each) <= 155 for each in range(10))
