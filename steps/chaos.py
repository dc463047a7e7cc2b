"""Bad weather on people's lines: planned from the seed of the run, told in the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pytest
from pytest_bdd import given, then, when

from steps.conversation import current_thread
from steps.people import ANSWERED_WITHIN_S, Actor, People, eventually, says
from steps.verdicts import must_hold
from targets.reference.settings import HEARTBEAT_EVERY_SECOND
from targets.reference.steady_chat import SteadyChat
from test_framework.events.delivery import check_delivery
from test_framework.events.digests import check_digests
from test_framework.events.sequence import check_sequence
from test_framework.events.verdict import Verdict
from test_framework.pytest_plugin.contexts import Contexts
from test_framework.pytest_plugin.fixtures import PlatformWith
from test_framework.reporting.attachments import attach_table
from test_framework.wire.schedule import Forecast, Trouble, Weather, plan

QUARTER, HALF, MOST = (0.2, 0.3), (0.4, 0.5), (0.6, 0.8)
WEATHER: Mapping[str, Forecast] = MappingProxyType(
    {
        "is gone a quarter of the time": Forecast([Trouble.DOWN], QUARTER),
        "is gone half of the time": Forecast([Trouble.DOWN], HALF),
        "comes and goes all the time": Forecast([Trouble.DOWN], HALF, spell=0.06),
        "is late by 100 to 500 milliseconds": Forecast([Trouble.LATENCY], MOST, spell=1.0),
        "is slow": Forecast([Trouble.BANDWIDTH], MOST, spell=1.0),
        "tears everything to pieces": Forecast([Trouble.SLICER], MOST, spell=1.0),
        "falls silent without a word": Forecast([Trouble.HALF_OPEN], QUARTER, spell=0.5),
        "is now gone, now late, now slow, now torn": Forecast(
            [Trouble.DOWN, Trouble.LATENCY, Trouble.BANDWIDTH, Trouble.SLICER], HALF, 4.0
        ),
    }
)
# A device notices within this time that nothing answers any more.
HEARTBEAT_S = 0.4
QUESTIONS = (
    "What did we spend in total in September 2026?",
    "Which models do we use?",
    "What are the three most expensive models in September 2026?",
)


@dataclass(frozen=True)
class Sky:
    """What makes bad weather in this scenario, and ends it when the scenario does."""

    new_weather: Callable[[Actor, Forecast], Weather]
    steady: Callable[[Actor], None]


@pytest.fixture
def sky(contexts: Contexts, seed: int, scenario_key: str) -> Iterator[Sky]:
    assert contexts is not None  # devices are let go of before their contexts are closed
    weathers: list[Weather] = []
    devices: list[SteadyChat] = []

    def new_weather(actor: Actor, forecast: Forecast) -> Weather:
        line = actor.context.use_fault_proxy()
        weathers.append(Weather(line, plan(f"{seed} {scenario_key} {actor.name}", forecast)))
        actor.kept["weather"] = weathers[-1]
        return weathers[-1]

    def steady(actor: Actor) -> None:
        if not actor.context.has_page:
            actor.chat = SteadyChat(actor.context, seed, HEARTBEAT_S)
            devices.append(actor.chat)

    yield Sky(new_weather, steady)
    for weather in weathers:
        weather.stop()
    for device in devices:
        device.leave()


def step_into(actor: Actor, sky: Sky, weather: str, driver: str) -> None:
    """Come in over a line of one's own, which is good until the weather begins."""
    sky.new_weather(actor, WEATHER[weather])
    if driver == "wire":
        sky.steady(actor)
    actor.enter_chat()


def under_the_sky(people: People) -> list[Actor]:
    """Whose lines have weather."""
    return [actor for actor in people if "weather" in actor.kept]


@given("a platform that asks every second who is there")
def _(platform_with: PlatformWith) -> None:
    platform_with(HEARTBEAT_EVERY_SECOND)


@given(says("{who:Person} is in a conversation on a line which {weather}"))
def _(people: People, sky: Sky, driver: str, who: str, weather: str) -> None:
    step_into(people[who], sky, weather, driver)
    people[who].begin_conversation()


@given(
    says(
        "{who:Person} has a device that stays connected, "
        "in a conversation on a line that harms what it carries"
    )
)
def _(people: People, sky: Sky, who: str) -> None:
    people[who].kept["line"] = people[who].context.use_frame_proxy()
    sky.steady(people[who])
    people[who].enter_chat()
    people[who].begin_conversation()


@given(says("{who:Person}'s second device follows the conversation on a line which {weather}"))
def _(people: People, sky: Sky, who: str, weather: str) -> None:
    device = people.device_of(who)
    sky.new_weather(device, WEATHER[weather])
    sky.steady(device)
    device.access.enter()
    device.connect()
    device.chat.open_conversation(current_thread(people[who]))


@given(says("{number:d} people are in conversations, each on a line which {weather}"))
def _(people: People, sky: Sky, driver: str, number: int, weather: str) -> None:
    for guest in range(1, number + 1):
        step_into(people[f"Guest{guest}"], sky, weather, driver)
        people[f"Guest{guest}"].begin_conversation()


@when(says("{who:Person} goes on asking until the weather is over"))
def _(people: People, who: str) -> None:
    ask_through(people, [people[who]])
    people.latest = people[who]


@when("all of them go on asking until the weather is over")
def _(people: People) -> None:
    ask_through(people, under_the_sky(people))


def ask_through(people: People, asking: list[Actor]) -> None:
    """Ask, and ask again after each answer, until the weather of all lines is over."""
    weathers = {actor.name: actor.kept["weather"] for actor in under_the_sky(people)}
    for weather in weathers.values():
        weather.begin()
    while not all(weather.over for weather in weathers.values()):
        for actor in asking:
            actor.ask(QUESTIONS[actor.asked % len(QUESTIONS)])
        for actor in asking:
            actor.wait_until_over()
    for name, weather in weathers.items():
        rows = [
            [f"{e.spell.at:.2f}", e.spell.trouble, f"{e.spell.seconds:.2f}", e.times]
            for e in weather.happened
        ]
        attach_table(f"The weather of {name}", ["at (s)", "trouble", "for (s)", "harmed"], rows)
    for weather in weathers.values():
        weather.pass_by()


@then(says("everything reached {who:Person} once, in order and unharmed"))
def _(people: People, who: str) -> None:
    came_whole(people[who])


@then(says("the device of {who:Person} took everything once, in order and unharmed"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.wait_until_over()
    device = actor.chat
    assert isinstance(device, SteadyChat), "this step needs a device that stays connected"
    last = max(event.seq or 0 for event in actor.context.events)
    eventually(
        lambda: len(device.taken()) >= last,
        actor,
        f"all {last} events of the conversation",
        within=ANSWERED_WITHIN_S,
    )
    taken = device.taken()
    must_hold(Verdict.all_of("what it took", [check_delivery(taken), check_sequence(taken)]), taken)
    tell_story(device)


@then("to each of them everything came once, in order and unharmed")
def _(people: People) -> None:
    for actor in under_the_sky(people):
        came_whole(actor)


def came_whole(actor: Actor) -> None:
    """What arrived, judged; and each question answered by one run."""
    actor.wait_until_answered()
    events = actor.context.events
    verdicts = [
        check_delivery(events),
        check_digests(actor.name, actor.context.frames.frames),
        check_sequence(events),
    ]
    must_hold(Verdict.all_of(f"what reached {actor.name}", verdicts), events)
    runs = len(actor.finished_runs())
    assert runs == actor.asked, f"{actor.asked} questions of {actor.name} began {runs} runs"
    if isinstance(actor.chat, SteadyChat):
        tell_story(actor.chat)


def tell_story(device: SteadyChat) -> None:
    """Show what the device met on its line."""
    story = device.story
    rows = [[story.damaged, story.repeated, story.gaps, len(story.away)]]
    columns = ["damaged frames", "repeated frames", "gaps", "times away"]
    attach_table(f"What the device of {device.context.name} met", columns, rows)


@then("a fresh device of each of them shows the same conversation")
def _(people: People) -> None:
    for actor in under_the_sky(people):
        fresh = people.device_of(actor.name)
        fresh.access.enter()
        fresh.connect()
        fresh.chat.open_conversation(current_thread(actor))
        assert list(fresh.chat.conversation()) == list(actor.chat.conversation()), (
            f"a fresh device of {actor.name} shows another conversation"
        )


@then(says("the second device of {who:Person} shows the same conversation"))
def _(people: People, who: str) -> None:
    here, there = people[who], people.device_of(who)
    eventually(
        lambda: list(there.chat.conversation()) == list(here.chat.conversation()),
        there,
        f"the same conversation on the second device: {list(here.chat.conversation())}",
        within=ANSWERED_WITHIN_S,
    )
