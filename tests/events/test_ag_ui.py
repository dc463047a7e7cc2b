"""AG-UI streams judged: what is right holds, and what users of AG-UI met is found."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ag_ui.core import EventType
from ag_ui_streams import (
    FAILED,
    FINISHED,
    FINISHED_2,
    STARTED,
    STARTED_2,
    Json,
    call,
    judged,
    result,
    snapshot,
    text,
    thought,
)
from event_streams import Case

from test_framework.events.ag_ui import decoding, judge_stream
from test_framework.events.model import EventKind
from test_framework.events.rules import Rule

BODY = [*thought(), *call(), result(), *text()]
RUN = [STARTED, *BODY, FINISHED]


def left_open(*names: str) -> Json:
    return {**FINISHED, "outcome": {"type": "success", "pendingToolCallIds": list(names)}}


def case(rule: Rule, stream: list[Json], words: str) -> Case:
    return Case(rule, lambda: judged(stream), words)


# What users of AG-UI met, and what its specification forbids.
CASES = [
    case(Rule.COMPLETED_TWICE, [STARTED, FAILED, FINISHED], "completed twice"),
    case(Rule.ERROR_AS_SUCCESS, [STARTED, FAILED, FINISHED], "shown as succeeded"),
    case(Rule.OUTSIDE_RUN, [STARTED, FAILED, FINISHED], "came after RUN_ERROR"),
    case(Rule.OUTSIDE_RUN, [STARTED, FAILED, *text()], "came after RUN_ERROR"),
    case(Rule.OUTSIDE_RUN, [*text(), STARTED, FINISHED], "before any RUN_STARTED"),
    # An error that ended the thread for good: what is loaded afterwards is empty or shorter.
    case(Rule.MESSAGE_LOST, [STARTED, *text(), FAILED, STARTED_2, snapshot(), FINISHED_2], "m1"),
    case(
        Rule.MESSAGE_LOST,
        [STARTED, snapshot("m1", "m2"), FAILED, STARTED_2, snapshot("m1"), FINISHED_2],
        "is not in the next one",
    ),
    # A compaction that put messages into another order.
    case(
        Rule.HISTORY_OUT_OF_ORDER,
        [STARTED, *text("m1"), *text("m2"), snapshot("m2", "m1"), FINISHED],
        "comes after a message that was written later",
    ),
    case(
        Rule.HISTORY_OUT_OF_ORDER,
        [STARTED, snapshot("m1", "m2", "m3"), snapshot("m1", "m3", "m2"), FINISHED],
        "in another order",
    ),
    # A compaction that put what was open behind the end.
    case(Rule.OUTSIDE_RUN, [STARTED, FINISHED, *call()], "came after RUN_FINISHED"),
    case(Rule.ITEM_NOT_OPEN, [STARTED, call()[-1], FINISHED], "tool call c1, which is not open"),
    case(Rule.TOOL_NOT_STARTED, [STARTED, result(), FINISHED], "never started"),
    case(Rule.TOOL_COMPLETED_TWICE, [*RUN[:-1], result(), FINISHED], "completed twice"),
    case(Rule.TOOL_DANGLING, [STARTED, *call(), FINISHED], "but not completed"),
    case(Rule.START_TWICE, [STARTED, STARTED, FINISHED], "started twice"),
    case(Rule.ITEM_OPEN_TWICE, [STARTED, STARTED_2, FINISHED_2], "while run r1 was still open"),
    case(Rule.COMPLETION_MISSING, [STARTED, STARTED_2, FINISHED_2], "Run r1 of Ada never"),
    case(Rule.ITEM_OPEN_TWICE, [STARTED, text()[0], *text(), FINISHED], "opened twice"),
    case(Rule.ITEM_LEFT_OPEN, [STARTED, *text()[:-1], FINISHED], "Message m1 of Ada"),
    case(Rule.ANSWER_NOT_STORED, [STARTED, *text()[:-1], FINISHED], "never stored"),
    case(Rule.ITEM_NOT_OPEN, [STARTED, text()[1], FINISHED], "message m1, which is not open"),
    case(Rule.ITEM_NOT_OPEN, [STARTED, thought()[3], FINISHED], "reasoning message th1"),
    case(
        Rule.ITEM_LEFT_OPEN,
        [STARTED, {"type": "STEP_STARTED", "stepName": "plan"}, FINISHED],
        "Step plan",
    ),
    case(Rule.COMPLETION_MISSING, RUN[:-1], "never completed"),
    case(
        Rule.CHILD_LEFT_OPEN,
        [STARTED, {"type": "SUBAGENT_STARTED", "subagentRunId": "s1", "name": "x"}, FINISHED],
        "nested run s1",
    ),
    # What no reader can read gets a sentence, not a crash.
    case(Rule.MESSAGE_UNKNOWN, [*RUN, {"type": "RunStarted"}], "write `RUN_STARTED`"),
    case(Rule.MESSAGE_UNKNOWN, [*RUN, {"type": "textMessageStart"}], "write `TEXT_MESSAGE_START`"),
    case(Rule.MESSAGE_UNKNOWN, [*RUN, {"type": "THINKING_START"}], "send `REASONING_START`"),
    case(Rule.MESSAGE_UNKNOWN, [*RUN, {"type": "SURPRISE"}], "its type is `SURPRISE`"),
    case(Rule.MESSAGE_UNKNOWN, [*RUN, {"kind": "RUN_STARTED"}], "it has no type"),
    case(Rule.FIELD_MISSING, [*RUN, {"type": "RUN_STARTED", "runId": "r"}], "no field `threadId`"),
    case(Rule.FIELD_TYPE, [*RUN, {**STARTED, "runId": 7}], "a field `runId` that is 7"),
    case(
        Rule.FIELD_UNKNOWN,
        [*RUN, {"type": "RUN_STARTED", "thread_id": "t1", "runId": "r9"}],
        "which AG-UI writes `threadId`",
    ),
    case(Rule.FIELD_VALUE, [*RUN, {**FINISHED, "outcome": {"type": "won"}}], "outcome"),
    case(
        Rule.FIELD_VALUE,
        [
            STARTED,
            *call(),
            {**FINISHED, "outcome": {"type": "success", "pendingToolCallIds": ["c9"]}},
        ],
        "those without a result are: c1",
    ),
    case(
        Rule.FIELD_MISSING,
        [STARTED, {"type": "TEXT_MESSAGE_CHUNK", "delta": "Hi"}, FINISHED],
        "does not say what it begins",
    ),
    case(
        Rule.FIELD_TYPE,
        [STARTED, call()[0], {**call()[1], "delta": "{count"}, call()[3], result(), FINISHED],
        "not of type object",
    ),
]


@pytest.mark.parametrize("broken", CASES, ids=lambda c: f"{c.rule}: {c.words}")
def test_what_is_wrong_is_found(broken: Case) -> None:
    broken.prove()


@pytest.mark.parametrize("payload", ["nonsense", "[]", "3", "", '{"type": ["RUN_STARTED"]}'])
def test_what_is_no_event_is_a_finding(payload: str) -> None:
    _, verdicts = judge_stream([payload])
    assert [finding.frames for finding in verdicts[0].findings] == [(1,)]


SUB = {"subagentRunId": "s1"}
INPUT = {
    "threadId": "t1",
    "runId": "r1",
    "messages": [{"id": "q1", "role": "user", "content": "?"}],
}
RIGHT: dict[str, list[Json]] = {
    "a run with everything": RUN,
    "a run that failed in a tool": [STARTED, *thought(), *call(), text()[0], FAILED],
    "a run that was cancelled": [*RUN[:-1], {**FINISHED, "outcome": {"type": "cancelled"}}],
    "a failed run and then a good one": [STARTED, FAILED, STARTED_2, *BODY, FINISHED_2],
    "a failure after the end": [*RUN, FAILED],
    "a step": [
        STARTED,
        {"type": "STEP_STARTED", "stepName": "plan"},
        {"type": "STEP_FINISHED", "stepName": "plan"},
        FINISHED,
    ],
    "a call left to the application, named": [
        STARTED,
        *call(),
        left_open("c1"),
    ],
    "a call left to the application, advertised": [
        {**STARTED, "input": {**INPUT, "tools": [{"name": "top_spenders", "description": ""}]}},
        *call(),
        FINISHED,
    ],
    "an interrupted run": [
        STARTED,
        *call(),
        {
            **FINISHED,
            "outcome": {"type": "interrupt", "interrupts": [{"id": "i", "reason": "ok?"}]},
        },
    ],
    "two subagents side by side": [
        STARTED,
        *call("a"),
        {"type": "SUBAGENT_STARTED", **SUB, "name": "analyst", "parentToolCallId": "a"},
        {"type": "SUBAGENT_STARTED", "subagentRunId": "s2", "name": "optimizer"},
        *thought("th9", **SUB),
        *call("b", **SUB),
        result("b", **SUB),
        {"type": "SUBAGENT_ERROR", "subagentRunId": "s2", "message": "No data."},
        {"type": "SUBAGENT_FINISHED", **SUB, "result": {"n": 1}},
        result("a"),
        FINISHED,
    ],
    "subagents in a run that fails": [
        STARTED,
        {"type": "SUBAGENT_STARTED", **SUB, "name": "analyst"},
        *call("b", **SUB),
        FAILED,
    ],
    "work of a subagent that nobody announced": [STARTED, *call(**SUB), result(**SUB), FINISHED],
    "chunks": [
        STARTED,
        {"type": "REASONING_MESSAGE_CHUNK", "messageId": "th", "delta": "Look"},
        {"type": "TOOL_CALL_CHUNK", "toolCallId": "c1", "toolCallName": "x", "delta": '{"a"'},
        {"type": "TOOL_CALL_CHUNK", "delta": ": 1}"},
        result(),
        {"type": "TEXT_MESSAGE_CHUNK", "messageId": "m1", "delta": "Opal cost "},
        {"type": "RAW", "event": {}},
        {"type": "TEXT_MESSAGE_CHUNK", "delta": "most."},
        {"type": "TEXT_MESSAGE_CHUNK", "messageId": "m2", "delta": "Opal cost most."},
        snapshot("m1", "m2"),
        FINISHED,
    ],
    "what no checker looks at": [
        STARTED,
        {"type": "STATE_SNAPSHOT", "snapshot": {}},
        {"type": "STATE_DELTA", "delta": [{"op": "add", "path": "/a", "value": 1}]},
        {"type": "ACTIVITY_SNAPSHOT", "messageId": "a", "activityType": "x", "content": {}},
        {"type": "ACTIVITY_DELTA", "messageId": "a", "activityType": "x", "patch": []},
        {"type": "CUSTOM", "name": "chat-is-king.message_accepted", "value": 3},
        {"type": "RAW", "event": None},
        *thought()[:2],
        *thought()[3:],
        {
            "type": "REASONING_ENCRYPTED_VALUE",
            "subtype": "message",
            "entityId": "th1",
            "encryptedValue": "x",
        },
        *text("u", "And now?", "user"),
        FINISHED,
    ],
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_holds(name: str) -> None:
    verdict = judged(RIGHT[name])
    assert verdict.holds, str(verdict)


def test_a_stream_that_goes_on_is_unknown() -> None:
    assert str(judged(RUN[:-1], ended=False).outcome) == "unknown"


def test_a_failure_before_any_run_is_no_run() -> None:
    assert [f.text for f in judged([FAILED]).findings] == ["No agent run was seen."] * 2


def kinds(stream: list[Json]) -> list[str]:
    return [event.type for event in judge_stream(map(json.dumps, stream))[0]]


def test_chunks_mean_what_they_stand_for() -> None:
    assert kinds(RIGHT["chunks"]) == [
        "agent_started",
        "agent_thinking",
        "tool_executing",
        "tool_completed",
        "message_delta",
        "RAW",
        "message_delta",
        "message_created",
        "message_delta",
        "message_created",
        "history",
        "agent_completed",
    ]


def test_events_say_what_ag_ui_says_and_no_more() -> None:
    events, _ = judge_stream(json.dumps(event) for event in RUN)
    told: dict[EventKind, Any] = {event.kind: event.payload for event in events}
    assert told[EventKind.AGENT_STARTED] == {"context": {"thread_id": "t1", "parent_run_id": None}}
    assert told[EventKind.AGENT_THINKING] == {"reasoning": "Look at the bill."}
    assert told[EventKind.TOOL_EXECUTING]["parameters"] == {"count": 3}
    assert told[EventKind.TOOL_COMPLETED] == {
        "call_id": "c1",
        "tool": "top_spenders",
        "result": [{"model": "Opal"}],
    }
    assert told[EventKind.AGENT_COMPLETED] == {"status": "succeeded", "return_value": None}
    assert {event.run_id for event in events if event.kind.of_run} == {"r1"}


def test_usage_adds_up_over_models() -> None:
    used = [{"inputTokens": 3, "outputTokens": 1}, {"inputTokens": 4, "outputTokens": 2}]
    events, _ = judge_stream(map(json.dumps, [STARTED, {**FINISHED, "usage": used}]))
    assert events[-1].payload["usage"] == {"input_tokens": 7, "output_tokens": 3}


def test_all_31_event_types_are_accounted_for() -> None:
    table = decoding.__doc__ or ""
    family = ""
    for kind in EventType:
        family, _, last = kind.value.rpartition("_")
        assert kind.value in table or (family in table and f"_{last}" in table), kind
    assert len(EventType) == 31
