"""The payloads of the five events, validated by each of four libraries.

All are given the same rules (``test_framework.events.payload_schemas``), written as each library
wants them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import jsonschema  # type: ignore[import-untyped] # its types are a package of their own
import jsonschema_rs
import msgspec
import pydantic
import pydantic_core

from test_framework.events.model import RUN_EVENTS, EventKind
from test_framework.events.payload_schemas import PAYLOAD_SCHEMAS

Payload = dict[str, Any]
IsValid = Callable[[Payload], bool]


@dataclass(frozen=True)
class Contender:
    """A library.

    Attributes:
        name: As its package is called.
        decode: From the text of a frame to its JSON value, with the library's own reader or
            else that of the standard library.
        validators: Whether a payload is valid, by kind of event.
    """

    name: str
    decode: Callable[[str], Any]
    validators: Mapping[EventKind, IsValid]

    def accepts(self, text: str) -> bool:
        """Decode a frame and validate it; what is none of the five events is only decoded."""
        envelope = self.decode(text)
        validate = self.validators.get(envelope["type"])
        return validate is None or validate(envelope["payload"])


Text = Annotated[str, msgspec.Meta(pattern=r"\S")]
Count = Annotated[int, msgspec.Meta(ge=0)]
Step = Annotated[int, msgspec.Meta(ge=1)]
Plan = Literal["free", "early", "mid", "enterprise"]
ToolStatus = Literal["ok", "error"]
Status = Literal["succeeded", "failed", "cancelled"]

# Field by field what payload_schemas.py says; both libraries build their classes from it.
CONTEXT = {"thread_id": Text, "message_id": Text, "plan": Plan}
USAGE = {"input_tokens": Count, "output_tokens": Count, "tool_calls": Count}
FIELDS: dict[EventKind, dict[str, Any]] = {
    EventKind.AGENT_STARTED: {"agent": Text, "context": CONTEXT},
    EventKind.AGENT_THINKING: {"reasoning": Text, "step": Step},
    EventKind.TOOL_EXECUTING: {"call_id": Text, "tool": Text, "parameters": dict[str, Any]},
    EventKind.TOOL_COMPLETED: {
        "call_id": Text,
        "tool": Text,
        "status": ToolStatus,
        "duration_ms": Count,
    },
    EventKind.AGENT_COMPLETED: {
        "status": Status,
        "summary": Text,
        "usage": USAGE,
        "duration_ms": Count,
    },
}
OPTIONAL: dict[str, tuple[str, ...]] = {
    EventKind.TOOL_COMPLETED: ("error",),
    EventKind.AGENT_COMPLETED: ("result",),
    "context": ("parent_run_id", "question"),
}


def _msgspec_type(name: str, fields: Mapping[str, Any]) -> type:
    members: list[Any] = [
        (field, _msgspec_type(field, kind) if isinstance(kind, dict) else kind)
        for field, kind in fields.items()
    ]
    members += [(field, str | None, None) for field in OPTIONAL.get(name, ())]
    return msgspec.defstruct(name, members, gc=False)


def _pydantic_type(name: str, fields: Mapping[str, Any]) -> type:
    members: dict[str, Any] = {
        field: (_pydantic_type(field, kind) if isinstance(kind, dict) else _plain(kind), ...)
        for field, kind in fields.items()
    }
    members |= dict.fromkeys(OPTIONAL.get(name, ()), (str | None, None))
    config = pydantic.ConfigDict(strict=True)
    model: type = pydantic.create_model(name, __config__=config, **members)
    return model


def _plain(kind: Any) -> Any:
    """A type with the constraints of msgspec as pydantic names them."""
    if kind is Text:
        return Annotated[str, pydantic.Field(pattern=r"\S")]
    if kind in (Count, Step):
        return Annotated[int, pydantic.Field(ge=0 if kind is Count else 1)]
    return kind


def _by_msgspec(kind: EventKind) -> IsValid:
    wanted = _msgspec_type(kind, FIELDS[kind])

    def is_valid(payload: Payload) -> bool:
        try:
            msgspec.convert(payload, wanted)
        except msgspec.ValidationError:
            return False
        return True

    return is_valid


def _by_pydantic(kind: EventKind) -> IsValid:
    adapter: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(_pydantic_type(kind, FIELDS[kind]))

    def is_valid(payload: Payload) -> bool:
        try:
            adapter.validate_python(payload)
        except pydantic.ValidationError:
            return False
        return True

    return is_valid


def contenders() -> list[Contender]:
    """Ours first."""
    schemas = PAYLOAD_SCHEMAS
    fast = {k: jsonschema_rs.validator_for(schema).is_valid for k, schema in schemas.items()}
    slow = {k: jsonschema.Draft202012Validator(schema).is_valid for k, schema in schemas.items()}
    return [
        Contender("jsonschema-rs (ours)", msgspec.json.decode, fast),
        Contender("msgspec", msgspec.json.decode, {k: _by_msgspec(k) for k in RUN_EVENTS}),
        Contender("pydantic", pydantic_core.from_json, {k: _by_pydantic(k) for k in RUN_EVENTS}),
        Contender("jsonschema", json.loads, slow),
    ]


def broken(payload: Payload, schema: Mapping[str, Any]) -> list[Payload]:
    """The payload with each thing that its schema forbids, one at a time."""
    spoilt: list[Payload] = []
    for name, wanted in schema["properties"].items():
        if name in schema["required"]:
            spoilt.append({key: value for key, value in payload.items() if key != name})
        odd: list[Any] = [[7]]
        if wanted.get("type") == "integer":
            odd += [wanted["minimum"] - 1, "3", 1.5]
        if "pattern" in wanted:
            odd += ["  ", None]
        if "enum" in wanted:
            odd.append("odd")
        if "properties" in wanted:
            odd += broken(payload[name], wanted)
        spoilt += [{**deepcopy(payload), name: value} for value in odd]
    return spoilt
