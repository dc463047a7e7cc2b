"""Tells what is new from what a user merely gets again through another connection.

After a reconnect the platform sends again what the new socket asks for, and two tabs of
one user both get everything. Neither is a second event. The same event twice through
*one* connection is: it counts as new here, so that a checker sees it.
"""

from __future__ import annotations

from collections.abc import Hashable

from test_framework.events.model import AgentEvent


class Replays:
    """Remembers which event came through which connection.

    Example:
        >>> from test_framework.events.model import EventKind
        >>> def through(connection: int) -> AgentEvent:
        ...     return AgentEvent(EventKind.OTHER, "x", "Ada", 1, 0.0, connection, event_id="e1")
        >>> replays = Replays()
        >>> [replays.is_new(through(c)) for c in (1, 2, 2)]
        [True, False, True]
    """

    def __init__(self) -> None:
        self._connections: dict[Hashable, set[int]] = {}

    def is_new(self, event: AgentEvent) -> bool:
        """False when the event came before, and only through other connections."""
        key = self._key(event)
        if key is None:
            return True
        connections = self._connections.get(key)
        if connections is None:
            self._connections[key] = {event.connection}
            return True
        if event.connection in connections:
            return True
        connections.add(event.connection)
        return False

    @staticmethod
    def _key(event: AgentEvent) -> Hashable:
        if event.event_id:
            return event.owner, event.event_id
        if event.seq is not None:
            return event.owner, event.thread_id, event.seq
        return None
