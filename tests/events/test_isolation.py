"""Isolation: whatever of one user reaches another is found and named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from event_streams import Case

from test_framework.events.examples import ANSWER, Stream, frame, good, renumbered, said
from test_framework.events.isolation import IsolationChecker, check_isolation
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.rules import Rule
from test_framework.events.verdict import Outcome, Verdict


def alan() -> list[AgentEvent]:
    return good("Alan", "t2", run="r2", call="c2", question="m3", answer="m4")


def told_to_alan(*leaked: AgentEvent, **secrets: list[str]) -> Verdict:
    seen = renumbered([*alan(), *(replace(event, owner="Alan") for event in leaked)])
    return check_isolation({"Ada": good(), "Alan": seen}, secrets)


def reply_to_alan(**payload: Any) -> AgentEvent:
    event = Stream("Alan", "t2").reply(EventKind.OTHER, **payload).events[0]
    return replace(event, received_at=event.received_at + 60)


CASES = [
    Case(
        Rule.THREAD_SHARED,
        lambda: told_to_alan(frame(good(), 3), frame(good(), 5)),
        "Thread t1 of Ada (frames 1, 2, 3, 4, 5 and 7 more of Ada) reached Alan as well: "
        "first as message_created, in frames 13 and 14 of Alan.",
        (13, 14),
    ),
    Case(
        Rule.THREAD_SHARED,
        lambda: told_to_alan(reply_to_alan(threads=[{"thread_id": "t1", "title": "Costs"}])),
        "Thread t1 of Ada",
        (13,),
    ),
    Case(
        Rule.RUN_SHARED,
        lambda: told_to_alan(replace(frame(good(), 5), thread_id="t2")),
        "Run r1 of Ada (frames 4, 5, 6, 7, 8 and 12 of Ada) reached Alan as well: "
        "first as agent_thinking, in frame 13 of Alan.",
        (13,),
    ),
    Case(
        Rule.EVENT_SHARED,
        lambda: told_to_alan(replace(frame(good(), 5), thread_id="t2", run_id="r2")),
        "Event Ada-t1-e4 of Ada",
        (13,),
    ),
    Case(
        Rule.EVENT_SHARED,
        lambda: told_to_alan(reply_to_alan(messages=[said("m2", "agent", ANSWER)])),
        "Message m2 of Ada (frames 9, 10 and 11 of Ada) reached Alan as well",
    ),
    Case(
        Rule.SECRET_SEEN,
        lambda: told_to_alan(reply_to_alan(title="About TULIP-42"), Ada=["tulip-42"]),
        "Alan was told what only Ada may know: 'tulip-42' (frame 13)",
        (13,),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_what_reaches_another_is_named(case: Case) -> None:
    case.prove()


def test_two_users_apart_hold() -> None:
    assert check_isolation({"Ada": good(), "Alan": alan()}, {"Ada": ["tulip"]}).holds


@pytest.mark.parametrize("seen", [{}, {"Ada": good()}, {"Ada": good(), "Alan": []}])
def test_with_nobody_else_to_look_at_it_is_unknown(seen: dict[str, list[AgentEvent]]) -> None:
    assert check_isolation(seen).outcome is Outcome.UNKNOWN


def test_one_leaked_thread_is_one_finding() -> None:
    assert len(told_to_alan(*good()[2:]).findings) == 1


def test_who_asked_for_the_thread_owns_it_whoever_saw_it_first() -> None:
    early = replace(frame(good(), 3), owner="Alan", received_at=0.0, frame=13)
    verdict = check_isolation({"Alan": [*alan(), early], "Ada": good()})
    assert [f.text.split(" (")[0] for f in verdict.findings] == ["Thread t1 of Ada"]


def test_a_secret_of_both_is_no_secret() -> None:
    assert told_to_alan(reply_to_alan(title="tulip"), Ada=["tulip"], Alan=["tulip"]).holds


def test_ones_own_secret_may_come_back() -> None:
    assert check_isolation({"Ada": good(), "Alan": alan()}, {"Ada": ["opal"], "Alan": ["opal"]})
    assert told_to_alan(Ada=["   "]).holds


def test_a_notice_to_everybody_is_not_shared() -> None:
    notice = reply_to_alan(reconnect_after_ms=100)
    both = {
        who: [*events, replace(notice, owner=who)]
        for who, events in {"Ada": good(), "Alan": alan()}.items()
    }
    assert check_isolation(both).holds


def devices(**changed: list[AgentEvent]) -> Verdict:
    """Ada with two devices and Alan with one."""
    seen = {"Ada": good(), "Ada's phone": good("Ada's phone"), "Alan": alan(), **changed}
    return check_isolation(seen, {"Ada": ["opal"], "Alan": ["opal"]}, persons=PERSONS)


PERSONS = {"Ada's phone": "Ada"}


def test_two_devices_of_one_person_may_see_the_same() -> None:
    assert devices().holds
    assert check_isolation({"Ada": good(), "Ada's phone": good("Ada's phone")}).findings


def test_what_reaches_another_is_named_by_person_and_found_on_every_device() -> None:
    leak = renumbered([*alan(), replace(frame(good(), 3), owner="Alan")])
    texts = [finding.text for finding in devices(Alan=leak).findings]
    [text] = texts
    assert text == (
        "Thread t1 of Ada (frames 1, 2, 3, 4, 5 and 7 more of Ada and frames 1, 2, 3, 4, 5 and "
        "7 more of Ada's phone) reached Alan as well: first as message_created, in frame 13 of "
        "Alan."
    )


def test_two_devices_of_one_person_are_no_two_persons() -> None:
    alone = {"Ada": good(), "Ada's phone": good("Ada's phone")}
    assert check_isolation(alone, persons=PERSONS).outcome is Outcome.UNKNOWN
    with_silent = {**alone, "Alan": []}
    assert check_isolation(with_silent, persons=PERSONS).outcome is Outcome.UNKNOWN


def test_feeding_in_turns_gives_the_same_verdict() -> None:
    leak = replace(frame(good(), 3), owner="Alan", frame=13)
    ada, other = good(), [*alan(), leak]
    checker = IsolationChecker()
    for event in sorted([*ada, *other], key=lambda e: (e.received_at, e.frame)):
        checker.feed(event)
    assert checker.verdict(ended=True) == check_isolation({"Ada": ada, "Alan": other})
