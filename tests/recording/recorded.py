"""Recordings for tests: streams of events as the frames of the reference platform."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from test_framework.events.digests import digest_of
from test_framework.events.examples import AGENT_LIST
from test_framework.events.model import AgentEvent
from test_framework.reporting.redaction import redact
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.frame_log import Connection
from test_framework.wire.recording import Header, written

SECRET = "hunter22"
CLEAN = partial(redact, secrets=[SECRET])
SOCKET = Connection(1, "wire", "ws://127.0.0.1/ws?ticket=abc", 1.0, 9.5, 1006, "lost")


def header(**changed: Any) -> Header:
    facts: dict[str, Any] = {
        "target": "reference",
        "seed": 42,
        "scenario": "An agent <b>at work</b>",
        "place": "features/agents/working.feature::test_it[wire]",
        "promises": ("all-events",),
        "driver": "wire",
        "versions": {"pytest": "9"},
        "owner": "Ada",
        "connections": (SOCKET,),
        "agent_list": AGENT_LIST,
    }
    return Header(**facts | changed)


def frame_of(event: AgentEvent, digest: str | None = None) -> Frame:
    """The frame that the reference platform sends for an event."""
    envelope = {
        "type": event.type,
        "id": event.event_id,
        "thread_id": event.thread_id or None,
        "seq": event.seq,
        "run_id": event.run_id or None,
        "reply_to": event.reply_to or None,
        "timestamp": event.timestamp.isoformat() if event.timestamp else None,
        "payload": dict(event.payload),
    }
    envelope = {name: value for name, value in envelope.items() if value is not None}
    envelope["digest"] = digest or digest_of(envelope)
    payload = json.dumps(envelope, ensure_ascii=False)
    return Frame(event.frame, event.connection, Direction.RECEIVED, event.received_at, payload)


def frames_of(events: Iterable[AgentEvent]) -> list[Frame]:
    """The frames of a stream."""
    return [frame_of(event) for event in events]


def keep(folder: Path, frames: list[Frame], **changed: Any) -> Path:
    """Write a recording of these frames."""
    file = folder / "Ada.jsonl"
    file.write_text(written(header(**changed), frames, CLEAN), "utf-8")
    return file
