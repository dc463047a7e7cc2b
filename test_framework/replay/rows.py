"""A recording line by line: what each frame means, and which ones a finding names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.timeline import Narrator
from test_framework.replay.judging import Judgement
from test_framework.reporting.wire_story import unread_in_words
from test_framework.wire.frame import Direction, Frame

ARROWS = {Direction.SENT: "→", Direction.RECEIVED: "←"}


@dataclass(frozen=True, slots=True)
class Row:
    """One frame for people.

    Attributes:
        frame: The frame.
        since: Seconds since the first frame of the recording.
        kind: "sent", "run" for the five events, "answer" for a piece of one, or "other".
        words: What it means.
        named: Whether a finding names it.
        changed: Whether a secret was taken out of it.
    """

    frame: Frame
    since: float
    kind: str
    words: str
    named: bool
    changed: bool

    @property
    def arrow(self) -> str:
        """Its direction, seen from the user."""
        return ARROWS[self.frame.direction]


def rows(judgement: Judgement) -> Iterator[Row]:
    """A row for each frame, in order of arrival."""
    recording = judgement.recording
    begin = recording.frames[0].at if recording.frames else 0.0
    narrator = Narrator(judgement.catalogue)
    events: dict[int, list[AgentEvent]] = {}
    for event in judgement.events:
        events.setdefault(event.frame, []).append(event)
    for frame in recording.frames:
        meant = events.get(frame.number, [])
        yield Row(
            frame,
            frame.at - begin,
            _kind(frame, meant),
            " · ".join(map(narrator.in_words, meant)) or unread_in_words(frame),
            frame.number in judgement.frames_named,
            frame.number in recording.changed,
        )


def _kind(frame: Frame, meant: list[AgentEvent]) -> str:
    if frame.direction is Direction.SENT:
        return "sent"
    if any(event.kind.of_run for event in meant):
        return "run"
    pieces = meant and all(event.kind is EventKind.MESSAGE_DELTA for event in meant)
    return "answer" if pieces else "other"
