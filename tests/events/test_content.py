"""Content: every wrong field, sum, outcome and time is found and named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from event_streams import Case

from test_framework.events.catalogue import Catalogue
from test_framework.events.content import ContentChecker, check_content
from test_framework.events.examples import AGENT_LIST, BEGIN, Stream, altered, good, saying, without
from test_framework.events.model import EventKind
from test_framework.events.rules import Rule
from test_framework.events.verdict import Outcome, Verdict

CATALOGUE = Catalogue.from_agent_list(AGENT_LIST)
USAGE = {"input_tokens": 10, "output_tokens": 20, "tool_calls": 1}


def judged(number: int, **payload: Any) -> Verdict:
    return check_content(saying(good(), number, **payload), catalogue=CATALOGUE)


def context(**changed: Any) -> dict[str, Any]:
    return {"thread_id": "t1", "message_id": "m1", "plan": "free", "parent_run_id": None} | changed


CASES = [
    Case(
        Rule.FIELD_MISSING,
        lambda: judged(5, reasoning=...),
        "Run r1 of Ada: agent_thinking (frame 5) has no field `reasoning`.",
        (5,),
    ),
    Case(Rule.FIELD_MISSING, lambda: judged(4, context={}), "has no field `context.thread_id`"),
    Case(Rule.FIELD_MISSING, lambda: judged(12, usage={}), "has no field `usage.tool_calls`"),
    Case(Rule.FIELD_MISSING, lambda: judged(8, duration_ms=...), "has no field `duration_ms`"),
    Case(
        Rule.FIELD_TYPE,
        lambda: judged(5, step="one"),
        'has a field `step` that is "one", not of type integer',
        (5,),
    ),
    Case(Rule.FIELD_TYPE, lambda: judged(7, parameters=[3]), "field `parameters` that is [3]"),
    Case(Rule.FIELD_TYPE, lambda: judged(12, summary=None), "field `summary` that is null"),
    Case(Rule.FIELD_TYPE, lambda: judged(12, result=7), "not of type null or string"),
    Case(
        Rule.FIELD_EMPTY,
        lambda: judged(6, reasoning="  "),
        "agent_thinking (frame 6) has an empty field `reasoning`",
        (6,),
    ),
    Case(Rule.FIELD_EMPTY, lambda: judged(12, summary=""), "an empty field `summary`"),
    Case(
        Rule.FIELD_VALUE,
        lambda: judged(12, status="done"),
        "agent_completed (frame 12) has a wrong field `status`",
        (12,),
    ),
    Case(Rule.FIELD_VALUE, lambda: judged(8, duration_ms=-1), "a wrong field `duration_ms`"),
    Case(
        Rule.CONTEXT_WRONG,
        lambda: judged(4, context=context(thread_id="t9")),
        "its context names thread t9, but it came in thread t1 (frame 4)",
        (4,),
    ),
    Case(
        Rule.CONTEXT_WRONG,
        lambda: judged(4, context=context(message_id="m9")),
        "its context names message m9, which Ada had not written in this thread (frame 4)",
    ),
    Case(
        Rule.AGENT_UNKNOWN,
        lambda: judged(4, agent="oracle"),
        "there is no agent `oracle` (frame 4); known are cost_analyst, reporter",
        (4,),
    ),
    Case(
        Rule.TOOL_UNKNOWN,
        lambda: judged(7, tool="totals"),
        "Cost analyst may not use tool `totals` (frame 7): it belongs to Reporter",
        (7,),
    ),
    Case(Rule.TOOL_UNKNOWN, lambda: judged(7, tool="x"), "tool `x` (frame 7): no agent has it"),
    Case(
        Rule.PARAMETERS_INVALID,
        lambda: judged(7, parameters={"count": "3"}),
        "the parameters of tool `top_spenders` (frame 7) are not valid against its schema: "
        'it has a field `count` that is "3", not of type integer',
        (7,),
    ),
    Case(
        Rule.PARAMETERS_INVALID,
        lambda: judged(7, parameters={"sum": 3}),
        "it has no field `count`",
    ),
    Case(
        Rule.TOOL_OUTCOME_UNCLEAR,
        lambda: judged(8, result=None),
        "tool `top_spenders` is ok but has no result (frame 8)",
        (8,),
    ),
    Case(
        Rule.TOOL_OUTCOME_UNCLEAR,
        lambda: judged(8, status="error", result=None),
        "failed but does not say why (frame 8)",
    ),
    Case(
        Rule.TOOL_OUTCOME_UNCLEAR,
        lambda: judged(8, status="error", error="no such model"),
        "failed but has a result (frame 8)",
    ),
    Case(
        Rule.RUN_OUTCOME_UNCLEAR,
        lambda: judged(12, result=None),
        "Run r1 of Ada succeeded but has no result (frame 12)",
        (12,),
    ),
    Case(
        Rule.RUN_OUTCOME_UNCLEAR,
        lambda: judged(12, status="failed"),
        "has status failed but has a result (frame 12)",
    ),
    Case(
        Rule.ERROR_AS_SUCCESS,
        lambda: judged(8, error="no such model"),
        "tool `top_spenders` is ok but has an error: no such model (frame 8)",
        (8,),
    ),
    Case(
        Rule.ERROR_AS_SUCCESS,
        lambda: check_content(
            Stream()
            .opened()
            .started()
            .ended(tools=0, status="failed", result=None)
            .ended(tools=0)
            .events
        ),
        "Run r1 of Ada failed (frame 3) and is then shown as succeeded (frame 4)",
        (3, 4),
    ),
    Case(
        Rule.USAGE_WRONG,
        lambda: judged(12, usage=USAGE | {"tool_calls": 2}),
        "Run r1 of Ada says it used 2 tools (frame 12), but 1 began",
        (12,),
    ),
    Case(
        Rule.TIMESTAMP_MISSING,
        lambda: check_content(altered(good(), 6, timestamp=None)),
        "agent_thinking (frame 6) does not say when it happened",
        (6,),
    ),
    Case(
        Rule.TIME_BACKWARDS,
        lambda: check_content(altered(good(), 6, timestamp=BEGIN)),
        "time runs backwards: agent_thinking (frame 6) says 12:00:00.000000, "
        "after agent_thinking (frame 5) with",
        (5, 6),
    ),
    Case(
        Rule.DURATION_WRONG,
        lambda: judged(8, duration_ms=9000),
        "tool `top_spenders` says it took 9000 ms, but by its timestamps it took 40 ms "
        "(frames 7 and 8)",
        (7, 8),
    ),
    Case(
        Rule.DURATION_WRONG,
        lambda: judged(12, duration_ms=9000),
        "the run says it took 9000 ms",
        (4, 12),
    ),
    Case(
        Rule.ANSWER_DIFFERS,
        lambda: judged(12, result="Something else."),
        "its result (frame 12: 'Something else.') is not the answer stored in frame 11",
        (11, 12),
    ),
]


CASES += [
    Case(
        Rule.ANSWER_NOT_STORED,
        lambda: check_content(without(good(), 9, 10, 11)),
        "Run r1 of Ada succeeded (frame 12), but its answer was never stored.",
        (12,),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_broken_content_is_named(case: Case) -> None:
    case.prove()


def test_a_good_stream_holds() -> None:
    assert check_content(good(), catalogue=CATALOGUE).holds
    assert check_content(good()).holds


def test_no_run_is_unknown() -> None:
    assert check_content([]).outcome is Outcome.UNKNOWN


def test_a_run_seen_in_part_is_unknown() -> None:
    assert check_content(Stream(start=5).tool_ends().ended().events).outcome is Outcome.UNKNOWN


def test_what_happened_while_away_is_not_counted() -> None:
    stream = Stream().opened().asked().started()
    stream.connection, stream.seq = 2, 9
    assert check_content(stream.ended(tools=4).events).outcome is Outcome.UNKNOWN


def test_judging_in_between_changes_nothing() -> None:
    events = saying(saying(good(), 5, reasoning=""), 12, duration_ms=9000)
    checker = ContentChecker(CATALOGUE)
    for place, event in enumerate(events, 1):
        checker.feed(event)
        whole = check_content(events[:place], ended=False, catalogue=CATALOGUE)
        assert checker.verdict(ended=False) == whole


def test_one_broken_field_is_one_finding() -> None:
    for number, payload in (
        (4, {"agent": ""}),
        (4, {"agent": ...}),
        (5, {"step": 0}),
        (7, {"tool": 5}),
        (8, {"status": "fine"}),
        (12, {"usage": 1}),
    ):
        assert len(judged(number, **payload).findings) == 1


def test_a_failed_tool_and_a_failed_run_are_coherent() -> None:
    stream = Stream().opened().asked().started()
    stream.tool(status="error", result=None, error="no such model")
    stream.ended(status="failed", result=None)
    assert check_content(stream.events, catalogue=CATALOGUE).holds


def test_a_duration_within_the_tolerance_holds() -> None:
    assert judged(8, duration_ms=1900).holds
    events = saying(good(), 8, duration_ms=1900)
    assert check_content(events, tolerance_ms=100).outcome is Outcome.BROKEN


def test_a_platform_without_timestamps_is_judged_without_them() -> None:
    timeless = [replace(event, timestamp=None) for event in good()]
    assert check_content(timeless, timestamps=False).holds


def test_equal_timestamps_are_no_step_back() -> None:
    at_once = [replace(event, timestamp=BEGIN) for event in good()]
    assert check_content(at_once).holds


def test_two_events_of_one_millisecond_apart_backwards_are_seen() -> None:
    events = good()
    before = events[4].timestamp
    assert before is not None
    earlier = altered(events, 6, timestamp=before - timedelta(milliseconds=1))
    assert check_content(earlier).outcome is Outcome.BROKEN


def test_without_its_start_a_run_is_still_judged_field_by_field() -> None:
    verdict = check_content(saying(without(good(), 4), 6, reasoning=""))
    assert [f.rule for f in verdict.findings] == [Rule.FIELD_EMPTY, "unknown"]


def test_the_catalogue_comes_from_the_latest_agent_list() -> None:
    events = Stream().reply(EventKind.AGENT_LIST, **AGENT_LIST).events
    found = Catalogue.from_events(events)
    assert found is not None
    assert found.title("cost_analyst") == "Cost analyst"
    assert found.title("oracle") is None
    assert Catalogue.from_events(good()) is None


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({}, "'agents'"),
        ({"agents": [{"name": "a", "title": "A"}]}, "'tools'"),
        (
            {"agents": [{"name": "a", "title": "A", "tools": [{"name": "t", "parameters": 5}]}]},
            "tool t of agent a",
        ),
    ],
)
def test_a_damaged_agent_list_is_refused_in_words(payload: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Catalogue.from_agent_list(payload)
