"""An agent event: what a frame means in the contract, whatever platform sent it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class EventKind(StrEnum):
    """The five events of a run, and the other messages that checkers look at."""

    AGENT_STARTED = "agent_started"
    AGENT_THINKING = "agent_thinking"
    TOOL_EXECUTING = "tool_executing"
    TOOL_COMPLETED = "tool_completed"
    AGENT_COMPLETED = "agent_completed"
    MESSAGE_CREATED = "message_created"
    MESSAGE_DELTA = "message_delta"
    MESSAGE_EDITED = "message_edited"
    MESSAGES_DELETED = "messages_deleted"
    EVENT_ERASED = "event_erased"
    MESSAGE_ACCEPTED = "message_accepted"
    THREAD_OPENED = "thread_opened"
    HISTORY = "history"
    RESUMED = "resumed"
    AGENT_LIST = "agent_list"
    OTHER = "other"

    @classmethod
    def named(cls, contract_type: str) -> EventKind:
        """The kind of that type of our contract; OTHER for what no checker looks at.

        Example:
            >>> EventKind.named("history"), EventKind.named("pong")
            (<EventKind.HISTORY: 'history'>, <EventKind.OTHER: 'other'>)
        """
        return _KINDS.get(contract_type, cls.OTHER)

    @property
    def of_run(self) -> bool:
        """True for the five events that make up a run."""
        return self in RUN_EVENTS


_KINDS = {kind.value: kind for kind in EventKind}

RUN_EVENTS = (
    EventKind.AGENT_STARTED,
    EventKind.AGENT_THINKING,
    EventKind.TOOL_EXECUTING,
    EventKind.TOOL_COMPLETED,
    EventKind.AGENT_COMPLETED,
)


@dataclass(frozen=True, slots=True)
class AgentEvent:
    """One event as one user's socket received it.

    Attributes:
        kind: Which event.
        type: The type as the platform named it.
        owner: The name of the user whose context received the frame ("Ada").
        frame: The number of the frame in that user's frame log, from 1.
        connection: The number of the socket that it came through, from 1.
        received_at: Arrival, seconds since the epoch.
        event_id: The platform's id of the event; empty when it has none.
        thread_id: The conversation; empty when the message belongs to none.
        run_id: The agent run; empty when the message belongs to none.
        seq: Position in the thread, from 1; None where the platform does not count.
        timestamp: When the platform says it happened; None when it does not say.
        payload: The event's own fields, as the contract names them.
        reply_to: The id of the user's message that this answers; empty when it answers none.
    """

    kind: EventKind
    type: str
    owner: str
    frame: int
    received_at: float
    connection: int = 1
    event_id: str = ""
    thread_id: str = ""
    run_id: str = ""
    seq: int | None = None
    timestamp: datetime | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    reply_to: str = ""

    def __deepcopy__(self, memo: object) -> AgentEvent:
        """Itself: it never changes, so copies of a checker share it."""
        return self


def parent_of(started: AgentEvent) -> str:
    """The run in which an agent_started says that it is nested; empty when in none.

    Example:
        >>> nested = {"context": {"parent_run_id": "r1"}}
        >>> kind = EventKind.AGENT_STARTED
        >>> parent_of(AgentEvent(kind, kind.value, "Ada", 4, 0.0, run_id="r2", payload=nested))
        'r1'
    """
    context = started.payload.get("context")
    parent = context.get("parent_run_id") if isinstance(context, Mapping) else None
    return parent if isinstance(parent, str) else ""
