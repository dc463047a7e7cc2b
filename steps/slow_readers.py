"""Devices that read slower than the agents write."""

from __future__ import annotations

from typing import Any

from pytest_bdd import given, then, when

from steps.chaos import came_whole
from steps.conversation import current_thread
from steps.people import Actor, People, says
from steps.raw_lines import Keep
from targets.reference.life_cycle import RunningReference
from targets.reference.raw_lines import PING, follow, inside
from targets.reference.settings import KEPT_FOR_SLOW_READERS, LITTLE_WAITS_FOR_SLOW_READERS
from test_framework.pytest_plugin.fixtures import PlatformWith
from test_framework.wire.raw_client import RawClient

# Told in the conversation and at the beginning of the run: much news for few events.
SHORT = "Which models do we use?"
LONG = f"{SHORT} " + "Tell it to all who read along. " * 240
# Five would do: 42 kilobytes each, of which the first hundred find room on the way.
MOST_QUESTIONS = 12
ANSWERED_WITHIN_S = 10.0
SOCKETS, WAITING = "chat_open_sockets", "chat_waiting_chars"
TRY_LATER, WHY = 1013, "too slow; reconnect and resume"

News = dict[int, str]


@given(
    says("{who:Person} is in a conversation which a device of hers follows without reading"),
    target_fixture="reference",
)
def _(people: People, platform_with: PlatformWith, keep: Keep, who: str) -> RunningReference:
    reference = platform_with(LITTLE_WAITS_FOR_SLOW_READERS)
    assert isinstance(reference, RunningReference)
    people[who].enter_chat()
    people[who].begin_conversation()
    device = people.device_of(who)
    device.access.enter()
    device.kept["slow"] = keep(inside(device.context, narrow=True))
    follow(device.kept["slow"], current_thread(people[who]))
    return reference


@when(says("{who:Person} and {other:Person} go on asking until the device can take no more"))
def _(people: People, reference: RunningReference, who: str, other: str) -> None:
    questions = [(people[who], LONG), (people[other], SHORT)]
    connected, waited = reference.figure(SOCKETS), [0.0]
    for _question in range(MOST_QUESTIONS):
        for actor, question in questions:
            actor.ask(question)
        for actor, _ in questions:
            wait_until_over(actor)
        waited.append(reference.figure(WAITING))
        if reference.figure(SOCKETS) < connected:
            break
    people.device_of(who).kept["waited"] = max(waited)


@then(says("the device of {who:Person} learns that it was too slow, and little ever waited for it"))
def _(people: People, who: str) -> None:
    device, told = people.device_of(who), news_of(people[who])
    line: RawClient = device.kept["slow"]
    # It comes behind all that waits, unless the platform lets go of the device.
    line.send(PING)
    line.read_until(lambda: line.over or pongs(line) > 1, "an end, or a word after all news")
    read = read_by(line)
    assert read, f"the device learnt nothing, and was let go with {line.close}"
    lost = [number for number in told if min(read) < number < max(told) and number not in read]
    assert line.over or not lost, f"it stays connected without {len(lost)} pieces of the news"
    waited = device.kept["waited"]
    assert waited < 2 * KEPT_FOR_SLOW_READERS, f"{waited:.0f} characters waited for the device"
    assert line.over, "the device is still connected, although it reads nothing"
    why = line.wait_closed(), line.close and line.close.reason
    assert why == (TRY_LATER, WHY), f"the device was let go with {why}"


@then(says("{who:Person} and {other:Person} got all news once, in order and unharmed"))
def _(people: People, who: str, other: str) -> None:
    for name in (who, other):
        came_whole(people[name])


@then(says("the device of {who:Person} comes back and has missed nothing"))
def _(people: People, who: str) -> None:
    device, told = people.device_of(who), news_of(people[who])
    read = read_by(device.kept["slow"])
    missed = set(told) - set(read)
    assert missed, "the device read everything: it was not slow"
    device.connect()
    device.wire.ask("resume", current_thread(people[who]), {"last_seq": max(read)})
    caught_up = news_of(device)
    assert set(caught_up) == set(range(max(read) + 1, max(told) + 1)), (
        f"of {len(missed)} missed pieces of news it got {len(caught_up)}"
    )
    followed = {number: told[number] for number in told if number >= min(read)}
    assert read | caught_up == followed, "the device was told other news than the others"


def wait_until_over(actor: Actor) -> None:
    """Until the newest run is over, or its end cannot come any more."""
    actor.context.wait_for(
        lambda: len(actor.finished_runs()) >= actor.asked or actor.wire.socket.closed,
        awaiting=f"the end of run {actor.asked} of {actor.name}, who reads everything",
        within=ANSWERED_WITHIN_S,
    )
    assert not actor.wire.socket.closed, f"{actor.name}, who reads everything, lost the connection"


def news_of(actor: Actor) -> News:
    """What a person was told of the conversation: the ids of events by their numbers."""
    return {event.seq: event.event_id for event in actor.context.events if event.seq is not None}


def pongs(line: RawClient) -> int:
    """How often the platform has answered the device."""
    return sum(message["type"] == "pong" for message in line.messages)


def read_by(line: RawClient) -> News:
    """The same, as a device without reading has it."""

    def is_news(message: dict[str, Any]) -> bool:
        return message.get("seq") is not None

    return {message["seq"]: message["id"] for message in filter(is_news, line.messages)}
