"""AG-UI streams as servers send them, right and wrong, in short words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from test_framework.events.ag_ui import judge_stream
from test_framework.events.verdict import Verdict

Json = dict[str, Any]

STARTED: Json = {"type": "RUN_STARTED", "threadId": "t1", "runId": "r1"}
FINISHED: Json = {"type": "RUN_FINISHED", "threadId": "t1", "runId": "r1"}
FAILED: Json = {"type": "RUN_ERROR", "message": "The model did not answer."}
STARTED_2: Json = {**STARTED, "runId": "r2"}
FINISHED_2: Json = {**FINISHED, "runId": "r2"}


def text(name: str = "m1", said: str = "Opal cost most.", role: str = "assistant") -> list[Json]:
    """A streamed message in two pieces."""
    half = len(said) // 2
    return [
        {"type": "TEXT_MESSAGE_START", "messageId": name, "role": role},
        {"type": "TEXT_MESSAGE_CONTENT", "messageId": name, "delta": said[:half]},
        {"type": "TEXT_MESSAGE_CONTENT", "messageId": name, "delta": said[half:]},
        {"type": "TEXT_MESSAGE_END", "messageId": name},
    ]


def call(name: str = "c1", **more: Any) -> list[Json]:
    """A tool call, complete."""
    return [
        {"type": "TOOL_CALL_START", "toolCallId": name, "toolCallName": "top_spenders", **more},
        {"type": "TOOL_CALL_ARGS", "toolCallId": name, "delta": '{"count"'},
        {"type": "TOOL_CALL_ARGS", "toolCallId": name, "delta": ": 3}"},
        {"type": "TOOL_CALL_END", "toolCallId": name},
    ]


def result(name: str = "c1", content: str = '[{"model": "Opal"}]', **more: Any) -> Json:
    """What a tool returned."""
    kind = "TOOL_CALL_RESULT"
    return {"type": kind, "messageId": f"{name}-r", "toolCallId": name, "content": content, **more}


def thought(name: str = "th1", said: str = "Look at the bill.", **more: Any) -> list[Json]:
    """A stretch of reasoning with one message."""
    return [
        {"type": "REASONING_START", "messageId": name, **more},
        {"type": "REASONING_MESSAGE_START", "messageId": name, "role": "reasoning", **more},
        {"type": "REASONING_MESSAGE_CONTENT", "messageId": name, "delta": said, **more},
        {"type": "REASONING_MESSAGE_END", "messageId": name, **more},
        {"type": "REASONING_END", "messageId": name, **more},
    ]


def snapshot(*names: str) -> Json:
    """What a thread holds, by the ids of its messages."""
    messages = [{"id": name, "role": "assistant", "content": "Opal cost most."} for name in names]
    return {"type": "MESSAGES_SNAPSHOT", "messages": messages}


def judged(stream: Sequence[Json], *, ended: bool = True) -> Verdict:
    """All verdicts on a stream in one."""
    _, verdicts = judge_stream([json.dumps(event) for event in stream], "Ada", ended=ended)
    return Verdict.all_of("all", verdicts)
