"""Two tabs of one user: any interleaving of two faithful connections holds, no fault hides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from event_strategies import two_tabs
from hypothesis import assume, given, note
from hypothesis import strategies as st
from mutations import CONNECTION_MUTATIONS, Events, Mutant, harmless_on_the_way, next_of_lane
from test_mutations import EXAMPLES, judged, judged_piece_by_piece

from test_framework.events.catalogue import Catalogue
from test_framework.events.checker import Checker
from test_framework.events.content import ContentChecker
from test_framework.events.delivery import DeliveryChecker, check_delivery
from test_framework.events.examples import AGENT_LIST, good, renumbered, without
from test_framework.events.model import EventKind
from test_framework.events.rules import Rule
from test_framework.events.sequence import SequenceChecker, check_sequence
from test_framework.events.timeline import explain, timeline
from test_framework.events.verdict import Outcome

BOTH = (1, 2)
CATALOGUE = Catalogue.from_agent_list(AGENT_LIST)
CHECKERS: list[Callable[[], Checker]] = [
    SequenceChecker,
    lambda: ContentChecker(CATALOGUE),
    lambda: DeliveryChecker(still_open=BOTH),
]


@EXAMPLES
@given(two_tabs())
def test_two_faithful_connections_hold_however_they_interleave(events: Events) -> None:
    for verdict in judged(events, by=CHECKERS):
        assert verdict.holds, explain(verdict, events)


@EXAMPLES
@given(two_tabs(), st.integers(0, 10_000))
def test_whatever_has_not_come_yet_is_not_held_against_anybody(events: Events, cut: int) -> None:
    for verdict in judged(events[: cut % (len(events) + 1)], ended=False, by=CHECKERS):
        assert verdict.outcome is not Outcome.BROKEN, explain(verdict, events)


@pytest.mark.parametrize("kind", CONNECTION_MUTATIONS)
@EXAMPLES
@given(data=st.data())
def test_a_fault_of_one_connection_is_found_and_the_connection_named(
    kind: str, data: st.DataObject
) -> None:
    events = data.draw(two_tabs())
    mutate = CONNECTION_MUTATIONS[kind]
    places = [n for n, e in enumerate(events) if e.thread_id and mutate(events, n, Random(0))]  # noqa: S311
    assume(places)
    place = data.draw(st.sampled_from(places))
    changed = mutate(events, place, Random(data.draw(st.integers(0, 2**16))))  # noqa: S311
    assert changed is not None
    event, received = events[place], renumbered(changed)
    where = f"{kind}: {event.type} (frame {event.frame}, connection {event.connection})"
    note("\n".join([where, *timeline(received)]))
    verdicts = judged(received, by=CHECKERS)
    twice = {e.connection for e in events if e.event_id == event.event_id} == {*BOTH}
    if twice or kind in {"drop", "repeat", "swap", "fall_silent"}:
        delivery = verdicts[-1]
        assert delivery.outcome is Outcome.BROKEN, explain(delivery, received)
        assert f"connection {event.connection}" in str(delivery), explain(delivery, received)
    elif not harmless_on_the_way(Mutant(kind, events, place, changed)):
        assert not all(verdict.holds for verdict in verdicts), f"nobody saw {kind}"


@EXAMPLES
@given(two_tabs(), st.sampled_from(sorted(CONNECTION_MUTATIONS)), st.integers(0, 2**16))
def test_piece_by_piece_and_whole_give_the_same_verdict(
    events: Events, kind: str, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - the seed is drawn
    places = [n for n, event in enumerate(events) if event.thread_id]
    changed = CONNECTION_MUTATIONS[kind](events, random.choice(places), random)
    received = renumbered(changed or events)
    assert judged_piece_by_piece(received, by=CHECKERS) == judged(received, by=CHECKERS)


STOPPED = (
    "Thread t1 of Ada: seq 9 to 11 came through connection 1 (frames 18, 19 and 20), "
    "but not through connection 2, which was open to the end."
)


def through_two(second: Events) -> Events:
    """The good conversation, and each of these frames through a second connection right after."""
    merged: Events = []
    again = {event.frame: replace(event, connection=2) for event in second if event.seq}
    for event in good():
        merged += [event, *([again[event.frame]] if event.frame in again else [])]
    return renumbered(merged)


def test_what_one_tab_never_got_is_named() -> None:
    stopped = through_two([e for e in good() if e.frame <= 9])
    verdict = check_delivery(stopped, still_open=BOTH)
    assert [(f.rule, f.text) for f in verdict.findings] == [
        (
            Rule.SEQ_GAP,
            STOPPED,
        )
    ]
    assert check_delivery(stopped, still_open=[1]).holds
    assert check_delivery(stopped, still_open=BOTH, ended=False).outcome is Outcome.UNKNOWN


def test_who_comes_back_and_lacks_nothing_need_not_be_told_anything() -> None:
    events = good()
    last = events[-1].seq
    resumed = {"thread_id": "t1", "from_seq": last, "to_seq": last}
    kind = EventKind.RESUMED
    back = replace(
        *events[-1:],
        kind=kind,
        type=kind.value,
        seq=None,
        event_id="back",
        connection=2,
        thread_id="",
        run_id="",
        payload=resumed,
    )
    assert check_delivery(renumbered([*events, back]), still_open=[2]).holds


def test_what_one_tab_lost_is_a_fault_of_that_tab_alone() -> None:
    events = through_two(without(good(), 6))
    assert [f.text for f in check_delivery(events).findings] == [
        "Thread t1 of Ada, through connection 2: seq 5 is missing (between frames 9 and 12)."
    ]
    assert check_sequence(events).holds


def test_a_tab_that_is_ahead_waits_for_the_other() -> None:
    events = good()
    late = [replace(event, connection=2) for event in events[8:]]
    ahead = renumbered([*events[:5], *late, *events[5:]])
    assert check_sequence(ahead).holds
    assert check_sequence(ahead[:9], ended=False).outcome is Outcome.UNKNOWN
    assert check_delivery(ahead).holds


def test_an_event_that_differs_between_tabs_is_named_with_both() -> None:
    changed = [
        replace(e, payload={**e.payload, "reasoning": "Otherwise"}) if e.frame == 6 else e
        for e in good()
    ]
    [finding] = check_delivery(through_two(changed)).findings
    assert finding.rule is Rule.EVENT_ID_REUSED
    assert "(frame 10) through connection 1 and agent_thinking (frame 11) through connection 2" in (
        finding.text
    )


def test_the_streams_really_have_a_late_and_an_overtaking_tab() -> None:
    """The strategy makes what it is for; otherwise the properties above prove little."""
    seen: set[str] = set()

    @EXAMPLES
    @given(two_tabs())
    def look(events: Events) -> None:
        highest: dict[tuple[str, int], int] = {}
        for place, event in enumerate(events):
            if event.kind is EventKind.HISTORY and event.payload["last_seq"]:
                seen.add("late")
            if event.seq:
                other = highest.get((event.thread_id, 3 - event.connection), 0)
                seen.add("second ahead" if event.connection == 2 and event.seq > other + 1 else "")
                highest[event.thread_id, event.connection] = event.seq
            if next_of_lane(events, place) is None:
                seen.add("end")

    look()
    assert {"late", "second ahead", "end"} <= seen
