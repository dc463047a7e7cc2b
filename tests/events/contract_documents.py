"""A small published contract for tests, and frames that keep to it."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from test_framework.events.asyncapi import PublishedContract
from test_framework.wire.frame import Direction, Frame

DOCUMENT: dict[str, Any] = {
    "asyncapi": "3.0.0",
    "channels": {
        "chat": {
            "messages": {
                "ask": {"$ref": "#/components/messages/ask"},
                "told": {"$ref": "#/components/messages/told"},
                "closing": {"$ref": "#/components/messages/closing"},
            }
        }
    },
    "operations": {
        "in": {
            "action": "receive",
            "channel": {"$ref": "#/channels/chat"},
            "messages": [{"$ref": "#/channels/chat/messages/ask"}],
        },
        "out": {
            "action": "send",
            "channel": {"$ref": "#/channels/chat"},
            "messages": [
                {"$ref": "#/channels/chat/messages/told"},
                {"$ref": "#/channels/chat/messages/closing"},
            ],
        },
    },
    "components": {
        "messages": {
            "ask": {"payload": {"$ref": "#/components/schemas/Ask"}},
            "told": {
                "payload": {
                    "type": "object",
                    "properties": {
                        "type": {"const": "told"},
                        "at": {"type": "string", "format": "date-time"},
                        "payload": {"$ref": "#/components/schemas/Told"},
                    },
                    "required": ["type", "at", "payload"],
                    "additionalProperties": False,
                }
            },
            "closing": {
                "payload": {"type": "object", "properties": {"type": {"const": "closing"}}}
            },
        },
        "schemas": {
            "Ask": {
                "type": "object",
                "properties": {"type": {"const": "ask"}, "text": {"type": "string"}},
                "required": ["type", "text"],
            },
            "Told": {
                "type": "object",
                "properties": {
                    "agent": {"type": "string", "pattern": r"\S"},
                    "steps": {"type": "integer", "minimum": 0},
                    "note": {"anyOf": [{"$ref": "#/components/schemas/Note"}, {"type": "null"}]},
                    "tools": {"type": "array", "items": {"$ref": "#/components/schemas/Tool"}},
                },
                "required": ["agent"],
            },
            "Note": {
                "type": "object",
                "properties": {"by": {"type": "string"}},
                "required": ["by"],
            },
            "Tool": {
                "allOf": [
                    {"$ref": "#/components/schemas/Named"},
                    {"properties": {"parameters": {"type": "object"}}},
                ]
            },
            "Named": {
                "type": "object",
                "properties": {"name": {"type": "string"}},
                "required": ["name"],
            },
        },
    },
}
CONTRACT = PublishedContract(DOCUMENT)


def changed(path: str, value: Any) -> dict[str, Any]:
    """The document with one part replaced; ``...`` removes it."""
    document = deepcopy(DOCUMENT)
    *above, last = path.split("/")
    place = document
    for step in above:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return document


def ask(number: int = 1, **fields: Any) -> Frame:
    """A question as it is sent."""
    value = {"type": "ask", "text": "Who spent most?"} | fields
    return Frame(number, 1, Direction.SENT, 0.0, json.dumps(value))


def told(number: int = 2, /, **payload: Any) -> Frame:
    """An answer as it comes; ``...`` removes a field of its payload."""
    merged = {"agent": "cost_analyst"} | payload
    kept = {name: value for name, value in merged.items() if value is not ...}
    return received({"type": "told", "at": "2026-10-01T12:00:00.000Z", "payload": kept}, number)


def received(value: Any, number: int = 2) -> Frame:
    """Anything as it comes."""
    payload = value if isinstance(value, str | bytes) else json.dumps(value)
    return Frame(number, 1, Direction.RECEIVED, 0.0, payload)
