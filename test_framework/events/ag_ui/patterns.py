"""What AG-UI asks of a stream beyond the shape of its events: what opens, goes on and closes.

Sources: https://docs.ag-ui.com/spec/1.0/events/lifecycle ("After a run closes", "Several runs
on one stream", "Steps"), /basic/patterns/streaming ("Open, content, close") and
/events/subagents. What is broken here breaks the clients of AG-UI, whatever a run means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ag_ui.core import EventType

from test_framework.events.checker import Notes
from test_framework.events.rules import Rule
from test_framework.events.wording import short_id

# What an event opens, continues or closes, and which of its fields names it.
OPENS = {
    EventType.TEXT_MESSAGE_START: ("message", "message_id"),
    EventType.TOOL_CALL_START: ("tool call", "tool_call_id"),
    EventType.REASONING_START: ("stretch of reasoning", "message_id"),
    EventType.REASONING_MESSAGE_START: ("reasoning message", "message_id"),
    EventType.STEP_STARTED: ("step", "step_name"),
    EventType.SUBAGENT_STARTED: ("subagent", "subagent_run_id"),
}
CONTINUES = {
    EventType.TEXT_MESSAGE_CONTENT: ("message", "message_id"),
    EventType.TOOL_CALL_ARGS: ("tool call", "tool_call_id"),
    EventType.REASONING_MESSAGE_CONTENT: ("reasoning message", "message_id"),
}
CLOSES = {
    EventType.TEXT_MESSAGE_END: ("message", "message_id"),
    EventType.TOOL_CALL_END: ("tool call", "tool_call_id"),
    EventType.REASONING_END: ("stretch of reasoning", "message_id"),
    EventType.REASONING_MESSAGE_END: ("reasoning message", "message_id"),
    EventType.STEP_FINISHED: ("step", "step_name"),
    EventType.SUBAGENT_FINISHED: ("subagent", "subagent_run_id"),
    EventType.SUBAGENT_ERROR: ("subagent", "subagent_run_id"),
}

Item = tuple[str, str, str]


@dataclass(slots=True)
class Patterns:
    """Watches the events of one stream, chunks expanded.

    Attributes:
        owner: Whose stream it is.
        notes: Where findings go.
    """

    owner: str
    notes: Notes
    _open: dict[Item, int] = field(default_factory=dict)
    _run: tuple[str, int] | None = None
    _last: EventType | None = None
    _outside: bool = False

    def feed(self, event: Any, frame: int) -> None:
        """Take in the next event."""
        kind: EventType = event.type
        if kind is EventType.RUN_STARTED:
            self._begin(event, frame)
        elif kind is EventType.RUN_ERROR:
            if self._run is None and self._last is EventType.RUN_ERROR:
                self._note_outside(kind, frame)
            self._run, self._last = None, kind
            self._open.clear()
        elif self._run is None:
            self._note_outside(kind, frame)
        elif kind is EventType.RUN_FINISHED:
            self._finish(frame)
            self._run, self._last = None, kind
        self._follow(event, kind, frame)

    def _begin(self, event: Any, frame: int) -> None:
        if self._run is not None:
            run, since = self._run
            text = f"A run of {self.owner} began (frame {frame}) while run {short_id(run)} "
            text += f"was still open (frame {since})."
            self.notes.broken(Rule.ITEM_OPEN_TWICE, text, since, frame)
        self._run, self._outside = (event.run_id, frame), False
        self._open.clear()

    def _finish(self, frame: int) -> None:
        for (what, name, _), since in self._open.items():
            text = f"{what.capitalize()} {short_id(name)} of {self.owner} was opened "
            text += f"(frame {since}) and still open when the run finished (frame {frame})."
            self.notes.broken(Rule.ITEM_LEFT_OPEN, text, since, frame)
        self._open.clear()

    def _follow(self, event: Any, kind: EventType, frame: int) -> None:
        if kind in OPENS:
            item = self._item(event, *OPENS[kind])
            if item in self._open:
                text = (
                    f"{item[0].capitalize()} {short_id(item[1])} of {self.owner} was opened twice "
                )
                text += f"(frames {self._open[item]} and {frame})."
                self.notes.broken(Rule.ITEM_OPEN_TWICE, text, self._open[item], frame)
            self._open[item] = frame
            return
        named = CONTINUES.get(kind) or CLOSES.get(kind)
        if named is None or self._run is None:
            return
        item = self._item(event, *named)
        if item not in self._open:
            text = f"{kind.value} (frame {frame}) of {self.owner} is about {item[0]} "
            text += f"{short_id(item[1])}, which is not open."
            self.notes.broken(Rule.ITEM_NOT_OPEN, text, frame)
        if kind in CLOSES:
            self._open.pop(item, None)

    @staticmethod
    def _item(event: Any, what: str, named_by: str) -> Item:
        # Steps belong to the agent that takes them: two may have one of the same name open.
        whose = event.subagent_run_id or "" if what == "step" else ""
        return what, str(getattr(event, named_by)), whose

    def _note_outside(self, kind: EventType, frame: int) -> None:
        if self._outside:  # once for all that comes there
            return
        self._outside = True
        when = f"after {self._last.value}" if self._last else "before any RUN_STARTED"
        text = f"{kind.value} (frame {frame}) of {self.owner} came {when}: no run was open."
        self.notes.broken(Rule.OUTSIDE_RUN, text, frame)
