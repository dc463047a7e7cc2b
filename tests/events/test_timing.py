"""Timing: every stage is measured by the right clock, and judged without false alarm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from event_streams import Case

from test_framework.events.clocks import Offset, RoundTrip, estimate
from test_framework.events.examples import BEGIN, Stream, saying, without
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.percentiles import header
from test_framework.events.rules import Rule
from test_framework.events.stages import Stage
from test_framework.events.timing import check_timing, distributions, measure
from test_framework.events.verdict import Outcome, Verdict

ASKED = BEGIN.timestamp()
SENT = {"Ada-1": ASKED}
LIMITS = {Stage.FIRST_EVENT: 2.0, Stage.WHOLE_ANSWER: 10.0, Stage.LONGEST_SILENCE: 5.0}
QUESTION_S = 0.02  # the question is accepted 20 ms after it was sent


def run(
    *arrivals: float, shift: float = 0.0, owner: str = "Ada", message: str = "m1"
) -> list[AgentEvent]:
    """A run whose events are stamped and arrive at these seconds after the question.

    1 accepted, 2 started, 3 thinking, 4 tool begins, 5 tool ends, 6 piece, 7 completed.
    ``shift`` sets the platform's clock ahead of the user's.
    """
    stream = Stream(owner)
    stream.reply(EventKind.MESSAGE_ACCEPTED, message_id=message, thread_id="t1", seq=1)
    stream.started(message=message).thinks(1).tool()
    stream.event(EventKind.MESSAGE_DELTA, message_id="m2", delta="Opal").ended()
    at = [QUESTION_S, *(arrivals or (0.1, 0.2, 0.3, 0.34, 0.5, 0.6))]
    return [
        replace(
            event,
            reply_to="Ada-1" if event.kind is EventKind.MESSAGE_ACCEPTED else "",
            received_at=ASKED + seconds,
            timestamp=BEGIN + timedelta(seconds=seconds - 0.005 + shift),
        )
        for event, seconds in zip(stream.events, at, strict=True)
    ]


def arriving(events: list[AgentEvent], later: Mapping[int, float]) -> list[AgentEvent]:
    """The events with some frames arriving so many seconds later; timestamps stay."""
    return [replace(e, received_at=e.received_at + later.get(e.frame, 0.0)) for e in events]


def judged(events: list[AgentEvent], limits: Mapping[Stage, float] = LIMITS) -> Verdict:
    return check_timing(events, SENT, limits)


CASES = [
    Case(
        Rule.LIMIT_EXCEEDED,
        lambda: judged(run(2.5, 2.6, 2.7, 2.8, 2.9, 3.0)),
        "Run r1 of Ada: first event took 2.500 s, and the limit is 2 s (frame 2).",
        (2,),
    ),
    Case(
        Rule.LIMIT_EXCEEDED,
        lambda: judged(run(1, 4, 7, 9, 10, 10.5)),
        "Run r1 of Ada: whole answer took 10.500 s, and the limit is 10 s (frame 7).",
        (7,),
    ),
    Case(
        Rule.LIMIT_EXCEEDED,
        lambda: judged(run(1, 1.5, 7, 7.1, 7.2, 7.3)),
        "Run r1 of Ada: longest silence took 5.500 s, and the limit is 5 s (frames 3 and 4).",
        (3, 4),
    ),
    Case(
        Rule.LIMIT_EXCEEDED,
        lambda: judged(run(), {Stage.TOOL: 0.03}),
        "Run r1 of Ada: tool `top_spenders` took 0.040 s, and the limit is 0.03 s (frames 4 and 5)",
        (4, 5),
    ),
    Case(Rule.LIMIT_EXCEEDED, lambda: judged(run(), {Stage.RUN: 0.4}), "run took 0.500 s", (2, 7)),
    Case(Rule.LIMIT_EXCEEDED, lambda: judged(run(), {Stage.ACCEPTED: 0.01}), "acceptance took 0.0"),
    Case(Rule.LIMIT_EXCEEDED, lambda: judged(run(), {Stage.FIRST_PIECE: 0.4}), "piece took 0.500"),
    Case(
        Rule.LIMIT_EXCEEDED,
        lambda: judged(without(run(1, 2, 9, 11, 12, 13), 7)),
        "whole answer took at least 12.000 s, and the limit is 10 s",
    ),
    Case(
        Rule.LIMIT_EXCEEDED,
        lambda: judged([*run()[:1], *other_thread(3.0)]),
        "The question m1 of Ada that no run took up: first event took at least 3.000 s",
    ),
    Case(
        Rule.LIMIT_EXCEEDED,
        lambda: judged(arriving(run(), {7: 4.0}), {Stage.DELIVERY: 1.0}),
        "delivery took 4.0",
        (7,),
    ),
    Case(
        Rule.DURATION_WRONG,
        lambda: judged(saying(run(), 5, duration_ms=9_040)),
        "Run r1 of Ada: tool `top_spenders` says it took 9.000 s more than lies between its",
        (4, 5),
    ),
    Case(
        Rule.DURATION_WRONG,
        lambda: judged(saying(run(0.1, 0.2, 1, 4.5, 5, 6), 5, duration_ms=0)),
        "tool `top_spenders` says it took 3.500 s less than lies between its timestamps",
    ),
]


def other_thread(at: float) -> list[AgentEvent]:
    """Something that comes in another conversation."""
    news = Stream("Ada", "t2").opened().events
    return [replace(event, frame=2, received_at=ASKED + at) for event in news]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_what_took_too_long_is_named(case: Case) -> None:
    case.prove()


def test_a_run_in_time_holds_and_every_stage_is_measured() -> None:
    assert judged(run(), dict.fromkeys(Stage, 1.0)).holds
    [timing] = measure(run(), SENT)
    seconds = {stage: round(timing.seconds(stage) or 0.0, 3) for stage in Stage}
    assert seconds == {
        Stage.ACCEPTED: 0.02,
        Stage.FIRST_EVENT: 0.1,
        Stage.FIRST_PIECE: 0.5,
        Stage.WHOLE_ANSWER: 0.6,
        Stage.LONGEST_SILENCE: 0.16,
        Stage.RUN: 0.5,
        Stage.TOOL: 0.04,
        Stage.DELIVERY: 0.01,
    }


def test_exactly_the_limit_is_kept() -> None:
    assert judged(run(), {Stage.TOOL: 0.04, Stage.RUN: 0.5}).holds


@pytest.mark.parametrize("shift", [-86_400.0, -3.0, 3.0, 86_400.0])
def test_a_clock_that_is_wrong_all_along_changes_nothing(shift: float) -> None:
    limits = dict.fromkeys(Stage, 1.0)
    assert judged(run(shift=shift), limits).holds
    late = run(2.5, 2.6, 2.7, 2.8, 2.9, 3.0, shift=shift)
    assert [f.text for f in judged(late).findings] == [
        "Run r1 of Ada: first event took 2.500 s, and the limit is 2 s (frame 2)."
    ]


def test_a_users_clock_set_back_is_unknown_not_broken() -> None:
    events = run(1, 2, 3, 4, 5, 6)
    back = arriving(events, dict.fromkeys((4, 5, 6, 7), -3_600.0))
    verdict = judged(back)
    assert verdict.outcome is Outcome.UNKNOWN
    assert "a clock was set meanwhile" in str(verdict)
    assert judged(back, {Stage.RUN: 10.0, Stage.TOOL: 10.0}).holds


def test_a_users_clock_set_ahead_is_found_by_the_next_reply() -> None:
    events = arriving(run(), dict.fromkeys(range(4, 8), 3_600.0))
    later = ASKED + 3_601.0
    pong = Stream("Ada").reply(EventKind.OTHER).events[0]
    stamped = BEGIN + timedelta(seconds=1.005)
    reply = replace(pong, frame=8, reply_to="Ada-2", received_at=later + 0.01, timestamp=stamped)
    verdict = check_timing([*events, reply], {**SENT, "Ada-2": later}, LIMITS)
    assert verdict.outcome is Outcome.UNKNOWN, verdict


def test_a_platforms_clock_set_back_is_unknown_for_its_own_stages_only() -> None:
    events = [
        replace(e, timestamp=e.timestamp - timedelta(hours=1))
        if e.frame == 5 and e.timestamp
        else e
        for e in run()
    ]
    assert judged(events, {Stage.TOOL: 1.0}).outcome is Outcome.UNKNOWN
    assert judged(events).holds


def test_delivery_is_unknown_without_an_offset_and_unsure_near_the_limit() -> None:
    unanswered = [replace(event, reply_to="") for event in run()]
    assert "nothing tells how far" in str(judged(unanswered, {Stage.DELIVERY: 1.0}))
    verdict = judged(run(), {Stage.DELIVERY: 0.005})
    assert verdict.outcome is Outcome.UNKNOWN
    assert "too unsure for a limit of 0.005 s" in str(verdict)


def test_what_is_not_known_is_not_green() -> None:
    assert judged([]).outcome is Outcome.UNKNOWN
    assert check_timing(run(), {}, LIMITS).outcome is Outcome.UNKNOWN
    assert "when its question was sent is not known" in str(check_timing(run(), {}, LIMITS))
    assert judged(without(run(), 7)).outcome is Outcome.UNKNOWN
    assert judged(without(run(), 2)).outcome is Outcome.UNKNOWN
    unstamped = [replace(event, timestamp=None) for event in run()]
    assert judged(unstamped, {Stage.TOOL: 1.0}).outcome is Outcome.UNKNOWN
    assert judged(unstamped).holds


def test_a_tool_that_does_not_end_is_measured_so_far() -> None:
    dangling = without(run(0.1, 0.2, 0.3, 0.4, 7, 8), 5)
    assert "tool took at least 7.7" in str(judged(dangling, {Stage.TOOL: 5.0}))


def test_what_comes_again_counts_when_it_came_first() -> None:
    again = [
        replace(e, frame=e.frame + 6, connection=2, received_at=e.received_at + 60)
        for e in run()[1:]
    ]
    assert judged(run() + again, dict.fromkeys(Stage, 1.0)).holds


def test_silence_after_the_end_is_no_silence() -> None:
    late = replace(other_thread(60.0)[0], frame=8, thread_id="t1")
    assert judged([*run(), late]).holds


def test_a_nested_run_is_measured_but_nobody_waits_for_it() -> None:
    stream = Stream().started("child", parent="r1").thinks(1, "child").ended("child", tools=0)
    nested = [replace(e, frame=e.frame + 7, received_at=ASKED + 30) for e in stream.events]
    timings = measure(run() + nested, SENT)
    assert [timing.seconds(Stage.FIRST_EVENT) is None for timing in timings] == [False, True]
    assert timings[1].seconds(Stage.RUN) == pytest.approx(0.02)


def test_runs_are_put_together_by_stage() -> None:
    many = [measure(run(*(t * n for t in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6))), SENT) for n in (3, 1, 2)]
    taken = distributions(timing for [timing] in many)
    assert taken[Stage.FIRST_EVENT].row([50, 90]) == ["3", "0.100", "0.200", "0.300", "0.300"]
    assert header([50, 90]) == ["count", "least", "p50", "p90", "greatest"]
    assert distributions([]) == {}


def test_an_offset_is_bounded_from_both_sides() -> None:
    def trip(sent: float, stamped: float, came: float) -> RoundTrip:
        return RoundTrip(sent, datetime.fromtimestamp(stamped, UTC), came)

    assert estimate([]) is None
    found = estimate([trip(100, 105, 110), trip(200, 205, 205.5), trip(300, 304.5, 309)])
    assert found is not None
    # 105 - 110 <= offset <= 105 - 100, and so on: between -0.5 and 4.5, give or take 1 ms
    assert (found.seconds, found.uncertainty_s) == pytest.approx((2.0, 2.501))
    assert found.steady
    jumped = estimate([trip(100, 100, 100.1), trip(200, 260, 200.1)])
    assert jumped is not None
    assert not jumped.steady
    drifted = estimate([trip(100, 100, 100.01), trip(200, 200.2, 200.01)])
    assert drifted is not None
    assert drifted.steady
    assert Offset(0.0, 0.0).delay(replace(run()[0], timestamp=None)) is None
