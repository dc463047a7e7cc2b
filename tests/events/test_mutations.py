"""Every valid stream holds; every mutation of it is found, unless it breaks no promise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from event_strategies import USERS, platforms, threads_of, user_streams
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st
from mutations import (
    MUTATIONS,
    Events,
    Mutant,
    as_platform,
    harmless_by_platform,
    harmless_on_the_way,
)

from test_framework.events.catalogue import Catalogue
from test_framework.events.checker import Checker
from test_framework.events.content import ContentChecker
from test_framework.events.delivery import DeliveryChecker
from test_framework.events.examples import AGENT_LIST, good, renumbered
from test_framework.events.isolation import check_isolation
from test_framework.events.model import EventKind
from test_framework.events.sequence import SequenceChecker
from test_framework.events.timeline import explain, timeline
from test_framework.events.verdict import Verdict

CATALOGUE = Catalogue.from_agent_list(AGENT_LIST)
CHECKERS: list[Callable[[], Checker]] = [
    SequenceChecker,
    lambda: ContentChecker(CATALOGUE),
    DeliveryChecker,
]
# The same examples in every run: a red run is then a change of the code, not of the dice.
EXAMPLES = settings(max_examples=40, deadline=None, derandomize=True)


def judged(
    events: Events, *, ended: bool = True, by: Sequence[Callable[[], Checker]] = CHECKERS
) -> list[Verdict]:
    verdicts = []
    for new_checker in by:
        checker = new_checker()
        for event in events:
            checker.feed(event)
        verdicts.append(checker.verdict(ended=ended))
    return verdicts


def judged_piece_by_piece(
    events: Events, *, by: Sequence[Callable[[], Checker]] = CHECKERS
) -> list[Verdict]:
    verdicts = []
    for new_checker in by:
        checker = new_checker()
        for event in events:
            checker.feed(event)
            checker.verdict(ended=False)
        verdicts.append(checker.verdict(ended=True))
    return verdicts


def mutant_of(draw: Callable[[Any], Any], kind: str, events: Events) -> Mutant:
    """The stream with one mutation of that kind, at a place where it can be."""
    random = Random(draw(st.integers(0, 2**16)))  # noqa: S311 - the seed is drawn
    mutate = MUTATIONS[kind]
    places = [n for n, event in enumerate(events) if event.thread_id]
    possible = [n for n in places if mutate(events, n, Random(0)) is not None]  # noqa: S311
    assume(possible)
    place = draw(st.sampled_from(possible))
    changed = mutate(events, place, random)
    assert changed is not None
    return Mutant(kind, events, place, changed)


def must_be_found(mutant: Mutant, received: Events) -> None:
    verdicts = judged(received)
    note("\n".join([str(mutant), *timeline(received)]))
    assert not all(verdict.holds for verdict in verdicts), f"nobody saw {mutant}"


@EXAMPLES
@given(platforms())
def test_every_valid_stream_holds(received: dict[str, Events]) -> None:
    for events in received.values():
        for verdict in judged(events):
            assert verdict.holds, explain(verdict, events)
    if len(received) > 1:
        assert check_isolation(received).holds


@pytest.mark.parametrize("kind", MUTATIONS)
@EXAMPLES
@given(data=st.data())
def test_what_goes_wrong_on_the_way_is_found(kind: str, data: st.DataObject) -> None:
    mutant = mutant_of(data.draw, kind, data.draw(user_streams()))
    if not harmless_on_the_way(mutant):
        must_be_found(mutant, renumbered(mutant.events))


@pytest.mark.parametrize("kind", MUTATIONS)
@EXAMPLES
@given(data=st.data())
def test_what_a_platform_does_wrong_is_found_without_its_numbers(
    kind: str, data: st.DataObject
) -> None:
    threads = data.draw(st.lists(st.integers(1, 2), min_size=1, max_size=2))
    events = [
        event
        for number, _ in enumerate(threads)
        for event in data.draw(threads_of("Ada", f"t{number}"))
    ]
    mutant = mutant_of(data.draw, kind, renumbered(events))
    if not harmless_by_platform(mutant):
        must_be_found(mutant, as_platform(renumbered(mutant.events)))


@EXAMPLES
@given(data=st.data())
def test_any_event_that_reaches_another_user_is_found(data: st.DataObject) -> None:
    received = data.draw(platforms(users=2))
    mine, other = received[USERS[0]], received[USERS[1]]
    event = data.draw(st.sampled_from(mine))
    place = data.draw(st.integers(0, len(other)))
    leaked = replace(event, owner=USERS[1])
    received[USERS[1]] = renumbered([*other[:place], leaked, *other[place:]])
    if data.draw(st.booleans()):  # sent to the wrong user, not only to both
        received[USERS[0]] = renumbered([e for e in mine if e is not event])
    assert not check_isolation(received).holds


@EXAMPLES
@given(data=st.data())
def test_piece_by_piece_and_whole_give_the_same_verdict(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(MUTATIONS)))
    events = renumbered(mutant_of(data.draw, kind, data.draw(user_streams())).events)
    assert judged_piece_by_piece(events) == judged(events)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)
FIELDS = [
    "agent",
    "context",
    "step",
    "call_id",
    "tool",
    "parameters",
    "usage",
    "message",
    "message_id",
    "thread",
    "thread_id",
    "messages",
    "last_seq",
    "from_seq",
    "to_seq",
    "seq",
]


@EXAMPLES
@given(data=st.data())
def test_no_damage_stops_a_checker(data: st.DataObject) -> None:
    events = good()
    for _ in range(3):
        place = data.draw(st.integers(0, len(events) - 1))
        payload = data.draw(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4))
        kind = data.draw(st.sampled_from(EventKind))
        seq = data.draw(st.none() | st.integers())
        events[place] = replace(
            events[place], kind=kind, payload={**events[place].payload, **payload}, seq=seq
        )
    for verdict in [*judged(events), check_isolation({"Ada": events, "Alan": good("Alan")})]:
        assert explain(verdict, events)
