"""The life of one run as a state machine: expected, running, ended.

::

    EXPECTED --agent_started--> RUNNING --agent_completed--> ENDED
                                 |   ^
                agent_thinking,  |   |
      tool_executing, tool_completed-+

Anything else is a finding. After a finding the machine goes on as if the event had been
in place, so that one break gives one finding and not a trail of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from test_framework.events.checker import Notes
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.rules import Rule
from test_framework.events.wording import part, run_of, seen, text_part


class State(Enum):
    """Where a run is in its life."""

    EXPECTED = auto()
    RUNNING = auto()
    ENDED = auto()


class RunMachine:
    """One run of one user.

    Attributes:
        first: The first event seen of the run.
        last: The latest event seen of the run.
        state: Where it is in its life.
        partly_seen: The user joined or came back in the middle: what is not there may
            have happened unseen, and is not missed.
        kinds: The kinds of event seen.
        parent: The id of the run that this one is nested in; empty when none.
    """

    def __init__(self, first: AgentEvent, notes: Notes, *, partly_seen: bool) -> None:
        self.first = self.last = first
        self.state = State.EXPECTED
        self.partly_seen = partly_seen
        self.kinds: set[EventKind] = set()
        self.parent = ""
        self._notes = notes
        self._started: AgentEvent | None = None
        self._completed: AgentEvent | None = None
        self._step = 0
        self._open: dict[str, AgentEvent] = {}
        self._closed: dict[str, AgentEvent] = {}

    @property
    def open_tools(self) -> Iterator[AgentEvent]:
        """The tool calls that have begun and not completed."""
        return iter(self._open.values())

    def has_open(self, call_id: str) -> bool:
        """Whether that tool call has begun here and not completed."""
        return call_id in self._open

    def take(self, event: AgentEvent) -> None:
        """The next event of this run."""
        self.last = event
        self.kinds.add(event.kind)
        match self.state, event.kind:
            case State.EXPECTED, EventKind.AGENT_STARTED:
                self._start(event)
            case State.EXPECTED, _:
                self._begin_without_start(event)
            case _, EventKind.AGENT_STARTED:
                self._start_again(event)
            case State.RUNNING, EventKind.AGENT_THINKING:
                self._think(event)
            case State.RUNNING, EventKind.TOOL_EXECUTING:
                self._begin_tool(event)
            case State.RUNNING, EventKind.TOOL_COMPLETED:
                self._complete_tool(event)
            case State.RUNNING, EventKind.AGENT_COMPLETED:
                self._complete(event)
            case State.ENDED, _:
                self._after_end(event)

    def _start(self, event: AgentEvent) -> None:
        self.state = State.RUNNING
        self._started = event
        self.parent = text_part(event.payload, "context", "parent_run_id")

    def _begin_without_start(self, event: AgentEvent) -> None:
        if not self.partly_seen:
            text = f"{run_of(event)} does not begin with agent_started but with {seen(event)}."
            self._notes.broken(Rule.START_MISSING, text, event.frame)
        self.state = State.RUNNING
        self.take(event)

    def _start_again(self, event: AgentEvent) -> None:
        if self._started is None:  # a late start: that it did not come first is noted
            self._start(event)
            return
        self._two(Rule.START_TWICE, "started twice", self._started, event)

    def _think(self, event: AgentEvent) -> None:
        step = part(event.payload, "step")
        if not isinstance(step, int):
            return  # its content is broken, not its order
        if not self.partly_seen and step != self._step + 1:
            after = f"after step {self._step}" if self._step else "as the first"
            text = (
                f"{run_of(event)}: the thinking steps do not count up: "
                f"step {step} came {after} (frame {event.frame})."
            )
            self._notes.broken(Rule.STEP_OUT_OF_COUNT, text, event.frame)
        self._step = step

    def _begin_tool(self, event: AgentEvent) -> None:
        call_id = text_part(event.payload, "call_id")
        earlier = self._open.get(call_id) or self._closed.get(call_id)
        if earlier is not None:
            self._two(Rule.TOOL_STARTED_TWICE, f"{_tool(event)} was started twice", earlier, event)
            return
        self._open[call_id] = event

    def _complete_tool(self, event: AgentEvent) -> None:
        call_id = text_part(event.payload, "call_id")
        begun = self._open.pop(call_id, None)
        if begun is not None:
            self._closed[call_id] = event
            if text_part(begun.payload, "tool") != text_part(event.payload, "tool"):
                text = (
                    f"{run_of(event)}: {_tool(begun)} (frame {begun.frame}) "
                    f"was completed as {_tool(event)} (frame {event.frame})."
                )
                self._notes.broken(Rule.TOOL_CHANGED, text, begun.frame, event.frame)
        elif call_id in self._closed:
            what = f"{_tool(event)} was completed twice"
            self._two(Rule.TOOL_COMPLETED_TWICE, what, self._closed[call_id], event)
        elif not self.partly_seen:
            text = f"{run_of(event)}: {_tool(event)} was completed (frame {event.frame}) "
            self._notes.broken(Rule.TOOL_NOT_STARTED, text + "but never started.", event.frame)

    def _complete(self, event: AgentEvent) -> None:
        self.state = State.ENDED
        self._completed = event
        # A protocol may let a run end while the application still has to carry out a call.
        named = part(event.payload, "pending_tool_calls")
        pending = named if isinstance(named, list) else []
        left = [begun for call_id, begun in self._open.items() if call_id not in pending]
        for begun in () if self.partly_seen else left:
            text = (
                f"{run_of(event)}: {_tool(begun)} was started (frame {begun.frame}) "
                f"but not completed when the run ended (frame {event.frame})."
            )
            self._notes.broken(Rule.TOOL_DANGLING, text, begun.frame, event.frame)

    def _after_end(self, event: AgentEvent) -> None:
        ended = self._completed
        if ended is None:  # only _complete leads to ENDED
            return
        call_id = text_part(event.payload, "call_id")
        if event.kind is EventKind.AGENT_COMPLETED:
            self._two(Rule.COMPLETED_TWICE, "completed twice", ended, event)
        elif event.kind is EventKind.TOOL_COMPLETED and call_id in self._closed:
            what = f"{_tool(event)} was completed twice"
            self._two(Rule.TOOL_COMPLETED_TWICE, what, self._closed[call_id], event)
        else:
            text = f"{run_of(event)}: {seen(event)} came after the run's end (frame {ended.frame})."
            self._notes.broken(Rule.EVENT_AFTER_END, text, ended.frame, event.frame)

    def _two(self, rule: Rule, what: str, first: AgentEvent, second: AgentEvent) -> None:
        link = ":" if what.startswith("tool") else ""
        text = f"{run_of(second)}{link} {what} (frames {first.frame} and {second.frame})."
        self._notes.broken(rule, text, first.frame, second.frame)


def _tool(event: AgentEvent) -> str:
    return f"tool `{text_part(event.payload, 'tool') or '?'}`"
