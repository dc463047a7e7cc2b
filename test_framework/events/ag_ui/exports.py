"""AG-UI streams in files: server-sent events as they crossed the wire, JSON Lines, or one list."""

from __future__ import annotations

import json
from collections.abc import Iterator

from test_framework.events.ag_ui.reading import is_meant


def events_in(text: str) -> list[str] | None:
    r"""The events in an export, each as its JSON; None when this is no export of AG-UI.

    It is one when an event in it has a type of AG-UI, however that is spelt. What cannot be
    read is kept, so that it is judged.

    Args:
        text: The body of a ``text/event-stream`` answer, or a line an event, or a JSON list.

    Example:
        >>> events_in('data: {"type": "RUN_STARTED"}\n\n: alive\n\ndata: {"type": "RAW"}\n\n')
        ['{"type": "RUN_STARTED"}', '{"type": "RAW"}']
        >>> events_in('{"format": "chat-is-king-recording"}') is None
        True
    """
    found = list(_listed(text) or _streamed(text) or _lines(text))
    return found if any(is_meant(_type_of(event)) for event in found) else None


def _listed(text: str) -> list[str]:
    if not text.lstrip().startswith("["):
        return []
    try:
        listed = json.loads(text)
    except ValueError:
        return []
    return [json.dumps(event, ensure_ascii=False) for event in listed]


def _streamed(text: str) -> list[str]:
    """The ``data`` of each server-sent event; comments and other fields mean nothing here."""
    return list(_data(text)) if any(line.startswith("data:") for line in text.splitlines()) else []


def _data(text: str) -> Iterator[str]:
    waiting: list[str] = []
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        if line.startswith("data:"):
            waiting.append(line.removeprefix("data:").removeprefix(" "))
        elif not line and waiting:
            yield "\n".join(waiting)
            waiting = []


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _type_of(event: str) -> object:
    try:
        parsed = json.loads(event)
    except ValueError:
        return None
    return parsed.get("type") if isinstance(parsed, dict) else None
