"""What is known of one run: what was asked, who answers, what it has used so far."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic_ai.usage import RunUsage

from chat_platform.agents.attached import AttachedTable
from chat_platform.agents.listener import AnswerDelta, Listener
from chat_platform.agents.names import AgentName
from chat_platform.agents.narrator import Narrator
from chat_platform.agents.notices import ToolEvent, milliseconds_since
from chat_platform.agents.roster import ROLES
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.events import (
    AgentCompleted,
    AgentEvent,
    AgentStarted,
    RunContext,
    ToolCompleted,
    ToolExecuting,
    Usage,
)
from chat_platform.contract.standing import Plan

NOT_INCLUDED = "is not part of the {plan} plan. Ask an administrator for another plan."
STOPPED_TOOL = "The run ended before this tool did."
STOPPED = "was stopped before the answer was complete."

Status = Literal["succeeded", "failed", "cancelled"]


@dataclass(frozen=True)
class RunRequest:
    """One message to answer, and what came before it in its thread.

    ``history`` is ``(author, text)``, oldest first, without the message itself; ``agents`` are
    the names of those that the plan includes, None when it includes all; ``tables`` are those
    that the user attached to the thread, oldest first.
    """

    run_id: str
    thread_id: str
    message_id: str
    text: str
    plan: Plan
    user_name: str
    history: Sequence[tuple[Literal["user", "agent"], str]] = ()
    agents: frozenset[str] | None = None
    tables: Sequence[AttachedTable] = ()


@dataclass(frozen=True)
class _OpenTool:
    """A tool at work; ``began`` is by ``time.perf_counter``."""

    event: ToolExecuting
    began: float


class RunRecord:
    """Tells a listener of one run, from its first event to its last, and keeps count.

    Usage is that of this run alone: the tools it called and the tokens of its own model
    requests. What a nested run uses stands in the nested run's own last event, so that all
    runs of a question together add up to what it cost, nothing twice.

    Args:
        request: What it is asked.
        listener: Hears of it.
        agent: Who answers; None until that is chosen.
        parent: The run in which it is nested.

    Attributes:
        status: How it ended; None while it goes on.
        summary: The same in words.
    """

    def __init__(
        self,
        request: RunRequest,
        listener: Listener,
        agent: AgentName | None = None,
        parent: RunRecord | None = None,
    ) -> None:
        self.request = request
        self.agent = agent
        self.usage = RunUsage()
        self.narrator = Narrator()
        self.listener = listener
        self.tools: list[str] = []
        self.status: Status | None = None
        self.summary = ""
        self.nested = parent is not None
        self._parent_id = parent.request.run_id if parent is not None else None
        self._children: list[RunRecord] = []
        self._working: dict[str, _OpenTool] = {}
        self._began = time.perf_counter()
        self._announced = False
        if parent is not None:
            parent._children.append(self)

    def start(self, question: str | None = None) -> None:
        """Tell the first event.

        Args:
            question: What the agent is asked; None when it ends before it is asked anything.
        """
        self._announced = True
        context = RunContext(
            thread_id=self.request.thread_id,
            message_id=self.request.message_id,
            plan=self.request.plan,
            parent_run_id=self._parent_id,
            question=question,
        )
        self.put(AgentStarted(agent=self.agent or AgentName.TRIAGE, context=context))

    def put(self, event: AgentEvent | AnswerDelta) -> None:
        """Tell an event. The answer of a nested run is for its parent only: it is not streamed."""
        if not (self.nested and isinstance(event, AnswerDelta)):
            self.listener.put(self.request.run_id, event)

    async def notify(self, event: ToolEvent) -> None:
        """Tell of a tool; raises what the listener raises. After the end nothing is told."""
        if self.status is not None:
            return
        if isinstance(event, ToolExecuting):
            self.tools.append(event.tool)
            self._working[event.call_id] = _OpenTool(event, time.perf_counter())
        else:
            self._working.pop(event.call_id, None)
        await self.listener.notify(self.request.run_id, event)

    def think(self, reasoning: str) -> None:
        """Tell what the agent considers while its model waits for tools; nothing after the end."""
        if self.status is None:
            self.put(self.narrator.think(reasoning))

    def end(self, status: Status, how: str, code: ErrorCode | None = None) -> None:
        """Tell the last events: a start not told yet, tools cut off, nested runs, the completion.

        Only the first call counts.

        Args:
            status: how the run ended.
            how: the same in words, to go on with after the agent's title.
            code: why it failed, for programs.
        """
        if self.status is not None:
            return
        if not self._announced:
            self.start()
        self._close_tools()
        for child in self._children:
            child.end("cancelled", STOPPED)
        self.status = status
        self.summary = f"{ROLES[self.agent or AgentName.TRIAGE].title} {how}"
        usage = Usage(
            input_tokens=self.usage.input_tokens,
            output_tokens=self.usage.output_tokens,
            tool_calls=len(self.tools),
        )
        completed = AgentCompleted(
            status=status,
            summary=self.summary,
            result=self.narrator.answer if status == "succeeded" else None,
            code=code,
            usage=usage,
            duration_ms=milliseconds_since(self._began),
        )
        self.put(completed)

    def _close_tools(self) -> None:
        for tool in self._working.values():
            completed = ToolCompleted(
                call_id=tool.event.call_id,
                tool=tool.event.tool,
                status="error",
                error=STOPPED_TOOL,
                duration_ms=milliseconds_since(tool.began),
            )
            self.put(completed)
        self._working.clear()
