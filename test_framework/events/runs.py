"""Runs and tool calls picked out of a stream, for steps that look at their contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.replays import Replays
from test_framework.events.wording import text_part


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One tool at work, from its start to its end.

    Attributes:
        started: Its tool_executing.
        completed: Its tool_completed; None while it works, or when that never came.
    """

    started: AgentEvent
    completed: AgentEvent | None

    @property
    def tool(self) -> str:
        """The tool's name."""
        return text_part(self.started.payload, "tool")

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What it was asked."""
        asked: Mapping[str, Any] = self.started.payload.get("parameters") or {}
        return asked

    @property
    def status(self) -> str:
        """How it ended, ok or error; empty while it works."""
        return text_part(self.completed.payload, "status") if self.completed else ""

    @property
    def result(self) -> Any:
        """What it found; None when it failed or has not ended."""
        return self.completed.payload.get("result") if self.completed else None

    @property
    def error(self) -> str:
        """Why it failed; empty otherwise."""
        return text_part(self.completed.payload, "error") if self.completed else ""


def runs_in(events: Iterable[AgentEvent]) -> dict[str, list[AgentEvent]]:
    """The five events of each run of one user, by run id, in order of their first event.

    What was merely sent again through another connection is left out.
    """
    replays = Replays()
    runs: dict[str, list[AgentEvent]] = {}
    for event in events:
        if event.kind.of_run and replays.is_new(event):
            runs.setdefault(event.run_id, []).append(event)
    return runs


def tool_calls_in(run: Sequence[AgentEvent]) -> list[ToolCall]:
    """The tool calls of one run, in order of their start."""
    ends: dict[str, AgentEvent] = {}
    for event in run:
        if event.kind is EventKind.TOOL_COMPLETED:
            ends.setdefault(text_part(event.payload, "call_id"), event)
    return [
        ToolCall(event, ends.get(text_part(event.payload, "call_id")))
        for event in run
        if event.kind is EventKind.TOOL_EXECUTING
    ]
