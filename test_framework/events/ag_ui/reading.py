"""One AG-UI event from its JSON; what is wrong with its shape becomes findings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ag_ui.core import BaseEvent, Event, EventType
from pydantic import TypeAdapter, ValidationError

from test_framework.events.checker import Notes
from test_framework.events.rules import Rule
from test_framework.events.wording import shortened

_EVENTS: TypeAdapter[Any] = TypeAdapter(Event)
_KNOWN = {kind.value for kind in EventType}
_FIELDS = {
    model.model_fields["type"].default: {
        name: field.alias for name, field in model.model_fields.items() if field.alias != name
    }
    for model in BaseEvent.__subclasses__()
}
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\s.-]+")


def read(payload: str | Mapping[str, Any], owner: str, frame: int, notes: Notes) -> Any | None:
    """The event in a ``data:`` payload or in its parsed JSON; None when it is not readable.

    Returns:
        One of the models in ``ag_ui.core``.
    """
    where = f"Frame {frame} of {owner}"
    try:
        raw = json.loads(payload) if isinstance(payload, str) else dict(payload)
    except ValueError:
        notes.broken(Rule.FRAME_UNREADABLE, f"{where} is no JSON.", frame)
        return None
    if not isinstance(raw, dict):
        notes.broken(Rule.FRAME_UNREADABLE, f"{where} is no JSON object.", frame)
        return None
    kind = raw.get("type")
    if not isinstance(kind, str) or kind not in _KNOWN:
        text = f"{where} is no event of AG-UI 1.0: {_what_is_wrong_with(kind)}."
        notes.broken(Rule.MESSAGE_UNKNOWN, text, frame)
        return None
    for name, alias in _FIELDS[EventType(kind)].items():
        if name in raw:
            text = f"{where}: {kind} has a field `{name}`, which AG-UI writes `{alias}`."
            notes.broken(Rule.FIELD_UNKNOWN, text, frame)
    try:
        return _EVENTS.validate_python(raw)
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False, include_context=False):
            rule, words = _in_words(error, kind)
            notes.broken(rule, f"{where}: {kind} {words}.", frame)
        return None


def is_meant(kind: object) -> bool:
    """Whether somebody meant a type of AG-UI, however it is spelt.

    Example:
        >>> is_meant("RUN_STARTED"), is_meant("RunStarted"), is_meant("agent_started")
        (True, True, False)
    """
    return isinstance(kind, str) and _spelt(kind) in _KNOWN


def _spelt(kind: str) -> str:
    return _WORD.sub("_", kind).upper()


def _what_is_wrong_with(kind: object) -> str:
    if not isinstance(kind, str):
        return "it has no type"
    meant = _spelt(kind)
    if meant in _KNOWN:
        return f"its type is `{kind}`, write `{meant}`"
    instead = meant.replace("THINKING_TEXT_MESSAGE", "REASONING_MESSAGE").replace(
        "THINKING", "REASONING"
    )
    if instead in _KNOWN:
        return f"its type `{kind}` was retired, send `{instead}`"
    return f"its type is `{shortened(kind, 40)}`"


def _in_words(error: Any, kind: str) -> tuple[Rule, str]:
    # A discriminated union puts its tag before the place in the event.
    place = [str(part) for part in error["loc"] if str(part) != kind]
    name = ".".join(place)
    if error["type"] == "missing":
        return Rule.FIELD_MISSING, f"has no field `{name}`"
    value = shortened(json.dumps(error["input"], ensure_ascii=False, default=str), 60)
    if error["type"].endswith("_type"):
        return Rule.FIELD_TYPE, f"has a field `{name}` that is {value}: {error['msg'].lower()}"
    return Rule.FIELD_VALUE, f"has a wrong field `{name}`, {value}: {error['msg'].lower()}"
