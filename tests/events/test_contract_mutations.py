"""Contract, by mutation: every field of the five events left out, added or retyped is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from test_framework.events.asyncapi import PublishedContract
from test_framework.events.contract import check_contract, check_coverage
from test_framework.events.model import RUN_EVENTS
from test_framework.events.rules import Rule
from test_framework.wire.frame import Direction, Frame

PUBLISHED = Path(__file__).parents[2] / "docs" / "api" / "asyncapi.yaml"
CONTRACT = PublishedContract.from_yaml(PUBLISHED.read_text("utf-8"))
ASKED = Frame(1, 1, Direction.SENT, 0.0, '{"type": "ping", "id": "Ada-1"}')
RUN = "01a01b2c-0d3e-7b1c-9a55-4be1c0ffee42"
USAGE = {"input_tokens": 10, "output_tokens": 20, "tool_calls": 1}
PAYLOADS: dict[str, dict[str, Any]] = {
    "agent_started": {
        "agent": "cost_analyst",
        "context": {
            "thread_id": "t1",
            "message_id": "m1",
            "plan": "free",
            "parent_run_id": None,
            "question": "What did we spend?",
        },
    },
    "agent_thinking": {"reasoning": "I add up.", "step": 1},
    "tool_executing": {"call_id": "c1", "tool": "totals", "parameters": {"month": "2026-09"}},
    "tool_completed": {
        "call_id": "c1",
        "tool": "totals",
        "status": "ok",
        "result": {"cost_usd": "12.50"},
        "error": None,
        "duration_ms": 40,
    },
    "agent_completed": {
        "status": "succeeded",
        "summary": "Found it",
        "result": "**Opal**",
        "code": None,
        "usage": USAGE,
        "duration_ms": 100,
    },
}
FRAMES: dict[str, dict[str, Any]] = {
    kind: {
        "type": kind,
        "id": RUN,
        "timestamp": "2026-10-01T12:00:00.000Z",
        "digest": "00c0ffee",
        "thread_id": "t1",
        "run_id": RUN,
        "seq": 4,
        "payload": payload,
    }
    for kind, payload in PAYLOADS.items()
}
NOT_REQUIRED = {"parent_run_id", "question", "error", "code"}
RESULT_OF_TOOL = ("tool_completed", ("payload", "result"))
OPEN = {"parameters", "result"}  # what a tool takes and gives is the tool's own matter
Path_ = tuple[str, ...]


def fields(value: object, path: Path_ = ()) -> Iterator[Path_]:
    """The paths of all fields whose form the contract fixes."""
    for name, inner in value.items() if isinstance(value, dict) else ():
        yield (*path, name)
        if name not in OPEN:
            yield from fields(inner, (*path, name))


ALL = [(kind, path) for kind, frame in FRAMES.items() for path in fields(frame)]
FIXED = [each for each in ALL if each != RESULT_OF_TOOL]
OBJECTS = [(kind, path) for kind, path in ALL if path[-1] in {"payload", "context", "usage"}]
OBJECTS += [(kind, ()) for kind in FRAMES]


def rules_for(kind: str, path: Path_, value: Any) -> set[str]:
    """The rules found broken when one field is replaced; ``...`` leaves it out."""
    frame = deepcopy(FRAMES[kind])
    place = frame
    for name in path[:-1]:
        place = place[name]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    received = Frame(2, 1, Direction.RECEIVED, 0.0, json.dumps(frame))
    return {found.rule for found in check_contract("Ada", [ASKED, received], CONTRACT).findings}


def name_of(case: object) -> str:
    return case if isinstance(case, str) else ".".join(case) or "frame"  # type: ignore[arg-type] # a path


def test_the_five_events_themselves_hold_and_use_the_whole_contract() -> None:
    received = [
        Frame(number, 1, Direction.RECEIVED, 0.0, json.dumps(frame))
        for number, frame in enumerate(FRAMES.values(), 2)
    ]
    assert check_contract("Ada", [ASKED, *received], CONTRACT).holds
    assert check_coverage(received, CONTRACT, expected=RUN_EVENTS).holds


@pytest.mark.parametrize(("kind", "path"), ALL, ids=name_of)
def test_a_field_left_out_is_found(kind: str, path: Path_) -> None:
    found = rules_for(kind, path, ...)
    if path[-1] not in NOT_REQUIRED and (kind, path) != RESULT_OF_TOOL:
        assert found == {Rule.MESSAGE_UNKNOWN if path == ("type",) else Rule.FIELD_MISSING}
        return
    assert not found
    without = deepcopy(FRAMES[kind])
    place = without["payload"]["context"] if path[-2] == "context" else without["payload"]
    del place[path[-1]]
    frame = Frame(2, 1, Direction.RECEIVED, 0.0, json.dumps(without))
    unused = check_coverage([frame], CONTRACT, expected=[kind])
    assert [f.rule for f in unused.findings] == [Rule.FIELD_UNUSED]
    assert ".".join(path) in str(unused)


@pytest.mark.parametrize(("kind", "path"), OBJECTS, ids=name_of)
def test_a_field_added_is_found(kind: str, path: Path_) -> None:
    assert rules_for(kind, (*path, "mood"), "good") == {Rule.FIELD_UNKNOWN}


@pytest.mark.parametrize(("kind", "path"), FIXED, ids=name_of)
@pytest.mark.parametrize("value", [[7], True], ids=["a list", "true"])
def test_a_field_of_another_type_is_found(kind: str, path: Path_, value: object) -> None:
    assert rules_for(kind, path, value)
