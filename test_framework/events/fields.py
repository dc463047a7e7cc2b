"""Fields of an event's payload against its JSON Schema, in words that people understand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from test_framework.events.checker import Notes
from test_framework.events.dialect import CONTRACT, Dialect
from test_framework.events.model import AgentEvent
from test_framework.events.payload_schemas import PAYLOAD_SCHEMAS
from test_framework.events.rules import Rule
from test_framework.events.wording import run_of, seen, shortened

_VALIDATORS = {
    kind: jsonschema_rs.validator_for(schema, offline=True)
    for kind, schema in PAYLOAD_SCHEMAS.items()
}


def fields_are_good(event: AgentEvent, notes: Notes, dialect: Dialect = CONTRACT) -> bool:
    """Whether the payload of one of the five events has the contract's form.

    What is wrong is noted, one finding a field; a field that the dialect has no place for may
    be absent.
    """
    validator, payload = _VALIDATORS[event.kind], _as_dict(event.payload)
    if validator.is_valid(payload):
        return True
    errors = [e for e in validator.iter_errors(payload) if not _has_no_place(e, event, dialect)]
    for error in errors:
        rule, words = in_words(error)
        notes.broken(rule, f"{run_of(event)}: {seen(event)} {words}.", event.frame)
    return not errors


def _has_no_place(
    error: jsonschema_rs.ValidationError, event: AgentEvent, dialect: Dialect
) -> bool:
    match error.kind:
        case jsonschema_rs.ValidationErrorKind.Required(property=missing):
            return not dialect.needs(event.kind, *map(str, error.instance_path), str(missing))
        case _:
            return False


def problems_of(validator: jsonschema_rs.Validator, parameters: Mapping[str, Any]) -> list[str]:
    """What is wrong with a tool's parameters by the tool's own schema; empty when nothing."""
    value = _as_dict(parameters)
    if validator.is_valid(value):
        return []
    return [in_words(error)[1] for error in validator.iter_errors(value)]


def _as_dict(payload: Mapping[str, Any]) -> dict[str, Any]:
    return payload if isinstance(payload, dict) else dict(payload)


def in_words(error: jsonschema_rs.ValidationError) -> tuple[Rule, str]:
    """The broken rule, and what is wrong in words that follow "this message"."""
    path = [str(part) for part in error.instance_path]
    name = ".".join(path)
    match error.kind:
        case jsonschema_rs.ValidationErrorKind.Required(property=missing):
            return Rule.FIELD_MISSING, f"has no field `{'.'.join([*path, missing])}`"
        case jsonschema_rs.ValidationErrorKind.Type(types=types):
            wanted = " or ".join(types)
            shown = _shown(error.instance)
            return Rule.FIELD_TYPE, f"has a field `{name}` that is {shown}, not of type {wanted}"
        case jsonschema_rs.ValidationErrorKind.Pattern() if not str(error.instance).strip():
            return Rule.FIELD_EMPTY, f"has an empty field `{name}`"
        case _:
            where = f"has a wrong field `{name}`" if name else "has a wrong form"
            return Rule.FIELD_VALUE, f"{where}: {shortened(error.message)}"


def _shown(value: object) -> str:
    return shortened(json.dumps(value, ensure_ascii=False, default=str), 60)
