"""A tool that asks another agent."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic_ai import RunContext, ToolFailed

from chat_platform.agents.names import AgentName
from chat_platform.agents.tools.dependencies import Dependencies

# All but who answers without figures, and who asks.
Colleague = Literal[
    "data",
    "cost_analyst",
    "optimizer",
    "actions_planner",
    "summarizer",
    "forecaster",
    "anomaly_detector",
    "price_comparer",
    "supply_researcher",
    "corpus_librarian",
    "synthetic_data_maker",
    "compliance_checker",
    "quality_reviewer",
    "capacity_planner",
]
Text = Annotated[str, Field(min_length=1, max_length=2000)]


async def ask_colleague(ctx: RunContext[Dependencies], *, agent: Colleague, question: Text) -> str:
    """Ask another agent, who answers in Markdown with figures from its own tools.

    The colleague works in a run of its own and cannot ask colleagues in turn.

    Args:
        ctx: the run.
        agent: whom to ask.
        question: what to ask, complete in itself: the colleague has not read the conversation.
    """
    if ctx.deps.ask is None:
        raise ToolFailed("An agent who was asked by a colleague cannot ask another one.")
    return await ctx.deps.ask(AgentName(agent), question)
