"""Connections that keep no rules: broken frames, halves of requests, floods, and too many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytest_bdd import given, then, when

from steps.people import Actor, People, says
from targets.reference.api import Api
from targets.reference.life_cycle import RunningReference
from targets.reference.raw_lines import (
    BEGUN,
    BEYOND_MEASURE,
    NONSENSE,
    PING,
    UNREAD,
    inside,
    line_of,
)
from targets.reference.settings import REQUESTS_WITHIN_A_SECOND
from test_framework.pytest_plugin.fixtures import PlatformWith
from test_framework.waiting import wait_until
from test_framework.wire.mischief import MISCHIEF
from test_framework.wire.raw_client import RawClient

POLICY, TRY_LATER = 1008, 1013
REQUEST_TIMEOUT = 408
CROWDED = "too_many_connections"
GIVEN_UP_WITHIN_S = 5.0
FREE_WITHIN_S = 5.0
MEMORY = "process_resident_memory_bytes"
MEGABYTE = 1_000_000
# A third of what is asked for; what other people do meanwhile takes far less.
HARDLY_ANY = 8 * MEGABYTE

Keep = Callable[[RawClient], RawClient]


@pytest.fixture
def keep() -> Iterator[Keep]:
    """Keeps raw lines open until the scenario ends."""
    with ExitStack() as until_the_end:
        yield until_the_end.enter_context


def entered(who: Actor) -> Actor:
    """The person, logged in: tickets are given to no others."""
    if Api.of(who.context).access_token is None:
        who.access.enter()
    return who


def refused_for_number(line: RawClient) -> bool:
    return bool(line.messages[0]["payload"].get("code") == CROWDED)


def wait_for_more(line: RawClient) -> None:
    """Until the line has ended, or brings something after its first word."""
    line.read_until(lambda: line.over or line.messages[1:], "an end or a word")


def memory_of(who: Actor) -> float:
    """The memory of the platform, in bytes."""
    platform = who.context.world.platform
    if not isinstance(platform, RunningReference):
        pytest.skip("needs the figures of a platform that the suite starts itself")
    return platform.figure(MEMORY)


@given("requests must be whole within a second")
def _(platform_with: PlatformWith) -> None:
    platform_with(REQUESTS_WITHIN_A_SECOND)


# When


@when(says("{who:Person} breaks the rules of a connection, one after another, by:"))
def _(people: People, who: str, keep: Keep, datatable: list[list[str]]) -> None:
    mallory, ends = entered(people[who]), []
    for breach, code in datatable[1:]:
        line = keep(inside(mallory.context))
        # In one piece: what a platform that notices nothing answers comes at once.
        line.send(MISCHIEF[breach] + PING)
        wait_for_more(line)
        ends.append((breach, line, int(code)))
    mallory.kept["ends"] = ends


@when(says("{who:Person} asks to connect:"))
def _(people: People, who: str, keep: Keep, datatable: list[list[str]]) -> None:
    base_url = people[who].context.base_url
    people[who].kept["asked"] = [
        (how, keep(BEYOND_MEASURE[how](base_url)), int(status)) for how, status in datatable[1:]
    ]


@when(says("{who:Person} begins {number:d} requests of each kind:"))
def _(people: People, who: str, number: int, keep: Keep, datatable: list[list[str]]) -> None:
    begun = []
    for (kind,) in datatable[1:]:
        for _each in range(number):
            line = keep(line_of(people[who].context))
            line.send(BEGUN[kind][0])
            begun.append((kind, line))
    people[who].kept["begun"] = begun


@when(says("{who:Person} opens {number:d} connections"))
def _(people: People, who: str, number: int, keep: Keep) -> None:
    mallory = entered(people[who])
    mallory.kept["lines"] = [keep(inside(mallory.context)) for _ in range(number)]


@when(says("{who:Person} sends {number:d} messages at once"))
def _(people: People, who: str, number: int, keep: Keep) -> None:
    send_and_wait(entered(people[who]), keep, PING * number)


@when(says("{who:Person} sends {number:d} messages of nonsense"))
def _(people: People, who: str, number: int, keep: Keep) -> None:
    send_and_wait(entered(people[who]), keep, NONSENSE * number)


def send_and_wait(who: Actor, keep: Keep, data: bytes) -> None:
    """Send all of it, and read until the connection ends or a last message is answered."""
    last = b"the-last-one"
    line = keep(inside(who.context))
    line.send(data + PING.replace(b"are-you-there", last.rjust(len(b"are-you-there"), b"-")))
    line.read_until(
        lambda: line.over or str(line.messages[-1].get("reply_to")).endswith(last.decode()),
        "an end or a last word",
    )
    who.kept["line"] = line


@when(says("{who:Person} asks for {megabytes:d} megabytes of answers and reads none"))
def _(people: People, who: str, megabytes: int, keep: Keep) -> None:
    mallory = entered(people[who])
    line = keep(inside(mallory.context))
    mallory.kept["memory"], sent, stalled = memory_of(mallory), 0, 0
    while sent < megabytes * MEGABYTE and stalled < 2:
        taken = line.push(UNREAD)
        sent += taken
        stalled = 0 if taken else stalled + 1
        if stalled:  # by the time that it has answered this, it has taken more, if it ever will
            memory_of(mallory)


# Then


@then("each of these connections is closed with its code")
def _(people: People) -> None:
    for breach, line, code in next(a.kept["ends"] for a in people if "ends" in a.kept):
        assert line.over, f"after {breach} it is still open, and answered {line.messages[-1]}"
        closed_with = line.wait_closed()
        assert closed_with == code, f"after {breach} it was closed with {closed_with}, not {code}"


@then("each of these requests is refused with its status")
def _(people: People) -> None:
    for how, line, status in people.latest.kept["asked"]:
        line.wait_answered()
        assert line.status == status, f"{how}: it was answered with {line.status}, not {status}"


@then(says("every request of {who:Person} is given up"))
def _(people: People, who: str) -> None:
    for kind, line in people[who].kept["begun"]:
        line.send(BEGUN[kind][1])
    for kind, line in people[who].kept["begun"]:
        line.wait_closed(within=GIVEN_UP_WITHIN_S)
        expected = REQUEST_TIMEOUT if "head" in kind or "letter" in kind else None
        assert line.status == expected, f"one that {kind} was answered with {line.status}"


@then(says("{number:d} connections of {who:Person} are open, the others were refused with advice"))
def _(people: People, number: int, who: str) -> None:
    lines = people[who].kept["lines"]
    refused = [line for line in lines if refused_for_number(line)]
    is_open = len(lines) - len(refused)
    assert is_open == number, f"{is_open} connections of {who} are open"
    for line in refused:
        closed_with = line.wait_closed()
        assert closed_with == TRY_LATER, f"one was closed with {closed_with}, not {TRY_LATER}"
        told = line.messages[0]["payload"]
        assert told["message"], "a refusal does not say what was wrong"
        assert told["what_next"], "a refusal does not say what to do"


@then(says("{who:Person} gets in again when she has closed one"))
def _(people: People, who: str, keep: Keep) -> None:
    mallory = people[who]
    with mallory.kept["lines"][0]:
        pass
    wait_until(
        lambda: not refused_for_number(keep(inside(mallory.context))),
        awaiting=f"a connection of {who} in the place of the one that is closed",
        within=FREE_WITHIN_S,
    )


@then(says('{who:Person} was told "{words}" and the connection was closed'))
def _(people: People, who: str, words: str) -> None:
    line = people[who].kept["line"]
    errors = [m["payload"]["message"] for m in line.messages if m["type"] == "error"]
    assert any(words in message for message in errors), f"{who} was told {set(errors)}"
    assert line.over, "the connection is still open"
    closed_with = line.wait_closed()
    assert closed_with == POLICY, f"the connection was closed with {closed_with}, not {POLICY}"


@then("the platform keeps hardly any of them")
def _(people: People) -> None:
    mallory = next(a for a in people if "memory" in a.kept)
    more = memory_of(mallory) - mallory.kept["memory"]
    assert more < HARDLY_ANY, f"it takes {more / MEGABYTE:.0f} MB more than before"
