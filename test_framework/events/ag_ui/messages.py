"""Messages as AG-UI shows them, in our words."""

from __future__ import annotations

from typing import Any

from test_framework.events.ag_ui.carried import KEY

AUTHORS = {None: "agent", "assistant": "agent", "user": "user"}


def said(message_id: str, role: str | None, name: str | None, text: str) -> dict[str, Any]:
    """A message as history and live events show it."""
    author = AUTHORS[role]
    return {
        "message_id": message_id,
        "author": author,
        "agent": name if author == "agent" else None,
        "text": text,
    }


def messages_in(snapshot: Any) -> list[dict[str, Any]]:
    """What people and agents said; calls, results, reasoning and activities are left out."""
    found = []
    for message in snapshot.messages:
        if message.role not in AUTHORS or not message.content:
            continue
        content = message.content
        if not isinstance(content, str):
            content = "".join(part.text for part in content if part.type == "text")
        ours = (message.metadata or {}).get(KEY)
        entry = said(message.id, message.role, message.name, content)
        found.append(entry | (ours if isinstance(ours, dict) else {}))
    return found
