"""What another system exported as AG-UI, judged and shown as a recording is."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from test_framework.events.ag_ui import judge_stream
from test_framework.events.ag_ui.exports import events_in
from test_framework.events.model import EventKind
from test_framework.replay.judging import Judgement
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.frame_log import Connection
from test_framework.wire.recording import BEGINNING, Header, Recording

PROTOCOL = "AG-UI 1.0"
OWNER = "the stream"
EACH_S = 0.001


def judge_export(
    path: Path, *, ended: bool = True, every_run_has: Collection[EventKind] = ()
) -> Judgement | None:
    """Judge the stream in a file; None when it is no export of AG-UI.

    Args:
        path: The file.
        ended: False when it was stopped in the middle: what is unfinished is then unknown.
        every_run_has: Kinds that each run must show.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None  # whoever reads recordings says what is wrong with it
    exported = None if text.startswith(BEGINNING.decode()) else events_in(text)
    if exported is None:
        return None
    frames = _frames(exported)
    events, verdicts = judge_stream(exported, OWNER, ended=ended, every_run_has=every_run_has)
    stream = Connection(1, PROTOCOL, str(path), frames[0].at, frames[-1].at)
    header = Header(
        target=PROTOCOL,
        seed=0,
        scenario=path.name,
        place=str(path),
        promises=(),
        driver="",
        versions={},
        owner=OWNER,
        connections=(stream,),
    )
    return Judgement(Recording(header, frames, frozenset()), tuple(events), None, tuple(verdicts))


def _frames(exported: list[str]) -> tuple[Frame, ...]:
    """The events as frames: at the times they name, as far as they run forwards."""
    frames: list[Frame] = []
    at = 0.0
    for number, payload in enumerate(exported, 1):
        named = _seconds(payload)
        at = named if named is not None and (not frames or named >= at) else at + EACH_S
        frames.append(Frame(number, 1, Direction.RECEIVED, at, payload))
    return tuple(frames)


def _seconds(payload: str) -> float | None:
    try:
        parsed = json.loads(payload)
    except ValueError:
        return None
    stamp = parsed.get("timestamp") if isinstance(parsed, dict) else None
    return stamp / 1000 if isinstance(stamp, int | float) else None
