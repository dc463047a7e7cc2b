"""What AG-UI has no field for, carried in the open ``metadata`` of its events.

Under the key ``chat-is-king`` stands the envelope of our event (``id``, ``seq``,
``thread_id``, ``run_id``, ``reply_to``; what is empty is left out), and in ``payload`` those
of its fields that AG-UI has no place for. A foreign server sends none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ag_ui.core import BaseEvent

from test_framework.events.model import AgentEvent

KEY = "chat-is-king"
PREFIX = f"{KEY}."
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def packed(event: AgentEvent, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The metadata that carries the envelope of an event and these fields of its payload."""
    envelope: dict[str, Any] = {
        "id": event.event_id,
        "seq": event.seq,
        "thread_id": event.thread_id,
        "run_id": event.run_id,
        "reply_to": event.reply_to,
        "payload": dict(payload),
    }
    return {KEY: {name: value for name, value in envelope.items() if value not in ("", None, {})}}


def carried(*events: BaseEvent | None) -> dict[str, Any]:
    """What the events carry of ours, the later before the earlier; empty from a stranger."""
    found: dict[str, Any] = {}
    for event in events:
        ours = (event.metadata or {}).get(KEY) if event else None
        if isinstance(ours, dict):
            found |= ours
    return found


def extra(ours: Mapping[str, Any]) -> dict[str, Any]:
    """The payload fields in what was carried."""
    payload = ours.get("payload")
    return dict(payload) if isinstance(payload, Mapping) else {}


def milliseconds(moment: datetime | None) -> int | None:
    """A moment as AG-UI writes it: milliseconds since the epoch."""
    return None if moment is None else (moment - EPOCH) // timedelta(milliseconds=1)


def moment(stamp: int | None) -> datetime | None:
    """A moment as we write it; None where it lies beyond the calendar."""
    try:
        return None if stamp is None else EPOCH + timedelta(milliseconds=stamp)
    except OverflowError:
        return None


def plain(sent: Any) -> Any:
    """An AG-UI event, as parsed JSON, without what is ours: as a stranger would have sent it."""
    if isinstance(sent, list):
        return [plain(part) for part in sent]
    if not isinstance(sent, dict):
        return sent
    if isinstance(sent.get("metadata"), dict) and KEY in sent["metadata"]:
        others = {name: value for name, value in sent["metadata"].items() if name != KEY}
        sent = {**sent, "metadata": others}
        if not others:
            del sent["metadata"]
    return {name: plain(value) for name, value in sent.items()}
