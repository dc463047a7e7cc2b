"""Sequence: every broken order is found and named; every good one holds."""

from __future__ import annotations

import pytest
from event_streams import Case

from test_framework.events.examples import (
    Stream,
    altered,
    good,
    renumbered,
    repeated,
    saying,
    swapped,
    without,
)
from test_framework.events.model import RUN_EVENTS, EventKind
from test_framework.events.rules import Rule
from test_framework.events.sequence import SequenceChecker, check_sequence
from test_framework.events.verdict import Outcome


def two_runs() -> Stream:
    return Stream().opened().started("r1").started("r2").tool_begins("c1", "r1")


def nested(child_ends: bool = True) -> Stream:
    stream = Stream().opened().started("r1").started("r2", parent="r1")
    return (stream.ended("r2") if child_ends else stream).ended("r1")


CASES = [
    Case(
        Rule.RUN_UNNAMED,
        lambda: check_sequence(altered(good(), 5, run_id="")),
        "agent_thinking (frame 5) of Ada does not say which run",
        (5,),
    ),
    Case(
        Rule.START_MISSING,
        lambda: check_sequence(without(good(), 4)),
        "Run r1 of Ada does not begin with agent_started but with agent_thinking (frame 5).",
        (5,),
    ),
    Case(
        Rule.START_MISSING,
        lambda: check_sequence(swapped(good(), 4, 5)),
        "but with agent_thinking (frame 4)",
    ),
    Case(
        Rule.START_TWICE,
        lambda: check_sequence(repeated(good(), 4)),
        "Run r1 of Ada started twice (frames 4 and 5).",
        (4, 5),
    ),
    Case(
        Rule.STEP_OUT_OF_COUNT,
        lambda: check_sequence(without(good(), 5)),
        "step 2 came as the first (frame 6)",
        (6,),
    ),
    Case(
        Rule.STEP_OUT_OF_COUNT,
        lambda: check_sequence(saying(good(), 6, step=4)),
        "step 4 came after step 1 (frame 6)",
    ),
    Case(
        Rule.TOOL_STARTED_TWICE,
        lambda: check_sequence(repeated(good(), 7)),
        "tool `top_spenders` was started twice (frames 7 and 8)",
        (7, 8),
    ),
    Case(
        Rule.TOOL_NOT_STARTED,
        lambda: check_sequence(without(good(), 7)),
        "tool `top_spenders` was completed (frame 8) but never started",
        (8,),
    ),
    Case(
        Rule.TOOL_COMPLETED_TWICE,
        lambda: check_sequence(repeated(good(), 8)),
        "Run r1 of Ada: tool `top_spenders` was completed twice (frames 8 and 9).",
        (8, 9),
    ),
    Case(
        Rule.TOOL_COMPLETED_TWICE,
        lambda: check_sequence(renumbered([*good(), good()[7]])),
        "completed twice (frames 8 and 13)",
    ),
    Case(
        Rule.TOOL_CHANGED,
        lambda: check_sequence(saying(good(), 8, tool="totals")),
        "tool `top_spenders` (frame 7) was completed as tool `totals` (frame 8)",
        (7, 8),
    ),
    Case(
        Rule.TOOL_DANGLING,
        lambda: check_sequence(without(good(), 8)),
        "was started (frame 7) but not completed when the run ended (frame 12)",
        (7, 12),
    ),
    Case(
        Rule.RUNS_MIXED_UP,
        lambda: check_sequence(two_runs().tool_ends("c1", "r2").events),
        "Run r2 of Ada: tool `top_spenders` was completed here (frame 5), "
        "but it was started in run r1",
        (5,),
    ),
    Case(
        Rule.THREADS_MIXED_UP,
        lambda: check_sequence(altered(good(), 6, thread_id="t9", seq=1)),
        "Run r1 of Ada belongs to thread t1 (frame 4), "
        "but agent_thinking (frame 6) came in thread t9",
        (4, 6),
    ),
    Case(
        Rule.PARENT_NOT_RUNNING,
        lambda: check_sequence(Stream().opened().started("r2", parent="r1").events),
        "Run r2 of Ada is nested in run r1, which was never seen (frame 2)",
    ),
    Case(
        Rule.PARENT_NOT_RUNNING,
        lambda: check_sequence(
            Stream().opened().started("r1").ended("r1").started("r2", parent="r1").events
        ),
        "which has ended already (frame 4)",
    ),
    Case(
        Rule.CHILD_LEFT_OPEN,
        lambda: check_sequence(nested(child_ends=False).events),
        "Run r1 of Ada completed (frame 4) while its nested run r2 was still running",
        (4,),
    ),
    Case(
        Rule.EVENT_AFTER_END,
        lambda: check_sequence(Stream().opened().started().ended(tools=0).thinks(1).events),
        "agent_thinking (frame 4) came after the run's end (frame 3)",
        (3, 4),
    ),
    Case(
        Rule.COMPLETED_TWICE,
        lambda: check_sequence(repeated(good(), 12)),
        "Run r1 of Ada completed twice (frames 12 and 13).",
        (12, 13),
    ),
    Case(
        Rule.COMPLETION_MISSING,
        lambda: check_sequence(without(good(), 12)),
        "Run r1 of Ada never completed: the last event is tool_completed (frame 8).",
        (8,),
    ),
    Case(
        Rule.COMPLETION_MISSING,
        lambda: check_sequence(good()[:7]),
        "the last event is tool_executing (frame 7), while `top_spenders` worked",
    ),
    Case(
        Rule.QUESTION_UNANSWERED,
        lambda: check_sequence(good()[:3]),
        "Ada's question m1 was accepted (frame 2) but no run answered it.",
        (2,),
    ),
    Case(
        Rule.KIND_MISSING,
        lambda: check_sequence(without(good(), 7, 8), every_run_has=RUN_EVENTS),
        "Run r1 of Ada has no tool_executing (it went from frame 4 to frame 12)",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_broken_order_is_named(case: Case) -> None:
    case.prove()


def test_a_good_stream_holds() -> None:
    assert check_sequence(good(), every_run_has=RUN_EVENTS).holds


def test_no_run_is_unknown() -> None:
    assert check_sequence([]).outcome is Outcome.UNKNOWN
    assert check_sequence(good()[:1]).outcome is Outcome.UNKNOWN


def test_a_question_waits_for_its_run_while_the_stream_goes_on() -> None:
    verdict = check_sequence(good()[:3], ended=False)
    assert verdict.outcome is Outcome.UNKNOWN
    assert "Ada's question m1 was accepted (frame 2) and waits for its run." in str(verdict)


def test_a_question_whose_thread_was_not_followed_is_unknown() -> None:
    verdict = check_sequence(good()[:2])
    assert verdict.outcome is Outcome.UNKNOWN
    assert "Ada did not see all that came of it" in str(verdict)
    read = Stream().opened().asked()
    read.connection = 2
    assert check_sequence(read.history(last_seq=9).events).outcome is Outcome.UNKNOWN


def test_what_was_skipped_after_a_question_may_have_answered_it() -> None:
    stream = Stream().opened().asked()
    stream.connection, stream.seq = 2, 9
    stream.asked("m2").started("r2", message="m2").ended("r2", 0)
    verdict = check_sequence(stream.events)
    assert verdict.outcome is Outcome.UNKNOWN
    assert "m1" in str(verdict)


def test_who_joined_an_old_thread_is_owed_an_answer_to_a_new_question() -> None:
    stream = Stream(start=8).asked("m9")
    assert "m9 was accepted (frame 1) but no run" in str(check_sequence(stream.events))


def test_a_question_is_answered_by_its_own_run_only() -> None:
    stream = Stream().opened().asked("m1").asked("m2")
    stream.started("r1", message="m1").ended("r1", 0)
    [finding] = check_sequence(stream.events).findings
    assert "m2" in finding.text
    assert check_sequence(stream.started("r2", message="m2").ended("r2", 0).events).holds


def test_a_question_without_a_place_is_judged_by_what_came_after_it() -> None:
    events = [altered([e], e.frame, seq=None)[0] for e in good()[:3]]
    placeless = saying(events, 2, seq=None)
    assert check_sequence(placeless).outcome is Outcome.BROKEN
    assert check_sequence(placeless[:2]).outcome is Outcome.UNKNOWN


def test_a_run_that_goes_on_is_unknown_until_the_stream_has_ended() -> None:
    half = good()[:7]
    verdict = check_sequence(half, ended=False)
    assert verdict.outcome is Outcome.UNKNOWN
    assert "Run r1 of Ada goes on: the last event is tool_executing (frame 7)" in str(verdict)
    assert check_sequence(half, ended=True).outcome is Outcome.BROKEN


def test_judging_in_between_changes_nothing() -> None:
    events = without(good(), 5, 8)
    checker = SequenceChecker()
    for place, event in enumerate(events, 1):
        checker.feed(event)
        assert checker.verdict(ended=False) == check_sequence(events[:place], ended=False)
    assert checker.verdict(ended=True) == check_sequence(events)


def test_one_break_is_one_finding() -> None:
    for number in (4, 5, 7, 8, 12):
        assert len(check_sequence(without(good(), number)).findings) == 1


def test_tools_may_work_side_by_side() -> None:
    stream = Stream().opened().started().tool_begins("c1").tool_begins("c2")
    assert check_sequence(stream.tool_ends("c1").tool_ends("c2").ended(tools=2).events).holds


def test_a_nested_run_inside_its_parent_holds() -> None:
    assert check_sequence(nested().events).holds


def test_who_comes_after_the_parent_began_does_not_miss_it() -> None:
    late = Stream(start=7).started("r2", parent="r1").ended("r2", tools=0)
    verdict = check_sequence(late.events, ended=False)
    assert verdict.outcome is not Outcome.BROKEN, str(verdict)


def test_interleaved_runs_hold() -> None:
    stream = two_runs().thinks(1, "r2").tool_ends("c1", "r1").ended("r2").ended("r1")
    assert check_sequence(stream.events).holds


def test_two_users_may_use_the_same_names_for_runs_and_calls() -> None:
    both = [event for pair in zip(good("Ada"), good("Alan"), strict=True) for event in pair]
    assert check_sequence(both).holds


def test_what_comes_again_through_a_new_connection_is_no_second_event() -> None:
    events = good()
    again = [e for e in (altered(events, n, connection=2)[n - 1] for n in range(4, 13)) if e.seq]
    assert check_sequence(renumbered([*events[:8], *again])).holds


def test_who_joins_in_the_middle_cannot_tell() -> None:
    stream = Stream(start=7).answers().tool_ends().ended()
    verdict = check_sequence(stream.events)
    assert verdict.outcome is Outcome.UNKNOWN
    assert "Run r1 of Ada was seen only in part" in str(verdict)


def test_who_joined_in_the_middle_judges_the_next_run() -> None:
    stream = Stream(start=7).answers().started("r2").tool_begins("c9", "r2").ended("r2")
    assert check_sequence(stream.events).outcome is Outcome.BROKEN


def test_what_happened_while_away_is_not_missed() -> None:
    stream = Stream().opened().started().tool_begins()
    stream.connection = 2
    away = Stream(start=9)
    away.connection = 2
    came_back = stream.history(last_seq=8).events + away.started("r2").ended("r2", 0).events
    verdict = check_sequence(renumbered(came_back))
    assert verdict.outcome is Outcome.UNKNOWN
    assert len(verdict.findings) == 1


def test_a_run_that_ended_while_away_is_unknown() -> None:
    stream = Stream().opened().started().thinks(1)
    stream.connection = 2
    assert check_sequence(stream.history(last_seq=5).events).outcome is Outcome.UNKNOWN


def test_without_seq_a_missing_start_is_broken() -> None:
    unnumbered = [altered([e], e.frame, seq=None)[0] for e in without(good(), 4)]
    assert check_sequence(unnumbered).outcome is Outcome.BROKEN


def test_kinds_are_asked_of_completed_runs_only() -> None:
    half = Stream().opened().started().events
    wanted = (EventKind.TOOL_EXECUTING,)
    assert check_sequence(half, ended=False, every_run_has=wanted).outcome is Outcome.UNKNOWN
