"""What a protocol has a place for: what it cannot carry, no checker may miss.

The checkers ask for everything that our contract names. A protocol of others may have no
field for some of it; its dialect says so once, and no checker needs to know its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from test_framework.events.model import EventKind

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How much of our contract a protocol carries.

    Attributes:
        name: For people.
        optional: By kind, the fields that need not be there, each as its path in the payload:
            ``("usage", "tool_calls")``. What is there is judged as ever.
        timestamps: Whether every event says when it happened.
        numbered: Whether the events of a thread are counted.

    Example:
        >>> terse = Dialect("terse", {EventKind.AGENT_COMPLETED: frozenset({("result",)})})
        >>> terse.needs(EventKind.AGENT_COMPLETED, "result"), CONTRACT.needs(
        ...     EventKind.AGENT_COMPLETED, "result"
        ... )
        (False, True)
    """

    name: str
    optional: Mapping[EventKind, frozenset[Place]] = field(default_factory=dict)
    timestamps: bool = True
    numbered: bool = True

    def needs(self, kind: EventKind, *place: str) -> bool:
        """Whether an event of that kind must have the field at that place of its payload."""
        return place not in self.optional.get(kind, ())


CONTRACT = Dialect("the contract")
