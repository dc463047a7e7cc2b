"""What part of a thread a user saw: from its start, from the middle, or with a part left out.

Who opens a thread again may read its history instead of getting its events again. What
happened in between is then not known, and no checker may call it missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.wording import part, text_part


@dataclass(slots=True)
class View:
    """One user's view of one thread.

    Attributes:
        highest: The highest seq seen; 0 at first.
        told: The highest seq that a history told of.
        partial: True when a part was legitimately not seen: the beginning, or what
            happened between two connections.
        connections: The sockets that the thread was seen through.
    """

    highest: int = 0
    told: int = 0
    partial: bool = False
    connections: set[int] = field(default_factory=set)

    @property
    def behind(self) -> bool:
        """Whether a history told of events that never came as events."""
        return self.told > self.highest


class Views:
    """The views of all users, kept up to date event by event.

    Example:
        >>> views = Views()
        >>> late = AgentEvent(EventKind.OTHER, "x", "Ada", 1, 0.0, thread_id="t", seq=7)
        >>> views.take(late), views.of("Ada", "t").partial
        (True, True)
    """

    def __init__(self) -> None:
        self._views: dict[tuple[str, str], View] = {}

    def of(self, owner: str, thread_id: str) -> View:
        """That user's view of that thread."""
        key = owner, thread_id
        view = self._views.get(key)
        if view is None:
            view = self._views[key] = View()
        return view

    def take(self, event: AgentEvent) -> bool:
        """Take in an event; True when the user just skipped a part of its thread, or never saw it.

        A seq left out within one connection is no skip but a loss: the delivery
        checker's matter.
        """
        if event.kind is EventKind.HISTORY:
            view = self.of(event.owner, text_part(event.payload, "thread_id"))
            last = part(event.payload, "last_seq")
            view.told = max(view.told, last if isinstance(last, int) else 0)
            return False
        if event.seq is None or not event.thread_id:
            return False
        view = self.of(event.owner, event.thread_id)
        skipped = event.connection not in view.connections and event.seq > view.highest + 1
        # What an erased event told of was deleted before this user saw it.
        skipped = skipped or event.kind is EventKind.EVENT_ERASED
        view.connections.add(event.connection)
        view.highest = max(view.highest, event.seq)
        view.partial = view.partial or skipped
        return skipped
