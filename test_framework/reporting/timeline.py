"""What crossed the wire, in plain language: one line a frame, pieces of an answer joined."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.wording import part, shortened, text_part, title
from test_framework.wire.frame import Direction, Frame

Payload = Mapping[str, Any]


def timeline(owner: str, frames: Sequence[Frame], events: Iterable[AgentEvent]) -> str:
    r"""The frames of one user as lines for people.

    Args:
        owner: Whose frames they are.
        frames: In order of arrival.
        events: What the target's decoder made of them; others are ignored.

    Example:
        >>> sent = Frame(1, 1, Direction.SENT, 0.5, '{"type": "ping", "payload": {}}')
        >>> timeline("Ada", [sent], [])
        '00:00:00.500  Ada sends ping\n'
    """
    by_frame: dict[int, list[AgentEvent]] = {}
    for event in events:
        by_frame.setdefault(event.frame, []).append(event)
    lines: list[str] = []
    pieces: list[Frame] = []
    for frame in frames:
        found = by_frame.get(frame.number, [])
        if found and all(event.kind is EventKind.MESSAGE_DELTA for event in found):
            pieces.append(frame)
            continue
        lines += _pieces(owner, pieces)
        pieces = []
        lines += [f"{_clock(frame)}  {text}" for text in _texts(owner, frame, found)]
    lines += _pieces(owner, pieces)
    return "".join(f"{line}\n" for line in lines)


def in_words(event: AgentEvent) -> str:
    """What happened, without who saw it.

    Example:
        >>> started = {"agent": "cost_analyst"}
        >>> in_words(AgentEvent(EventKind.AGENT_STARTED, "agent_started", "Ada", 1, 0.0,
        ...                     payload=started))
        'Cost analyst started'
    """
    words = _WORDS.get(event.kind)
    text = words(event.payload) if words else _plain(event.type, event.payload)
    return f"{text} (seq {event.seq})" if event.seq is not None else text


def _texts(owner: str, frame: Frame, events: Sequence[AgentEvent]) -> list[str]:
    socket = f" on socket {frame.connection}" if frame.connection > 1 else ""
    if events:
        return [f"{owner} sees{socket}: {in_words(event)}" for event in events]
    verb = "sends" if frame.direction is Direction.SENT else "receives"
    return [f"{owner} {verb}{socket} {_unread(frame)}"]


def _pieces(owner: str, frames: Sequence[Frame]) -> list[str]:
    if not frames:
        return []
    times = f"{len(frames)} pieces" if len(frames) > 1 else "a piece"
    took = f" within {frames[-1].at - frames[0].at:.2f} s" if len(frames) > 1 else ""
    return [f"{_clock(frames[0])}  {owner} sees: {times} of the answer{took}"]


def _unread(frame: Frame) -> str:
    if isinstance(frame.payload, bytes):
        return f"{len(frame.payload)} bytes"
    try:
        message = json.loads(frame.payload)
    except ValueError:
        return shortened(frame.payload)
    if not isinstance(message, Mapping):
        return shortened(frame.payload)
    payload = message.get("payload")
    return _plain(str(message.get("type", "a message")), payload if payload else {})


def _plain(kind: str, payload: object) -> str:
    return f"{kind} {shortened(json.dumps(payload, ensure_ascii=False))}" if payload else kind


def _clock(frame: Frame) -> str:
    return datetime.fromtimestamp(frame.at, UTC).strftime("%H:%M:%S.%f")[:-3]


def _tool_completed(payload: Payload) -> str:
    took = part(payload, "duration_ms")
    if part(payload, "status") == "error":
        return f"{text_part(payload, 'tool')} failed: {shortened(part(payload, 'error'))}"
    result = shortened(json.dumps(part(payload, "result"), ensure_ascii=False))
    return f"{text_part(payload, 'tool')} finished in {took} ms: {result}"


def _tool_executing(payload: Payload) -> str:
    parameters = part(payload, "parameters") or {}
    given = ", ".join(f"{name}={value!r}" for name, value in parameters.items())
    return f"{text_part(payload, 'tool')} at work" + (f" with {shortened(given)}" if given else "")


def _message(payload: Payload) -> str:
    author = text_part(payload, "message", "agent") or text_part(payload, "message", "author")
    return f"message of {title(author)}: {shortened(text_part(payload, 'message', 'text'))}"


_WORDS: Mapping[EventKind, Callable[[Payload], str]] = MappingProxyType(
    {
        EventKind.AGENT_STARTED: lambda p: f"{title(text_part(p, 'agent'))} started",
        EventKind.AGENT_THINKING: lambda p: f"thinking: {shortened(text_part(p, 'reasoning'))}",
        EventKind.TOOL_EXECUTING: _tool_executing,
        EventKind.TOOL_COMPLETED: _tool_completed,
        EventKind.AGENT_COMPLETED: lambda p: (
            f"run {text_part(p, 'status')}: {shortened(text_part(p, 'summary'))}"
        ),
        EventKind.MESSAGE_CREATED: _message,
        EventKind.MESSAGE_DELTA: lambda p: f"piece: {shortened(text_part(p, 'delta'))}",
    }
)
