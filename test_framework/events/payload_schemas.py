"""The payloads of the five events as JSON Schemas (draft 2020-12), after the contract."""

from __future__ import annotations

from typing import Any

from test_framework.events.model import EventKind

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "pattern": r"\S"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}


def _fields(required: dict[str, Schema], **optional: Schema) -> Schema:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
    }


PAYLOAD_SCHEMAS: dict[EventKind, Schema] = {
    EventKind.AGENT_STARTED: _fields(
        {
            "agent": TEXT,
            "context": _fields(
                {
                    "thread_id": TEXT,
                    "message_id": TEXT,
                    "plan": {"enum": ["free", "trial", "early", "mid", "enterprise"]},
                },
                parent_run_id=TEXT_OR_NULL,
                question=TEXT_OR_NULL,
            ),
        }
    ),
    EventKind.AGENT_THINKING: _fields(
        {"reasoning": TEXT, "step": {"type": "integer", "minimum": 1}}
    ),
    EventKind.TOOL_EXECUTING: _fields(
        {"call_id": TEXT, "tool": TEXT, "parameters": {"type": "object"}}
    ),
    EventKind.TOOL_COMPLETED: _fields(
        {
            "call_id": TEXT,
            "tool": TEXT,
            "status": {"enum": ["ok", "error"]},
            "duration_ms": COUNT,
        },
        error=TEXT_OR_NULL,
    ),
    EventKind.AGENT_COMPLETED: _fields(
        {
            "status": {"enum": ["succeeded", "failed", "cancelled"]},
            "summary": TEXT,
            "usage": _fields({"input_tokens": COUNT, "output_tokens": COUNT, "tool_calls": COUNT}),
            "duration_ms": COUNT,
        },
        result=TEXT_OR_NULL,
    ),
}
