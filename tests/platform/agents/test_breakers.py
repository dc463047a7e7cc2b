"""Breakers: open, half open, closed, and who is let through when."""

from __future__ import annotations

import asyncio

import pytest

from chat_platform.agents.breakers import Breakers, CircuitOpen

pytestmark = pytest.mark.anyio
NAME = "tool abacus"


def ill(problem: Exception) -> bool:
    return isinstance(problem, OSError)


async def call(breakers: Breakers, problem: BaseException | None = None) -> None:
    async with breakers.guard(NAME, ill):
        if problem is not None:
            raise problem


async def fail(breakers: Breakers, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(ConnectionError):
            await call(breakers, ConnectionError())


def states(breakers: Breakers) -> list[str]:
    (report,) = breakers.reports()
    return [change.to for change in report.changes]


async def test_failures_in_a_row_open_it_and_it_refuses_at_once():
    breakers = Breakers(failures=3, open_s=60)
    await fail(breakers, 2)
    await call(breakers)
    await fail(breakers, 3)
    with pytest.raises(CircuitOpen) as refused:
        await call(breakers)
    assert 59 < refused.value.again_in_s <= 60
    assert states(breakers) == ["open"]


async def test_answers_that_are_no_illness_do_not_count():
    breakers = Breakers(failures=1)
    with pytest.raises(ValueError, match="no such model"):
        await call(breakers, ValueError("no such model"))
    await call(breakers)
    assert states(breakers) == []


async def test_one_call_tries_and_the_others_do_not_wait_for_it():
    breakers = Breakers(failures=1, open_s=0)
    await fail(breakers)
    inside, go_on = asyncio.Event(), asyncio.Event()

    async def trying() -> None:
        async with breakers.guard(NAME, ill):
            inside.set()
            await go_on.wait()

    first = asyncio.create_task(trying())
    await inside.wait()
    with pytest.raises(CircuitOpen) as refused:
        await call(breakers)
    assert refused.value.again_in_s == 0
    go_on.set()
    await first
    await call(breakers)
    assert states(breakers) == ["open", "half_open", "closed"]


async def test_a_try_that_fails_opens_it_again():
    breakers = Breakers(failures=3, open_s=0)
    await fail(breakers, 4)
    assert states(breakers) == ["open", "half_open", "open"]


async def test_a_try_that_is_cancelled_tells_nothing():
    breakers = Breakers(failures=1, open_s=0)
    await fail(breakers)
    with pytest.raises(asyncio.CancelledError):
        await call(breakers, asyncio.CancelledError())
    assert states(breakers) == ["open", "half_open"]
    await call(breakers)
    assert states(breakers)[-1] == "closed"
