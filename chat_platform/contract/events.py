"""The five agent events, in the order in which a run emits them.

``agent_started`` -> ``agent_thinking``... -> (``tool_executing`` -> ``tool_completed``)...
-> ``agent_completed``. Exactly one start and one completion a run; exactly one
``tool_completed`` for each ``tool_executing``, with the same ``call_id``.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from chat_platform.contract.base import WireModel
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.standing import Plan

NonEmpty = Annotated[str, Field(min_length=1)]
Milliseconds = Annotated[int, Field(ge=0, description="Milliseconds, rounded to the nearest")]


class RunContext(WireModel):
    """Where a run belongs: which thread, which question, whose plan, which parent run."""

    thread_id: NonEmpty
    message_id: NonEmpty = Field(description="The user's message that asked for this run")
    plan: Plan
    parent_run_id: str | None = None
    question: str | None = Field(
        None,
        description="What the agent is asked, letter for letter as its model gets it; null when "
        "the run ended before that",
    )


class Usage(WireModel):
    """What a run consumed. ``tool_calls`` equals the run's ``tool_executing`` events."""

    input_tokens: Annotated[int, Field(ge=0)]
    output_tokens: Annotated[int, Field(ge=0)]
    tool_calls: Annotated[int, Field(ge=0)]


class AgentStarted(WireModel):
    """The first event of a run."""

    type: ClassVar[str] = "agent_started"
    agent: NonEmpty = Field(description="The agent's stable name, for example cost_analyst")
    context: RunContext


class AgentThinking(WireModel):
    """What the agent is considering, in words for the user. Steps count 1, 2, 3, ..."""

    type: ClassVar[str] = "agent_thinking"
    reasoning: NonEmpty
    step: Annotated[int, Field(ge=1)]


class ToolExecuting(WireModel):
    """A tool begins to work."""

    type: ClassVar[str] = "tool_executing"
    call_id: NonEmpty
    tool: NonEmpty
    parameters: dict[str, Any] = Field(description="Valid against the tool's own JSON Schema")


class ToolCompleted(WireModel):
    """A tool has ended: ``result`` when ``status`` is ok, ``error`` when it is error."""

    type: ClassVar[str] = "tool_completed"
    call_id: NonEmpty
    tool: NonEmpty
    status: Literal["ok", "error"]
    result: Any = None
    error: str | None = None
    duration_ms: Milliseconds


class AgentCompleted(WireModel):
    """The last event of a run."""

    type: ClassVar[str] = "agent_completed"
    status: Literal["succeeded", "failed", "cancelled"]
    summary: NonEmpty
    result: str | None = Field(description="The whole answer as Markdown; null unless succeeded")
    code: ErrorCode | None = Field(
        None, description="Why it failed, for programs; null unless failed for a reason they know"
    )
    usage: Usage
    duration_ms: Milliseconds


AgentEvent = AgentStarted | AgentThinking | ToolExecuting | ToolCompleted | AgentCompleted
AGENT_EVENT_TYPES: tuple[type[AgentEvent], ...] = (
    AgentStarted,
    AgentThinking,
    ToolExecuting,
    ToolCompleted,
    AgentCompleted,
)
