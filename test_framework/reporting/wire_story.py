"""What crossed one user's wire, in plain language: one line a frame, pieces of answers joined."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.timeline import Narrator
from test_framework.events.wording import shortened
from test_framework.wire.frame import Direction, Frame


def wire_story(owner: str, frames: Sequence[Frame], events: Iterable[AgentEvent]) -> str:
    r"""The frames of one user as lines for people.

    Args:
        owner: Whose frames they are.
        frames: In order of arrival; perhaps only those of one step.
        events: All of the user's events from the beginning: who does a run is said at its start.

    Example:
        >>> sent = Frame(1, 1, Direction.SENT, 0.5, '{"type": "ping", "payload": {}}')
        >>> wire_story("Ada", [sent], [])
        '00:00:00.500  Ada sends ping\n'
    """
    words = _words_by_frame(events)
    lines: list[str] = []
    pieces: list[Frame] = []
    for frame in frames:
        told = words.get(frame.number)
        if told is not None and not told:
            pieces.append(frame)
            continue
        lines += [*_joined(owner, pieces), *_told(owner, frame, told)]
        pieces = []
    return "".join(f"{line}\n" for line in (*lines, *_joined(owner, pieces)))


def _words_by_frame(events: Iterable[AgentEvent]) -> dict[int, list[str]]:
    """What each frame means; nothing for a frame with a piece of an answer."""
    narrator = Narrator()
    words: dict[int, list[str]] = {}
    for event in events:
        told = words.setdefault(event.frame, [])
        if event.kind is not EventKind.MESSAGE_DELTA:
            seq = f" (seq {event.seq})" if event.seq is not None else ""
            told.append(f"{narrator.in_words(event)}{seq}")
    return words


def _told(owner: str, frame: Frame, words: Sequence[str] | None) -> list[str]:
    socket = f" on socket {frame.connection}" if frame.connection > 1 else ""
    if words is None:
        verb = "sends" if frame.direction is Direction.SENT else "receives"
        return [f"{_clock(frame)}  {owner} {verb}{socket} {unread_in_words(frame)}"]
    return [f"{_clock(frame)}  {owner} sees{socket}: {text}" for text in words]


def _joined(owner: str, frames: Sequence[Frame]) -> list[str]:
    if not frames:
        return []
    pieces = f"{len(frames)} pieces" if len(frames) > 1 else "a piece"
    took = f" within {frames[-1].at - frames[0].at:.2f} s" if len(frames) > 1 else ""
    return [f"{_clock(frames[0])}  {owner} sees: {pieces} of the answer{took}"]


def unread_in_words(frame: Frame) -> str:
    """A frame that no decoder explained: the user's own, or one that nobody understands."""
    if isinstance(frame.payload, bytes):
        return f"{len(frame.payload)} bytes"
    try:
        message = json.loads(frame.payload)
    except ValueError:
        return shortened(frame.payload)
    if not isinstance(message, Mapping) or "type" not in message:
        return shortened(frame.payload)
    payload = message.get("payload")
    content = shortened(json.dumps(payload, ensure_ascii=False)) if payload else ""
    return f"{message['type']} {content}".rstrip()


def _clock(frame: Frame) -> str:
    return datetime.fromtimestamp(frame.at, UTC).strftime("%H:%M:%S.%f")[:-3]
