"""A conversation as its events tell it, for whoever has all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from test_framework.events.model import AgentEvent, EventKind, parent_of

Message = Mapping[str, Any]
Line = tuple[str, str, str, bool, str | None]
"""Of a message: its id, its author, its text, whether it was edited, how it was rated."""


def line(message: Message) -> Line:
    """What must be the same wherever a message is told."""
    author = message["agent"] or message["author"]
    edited = message["edited_at"] is not None
    return message["message_id"], author, message["text"], edited, message["rating"]


@dataclass
class Told:
    """What the events of one conversation add up to.

    Attributes:
        messages: Those that are left, oldest first.
        asked: The runs that each question asked for, by its id.
        status: How each run ended.
        strange: What makes no sense after the events before it.
    """

    title: str = ""
    archived: bool = False
    messages: dict[str, Line] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)

    @classmethod
    def by(cls, events: Iterable[AgentEvent]) -> Told:
        """Of these events, in their order."""
        told = cls()
        for event in events:
            told._take(event)
        return told

    def _take(self, event: AgentEvent) -> None:
        said = event.payload
        match event.type:
            case "thread_created" | "thread_renamed":
                self.title = said["title"]
            case "thread_archived" | "thread_restored":
                self.archived = event.type == "thread_archived"
            case "message_created" | "message_edited":
                self.messages[said["message"]["message_id"]] = line(said["message"])
            case "message_rated" if said["message_id"] not in self.messages:
                self.strange.append(f"event {event.seq} rates a message that is not there")
            case "message_rated":
                *kept, _ = self.messages[said["message_id"]]
                self.messages[said["message_id"]] = (*kept, said["rating"])
            case "messages_deleted":
                for message_id in said["message_ids"]:
                    self.messages.pop(message_id, None)
                    self.asked.pop(message_id, None)
            case EventKind.AGENT_STARTED if not parent_of(event):
                self.asked.setdefault(said["context"]["message_id"], []).append(event.run_id)
            case EventKind.AGENT_COMPLETED:
                self.status[event.run_id] = said["status"]
