"""Delivery: what was lost, repeated, reordered or stored twice is found and named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from event_streams import Case

from test_framework.events.delivery import DeliveryChecker, check_delivery
from test_framework.events.examples import (
    ANSWER,
    Stream,
    altered,
    good,
    renumbered,
    repeated,
    said,
    saying,
    swapped,
    without,
)
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.rules import Rule
from test_framework.events.verdict import Outcome, Verdict

QUESTION = said("m1", "user", "Who spent most?")
REPLY = said("m2", "agent", ANSWER)
TOLD = {"title": "", "created_at": "2026-10-01T12:00:00.000Z"}


def after(events: list[AgentEvent]) -> Stream:
    """A stream that goes on after these events."""
    stream = Stream()
    stream.events = list(events)
    stream.seq = max((e.seq or 0) for e in events)
    return stream


def reconnected(events: list[AgentEvent]) -> Stream:
    """The same, through a second connection."""
    stream = after(events)
    stream.connection = 2
    return stream


def with_history(*messages: dict[str, Any], last_seq: int | None = None) -> Verdict:
    return check_delivery(after(good()).history(*messages, last_seq=last_seq).events)


def opened(stream: Stream, last_seq: int) -> Stream:
    return stream.reply(
        EventKind.THREAD_OPENED, thread={"thread_id": "t1", "last_seq": last_seq, **TOLD}
    )


def resumed(stream: Stream, after_seq: int, up_to: int) -> Stream:
    return stream.reply(EventKind.RESUMED, thread_id="t1", from_seq=after_seq, to_seq=up_to)


def twice_asked(acknowledged: int) -> list[AgentEvent]:
    stream = Stream().opened()
    for number in (1, 2):
        if number <= acknowledged:
            stream.reply(
                EventKind.MESSAGE_ACCEPTED,
                message_id=f"m{number}",
                thread_id="t1",
                seq=stream.seq + 1,
            )
        stream.event(EventKind.MESSAGE_CREATED, message=said(f"m{number}", "user", "Hello"))
    return stream.events


CASES = [
    Case(
        Rule.SEQ_MISSING,
        lambda: check_delivery(altered(good(), 6, seq=None)),
        "Thread t1 of Ada: agent_thinking (frame 6) has no seq",
        (6,),
    ),
    Case(
        Rule.SEQ_GAP,
        lambda: check_delivery(without(good(), 6)),
        "Thread t1 of Ada: seq 5 is missing (between frames 5 and 7).",
        (5, 7),
    ),
    Case(
        Rule.SEQ_GAP,
        lambda: check_delivery(without(good(), 5, 6, 7)),
        "seq 4 to 6 are missing (between frames 4 and 8)",
    ),
    Case(
        Rule.SEQ_GAP,
        lambda: check_delivery([*good()[:8], replace(good()[10], connection=2)]),
        "seq 8 to 9 are missing (between frames 8 and 11)",
    ),
    Case(
        Rule.SEQ_GAP,
        lambda: check_delivery(
            renumbered([*opened(Stream(), 0).events, *Stream(start=2).started().events])
        ),
        "seq 1 is missing (before frame 2)",
        (2,),
    ),
    Case(
        Rule.SEQ_GAP,
        lambda: check_delivery(
            after(without(good(), 12)).history(QUESTION, REPLY, last_seq=11).events
        ),
        "seq 11, told of in history (frame 12), never came (the last is frame 11)",
        (11, 12),
    ),
    Case(
        Rule.SEQ_REPEAT,
        lambda: check_delivery(repeated(good(), 6)),
        "seq 5 came twice: frame 6 and agent_thinking (frame 7)",
        (6, 7),
    ),
    Case(
        Rule.SEQ_REORDER,
        lambda: check_delivery(swapped(good(), 5, 6)),
        "seq 4 came after seq 5 (frames 6 and 5)",
        (5, 6),
    ),
    Case(
        Rule.SEQ_REUSED,
        lambda: check_delivery(
            renumbered([*good(), replace(good()[5], event_id="other", connection=2)])
        ),
        "seq 5 stands for two events: agent_thinking (frame 6) through connection 1 and "
        "agent_thinking (frame 13) through connection 2",
        (6, 13),
    ),
    Case(
        Rule.EVENT_TWICE,
        lambda: check_delivery(repeated(good(), 2)),
        "message_accepted came twice to Ada (frames 2 and 3)",
        (2, 3),
    ),
    Case(
        Rule.EVENT_ID_REUSED,
        lambda: check_delivery(altered(good(), 6, event_id="Ada-t1-e4")),
        "Event id Ada-t1-e4 of Ada stands for two events: "
        "agent_thinking (frame 5) and agent_thinking (frame 6)",
        (5, 6),
    ),
    Case(
        Rule.RESUME_INCOMPLETE,
        lambda: check_delivery(resumed(reconnected(good()), 9, 11).events),
        "the platform says that it sent seq 10 to 11 again (frame 13), but seq 10 to 11 never came",
        (13,),
    ),
    Case(
        Rule.PIECES_DIFFER,
        lambda: check_delivery(saying(good(), 10, delta="something else")),
        "its pieces (frames 9 and 10) do not join to what message_created (frame 11) stored: "
        "after 9 characters they say 'something else'",
        (9, 10, 11),
    ),
    Case(
        Rule.THREADS_MIXED_UP,
        lambda: check_delivery(altered(good(), 10, thread_id="t9", seq=1)),
        "Message m2 of Ada belongs to thread t1 (frame 9), "
        "but message_delta (frame 10) came in thread t9",
        (9, 10),
    ),
    Case(
        Rule.EVENT_ID_REUSED,
        lambda: check_delivery(
            renumbered([*good(), replace(good()[5], connection=2, payload={"step": 9})])
        ),
        "stands for two events: agent_thinking (frame 6) through connection 1 and "
        "agent_thinking (frame 13) through connection 2",
    ),
    Case(
        Rule.SEQ_GAP,
        lambda: check_delivery(
            resumed(
                after([*good()[:6], *(replace(e, connection=2) for e in good()[8:])]), 7, 11
            ).events
        ),
        "seq 6 to 7 are missing",
    ),
    Case(
        Rule.PIECE_TOO_LATE,
        lambda: check_delivery(
            after(good()).event(EventKind.MESSAGE_DELTA, message_id="m2", delta="!").events
        ),
        "A piece of message m2 of Ada came (frame 13) after the whole message (frame 11)",
        (11, 13),
    ),
    Case(
        Rule.ANSWER_NOT_STORED,
        lambda: check_delivery(after(good()[:10]).ended().events),
        "Message m2 of Ada streamed (frames 9 and 10) but was never stored",
        (9, 10),
    ),
    Case(
        Rule.MESSAGE_LOST,
        lambda: with_history(REPLY),
        "Message m1 of Ada was shown (frame 3) but is not in the history (frame 13)",
        (3, 13),
    ),
    Case(
        Rule.MESSAGE_LOST,
        lambda: check_delivery(after(good()[:2]).history(last_seq=2).events),
        "Message m1 of Ada was acknowledged (frame 2) but is not in the history (frame 3)",
        (2, 3),
    ),
    Case(Rule.MESSAGE_LOST, lambda: with_history(QUESTION), "Message m2 of Ada was shown"),
    Case(
        Rule.MESSAGE_LOST,
        lambda: check_delivery(after(good()[:2]).started().events),
        "was acknowledged as seq 2 (frame 2), but seq 2 is agent_started (frame 3)",
        (2, 3),
    ),
    Case(
        Rule.MESSAGE_TWICE,
        lambda: check_delivery(
            after(good()).event(EventKind.MESSAGE_CREATED, message=QUESTION).events
        ),
        "Message m1 of Ada was stored twice (frames 3 and 13)",
        (3, 13),
    ),
    Case(
        Rule.MESSAGE_TWICE,
        lambda: with_history(QUESTION, QUESTION, REPLY),
        "Message m1 of Ada stands 2 times in the history (frame 13)",
    ),
    Case(
        Rule.MESSAGE_TWICE,
        lambda: check_delivery(twice_asked(acknowledged=1)),
        "Message 'Hello' of Ada is stored 2 times, but 1 of them acknowledged",
    ),
    Case(
        Rule.MESSAGE_TWICE,
        lambda: with_history(QUESTION, said("m9", "user", "Who spent most?"), REPLY),
        "Message 'Who spent most?' of Ada is stored 2 times",
        (3, 13),
    ),
    Case(
        Rule.MESSAGE_CHANGED,
        lambda: with_history(QUESTION, said("m2", "agent", "**Onyx** cost most.")),
        "Message m2 of Ada was '**Opal** cost most.' (frame 11) and is '**Onyx** cost most.'",
        (11, 13),
    ),
    Case(
        Rule.HISTORY_OUT_OF_ORDER,
        lambda: with_history(REPLY, QUESTION),
        "message m1 (frame 3) comes after a message that was written later (frame 11)",
        (13,),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_broken_delivery_is_named(case: Case) -> None:
    case.prove()


def test_a_good_stream_holds() -> None:
    assert check_delivery(good()).holds
    assert check_delivery(after(good()).history(QUESTION, REPLY).events).holds


def test_nothing_numbered_is_unknown() -> None:
    assert check_delivery([]).outcome is Outcome.UNKNOWN
    unnumbered = [replace(event, seq=None) for event in good()]
    assert check_delivery(unnumbered).outcome is Outcome.UNKNOWN


def test_judging_in_between_changes_nothing() -> None:
    events = after(without(good(), 6, 9)).history(REPLY).events
    checker = DeliveryChecker()
    for place, event in enumerate(events, 1):
        checker.feed(event)
        whole = check_delivery(events[:place], ended=False)
        assert checker.verdict(ended=False) == whole


def test_one_loss_on_the_way_is_one_finding() -> None:
    for number in range(3, 12):
        assert len(check_delivery(without(good(), number)).findings) <= 2
        assert check_delivery(without(good(), number)).outcome is Outcome.BROKEN


def test_a_resume_that_sends_the_rest_holds() -> None:
    events = good()
    rest = [replace(event, connection=2) for event in events[8:]]
    assert check_delivery(resumed(reconnected(events[:8] + rest), 7, 11).events).holds


def test_a_resume_that_sends_old_events_again_holds() -> None:
    events = good()
    again = [replace(event, connection=2) for event in events[3:]]
    assert check_delivery(resumed(reconnected(renumbered(events + again)), 2, 11).events).holds


def test_what_a_history_covers_is_no_gap() -> None:
    stream = reconnected(good()[:8]).history(QUESTION, REPLY, last_seq=11)
    stream.seq = 11
    assert check_delivery(stream.started("r2").events).holds


def test_what_came_before_a_thread_was_opened_is_no_gap() -> None:
    stream = opened(Stream(start=8), 7)
    assert check_delivery(stream.started().events).holds


def test_who_joins_in_the_middle_without_a_word_cannot_tell() -> None:
    verdict = check_delivery(Stream(start=8).started().events)
    assert verdict.outcome is Outcome.UNKNOWN
    assert "seq 1 to 7 did not come before agent_started (frame 1)" in str(verdict)


def test_pieces_before_joining_are_not_missed() -> None:
    stream = opened(Stream(start=10), 9)
    stream.event(EventKind.MESSAGE_DELTA, message_id="m2", delta=ANSWER[9:])
    stream.event(EventKind.MESSAGE_CREATED, message=REPLY)
    assert check_delivery(stream.events).holds
    stream.events[1] = replace(stream.events[1], payload={"message_id": "m2", "delta": "wrong"})
    assert check_delivery(stream.events).outcome is Outcome.BROKEN


def test_an_answer_cut_off_by_a_failed_run_need_not_be_stored() -> None:
    stream = after(good()[:10]).ended(status="failed", result=None)
    assert check_delivery(stream.events).holds


def test_a_promise_not_yet_kept_is_unknown_while_the_stream_goes_on() -> None:
    stream = after(without(good(), 12)).history(QUESTION, REPLY, last_seq=11)
    assert check_delivery(stream.events, ended=False).outcome is Outcome.UNKNOWN


def test_the_same_text_may_be_asked_twice() -> None:
    assert check_delivery(twice_asked(acknowledged=2)).holds


def test_two_threads_and_two_users_are_numbered_apart() -> None:
    other = good("Ada", "t2", run="r2", question="m3", answer="m4")
    mixed = [*good("Ada", "t1"), *other, *good("Alan", "t3")]
    assert check_delivery(mixed).holds
