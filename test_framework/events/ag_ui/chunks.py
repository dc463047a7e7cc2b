"""The compact spelling: ``*_CHUNK`` events become the start, content and end they stand for.

Source: https://docs.ag-ui.com/spec/1.0/basic/patterns/streaming, "The chunked form". An item
opened by a chunk ends when something else comes from the same agent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ag_ui.core import (
    EventType,
    ReasoningMessageContentEvent,
    ReasoningMessageEndEvent,
    ReasoningMessageStartEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
    ToolCallArgsEvent,
    ToolCallEndEvent,
    ToolCallStartEvent,
)

from test_framework.events.checker import Notes
from test_framework.events.rules import Rule

CHUNKS = {
    EventType.TEXT_MESSAGE_CHUNK: "message_id",
    EventType.TOOL_CALL_CHUNK: "tool_call_id",
    EventType.REASONING_MESSAGE_CHUNK: "message_id",
}
ASIDE = {
    EventType.RAW,
    EventType.ACTIVITY_SNAPSHOT,
    EventType.ACTIVITY_DELTA,
    EventType.REASONING_ENCRYPTED_VALUE,
    EventType.SUBAGENT_STARTED,
}
OF_ALL = {
    EventType.RUN_STARTED,
    EventType.RUN_FINISHED,
    EventType.RUN_ERROR,
    EventType.MESSAGES_SNAPSHOT,
}

Lane = str | None


class Chunks:
    """Expands the chunks of one stream; everything else passes through."""

    def __init__(self, owner: str, notes: Notes) -> None:
        self._owner = owner
        self._notes = notes
        self._open: dict[tuple[EventType, Lane], str] = {}

    def expanded(self, event: Any, frame: int) -> Iterator[Any]:
        """The events that this one stands for."""
        lane: Lane = getattr(event, "subagent_run_id", None)
        if event.type in ASIDE:
            yield event
            return
        if event.type not in CHUNKS:
            yield from self._close(None if event.type in OF_ALL else lane, event)
            yield event
            return
        key = event.type, self._lane(event.type, lane)
        named = getattr(event, CHUNKS[event.type])
        going_on = self._open.get(key)
        if going_on is None or (named is not None and named != going_on):
            yield from self._close(key[1], event)
            if named is None or (
                event.type is EventType.TOOL_CALL_CHUNK and not event.tool_call_name
            ):
                text = f"The first {event.type.value} of an item of {self._owner} does not say "
                text += f"what it begins (frame {frame})."
                self._notes.broken(Rule.FIELD_MISSING, text, frame)
                return
            self._open[key] = going_on = named
            yield _start(event, going_on)
        else:
            yield from self._close(key[1], event, but=event.type)
        if event.delta:
            yield _content(event, going_on)

    def _lane(self, kind: EventType, lane: Lane) -> Lane:
        """A continuation that names no agent goes on with the only open item of its kind."""
        if lane is not None or (kind, None) in self._open:
            return lane
        open_lanes = [where for of, where in self._open if of is kind]
        return open_lanes[0] if len(open_lanes) == 1 else None

    def _close(self, lane: Lane, event: Any, but: EventType | None = None) -> Iterator[Any]:
        for key in list(self._open):
            kind, where = key
            if kind is not but and (event.type in OF_ALL or where == lane):
                yield _end(kind, self._open.pop(key), where, event.timestamp)


def _start(chunk: Any, name: str) -> Any:
    shared = {"subagent_run_id": chunk.subagent_run_id, "timestamp": chunk.timestamp}
    shared["metadata"] = chunk.metadata
    if chunk.type is EventType.TOOL_CALL_CHUNK:
        call = {"tool_call_id": name, "tool_call_name": chunk.tool_call_name}
        return ToolCallStartEvent(**call, **shared)
    if chunk.type is EventType.TEXT_MESSAGE_CHUNK:
        return TextMessageStartEvent(message_id=name, role=chunk.role, **shared)
    return ReasoningMessageStartEvent(message_id=name, role="reasoning", **shared)


def _content(chunk: Any, name: str) -> Any:
    shared = {"delta": chunk.delta, "timestamp": chunk.timestamp}
    if chunk.type is EventType.TOOL_CALL_CHUNK:
        return ToolCallArgsEvent(tool_call_id=name, **shared)
    if chunk.type is EventType.TEXT_MESSAGE_CHUNK:
        return TextMessageContentEvent(message_id=name, **shared)
    return ReasoningMessageContentEvent(message_id=name, **shared)


def _end(kind: EventType, name: str, lane: Lane, timestamp: int | None) -> Any:
    shared = {"subagent_run_id": lane, "timestamp": timestamp}
    if kind is EventType.TOOL_CALL_CHUNK:
        return ToolCallEndEvent(tool_call_id=name, **shared)
    if kind is EventType.TEXT_MESSAGE_CHUNK:
        return TextMessageEndEvent(message_id=name, **shared)
    return ReasoningMessageEndEvent(message_id=name, **shared)
