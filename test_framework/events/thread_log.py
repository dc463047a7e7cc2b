"""What came of each thread through which connection, as far as its numbering goes."""

from __future__ import annotations

from dataclasses import dataclass, field

from test_framework.events.model import AgentEvent
from test_framework.events.wording import short_id


@dataclass(slots=True)
class Lane:
    """One thread through one connection.

    Attributes:
        connection: Its number.
        frames: The frame of each seq seen.
        highest: The highest seq seen; 0 at first.
        first: The first numbered event.
        opened_at: The thread's last seq when it was opened here; -1 when it was not.
        resumed_from: The seq that the client said it had; -1 when it said nothing.
    """

    connection: int
    frames: dict[int, int] = field(default_factory=dict)
    highest: int = 0
    first: AgentEvent | None = None
    opened_at: int = -1
    resumed_from: int = -1

    @property
    def follows(self) -> bool:
        """Whether this connection is to get what happens in the thread."""
        return self.first is not None or self.opened_at >= 0 or self.resumed_from >= 0


@dataclass(slots=True)
class ThreadLog:
    """One user's thread over all connections.

    Attributes:
        owner: The user.
        name: The thread's id.
        lanes: The thread through each connection, in order of their coming in.
        events: The first event seen with each seq.
        unnumbered: Events of the thread without a seq.
        promised: Each seq that the platform told of, and the message that told.
        read_up_to: The highest seq that a history covered, by connection.
    """

    owner: str
    name: str
    lanes: dict[int, Lane] = field(default_factory=dict)
    events: dict[int, AgentEvent] = field(default_factory=dict)
    unnumbered: list[AgentEvent] = field(default_factory=list)
    promised: list[tuple[int, AgentEvent]] = field(default_factory=list)
    read_up_to: dict[int, int] = field(default_factory=dict)

    def lane(self, connection: int) -> Lane:
        """The thread through that connection."""
        return self.lanes.setdefault(connection, Lane(connection))

    def through(self, connection: int) -> str:
        """For people: the thread, and the connection where there are several."""
        several = len(self.lanes) > 1
        return f"{self}, through connection {connection}" if several else str(self)

    def __str__(self) -> str:
        """For people: "Thread t1 of Ada"."""
        return f"Thread {short_id(self.name)} of {self.owner}"
