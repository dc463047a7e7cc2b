"""What became of messages after they were stored: users may edit and delete them."""

from __future__ import annotations

from dataclasses import dataclass, field

from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.wording import part, text_part


@dataclass(slots=True)
class MessageFates:
    """The edits and deletions of one thread that were told, by message id.

    Each takes effect with its ``seq``: what tells of the thread up to an earlier one tells of
    the time before.
    """

    _deleted: dict[str, int] = field(default_factory=dict)
    _edits: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def feed(self, event: AgentEvent) -> None:
        """Take in a ``message_edited`` or ``messages_deleted``."""
        seq = event.seq or 0
        if event.kind is EventKind.MESSAGE_EDITED:
            message_id = text_part(event.payload, "message", "message_id")
            text = text_part(event.payload, "message", "text")
            self._edits.setdefault(message_id, []).append((seq, text))
            return
        for message_id in deleted_by(event):
            self._deleted.setdefault(message_id, seq)

    def deleted(self, message_id: str, up_to: object) -> bool:
        """Whether the message was gone at that seq of its thread."""
        seq = self._deleted.get(message_id)
        return seq is not None and (not isinstance(up_to, int) or seq <= up_to)

    def text(self, message_id: str, up_to: object, first: str) -> str:
        """What the message said at that seq; ``first`` as long as nobody had edited it."""
        told = [
            text
            for seq, text in sorted(self._edits.get(message_id, []))
            if not isinstance(up_to, int) or seq <= up_to
        ]
        return told[-1] if told else first


def deleted_by(event: AgentEvent) -> list[str]:
    """The messages that a ``messages_deleted`` names; none where it is damaged.

    Example:
        >>> gone = {"message_ids": ["m1", "m2"]}
        >>> deleted_by(AgentEvent(EventKind.MESSAGES_DELETED, "x", "Ada", 1, 0.0, payload=gone))
        ['m1', 'm2']
    """
    named = part(event.payload, "message_ids")
    return [str(name) for name in named] if isinstance(named, list) else []
