"""Bad weather: planned from a seed, kept to, and not believed when it met nothing."""

import contextlib
import json
from collections.abc import Iterator
from itertools import pairwise

import pytest
from anyio.from_thread import BlockingPortal
from hypothesis import given
from hypothesis import strategies as st

from test_framework.waiting import wait_until
from test_framework.wire.client import SocketClosed, WireClient
from test_framework.wire.fault_proxy import FaultProxy
from test_framework.wire.frame_log import FrameLog
from test_framework.wire.schedule import Forecast, NeverFired, Spell, Trouble, Weather, plan

from .small_platform import SmallPlatform

SHARES = st.tuples(st.floats(0.05, 0.9), st.floats(0.05, 0.9)).map(sorted).map(tuple)
FORECASTS = st.builds(
    Forecast,
    troubles=st.lists(st.sampled_from(Trouble), min_size=1, unique=True),
    share=SHARES,
    seconds=st.floats(0.5, 60),
    spell=st.floats(0.1, 2),
)


@given(st.integers(), FORECASTS)
def test_a_plan_keeps_to_the_forecast(seed: int, forecast: Forecast) -> None:
    spells = plan(seed, forecast)
    share = sum(spell.seconds for spell in spells) / forecast.seconds
    assert forecast.share[0] - 1e-9 <= share <= forecast.share[1] + 1e-9
    assert {spell.trouble for spell in spells} == set(forecast.troubles)
    assert spells[0].at > 0
    assert all(one.at + one.seconds < next_one.at for one, next_one in pairwise(spells))
    assert spells[-1].at + spells[-1].seconds <= forecast.seconds + 1e-9


@given(st.integers(), FORECASTS)
def test_the_same_seed_gives_the_same_plan(seed: int, forecast: Forecast) -> None:
    assert plan(seed, forecast) == plan(seed, forecast)
    assert plan(seed, forecast) != plan(seed + 1, forecast)


@pytest.fixture
def proxy(own_portal: BlockingPortal, small_platform: SmallPlatform) -> Iterator[FaultProxy]:
    proxy = FaultProxy(own_portal, "127.0.0.1", small_platform.port)
    yield proxy
    proxy.close()


@pytest.mark.parametrize("trouble", Trouble)
def test_weather_that_meets_nothing_is_not_believed(proxy: FaultProxy, trouble: Trouble) -> None:
    weather = Weather(proxy, [Spell(0.0, trouble, 0.01)], linger=0.0)
    weather.begin()
    with pytest.raises(
        NeverFired, match=rf"never fired: {trouble}\.[\s\S]*for 0\.01 s: met nothing"
    ):
        weather.pass_by()


@pytest.mark.parametrize("trouble", Trouble)
def test_each_trouble_meets_who_talks(
    proxy: FaultProxy, own_portal: BlockingPortal, log: FrameLog, trouble: Trouble
) -> None:
    client = WireClient.connect(own_portal, log, proxy.url.replace("http", "ws") + "/ws")
    weather = Weather(proxy, [Spell(0.05, trouble, 0.3)])
    client.send_text(json.dumps({"do": "count", "to": 3}))
    weather.begin()
    wait_until(lambda: talk(client) or weather.happened, awaiting="the spell", within=5)
    weather.pass_by()
    assert "harmed" in weather.story()
    proxy.cut()


def talk(client: WireClient) -> None:
    with contextlib.suppress(SocketClosed):
        client.send_text("more than ten letters")


def test_weather_that_is_stopped_leaves_a_good_line(proxy: FaultProxy) -> None:
    weather = Weather(proxy, [Spell(0.0, Trouble.DOWN, 600)])
    weather.begin()
    wait_until(lambda: proxy._refusing, awaiting="the trouble", within=5)
    weather.stop()
    weather.stop()
    assert not proxy._refusing
