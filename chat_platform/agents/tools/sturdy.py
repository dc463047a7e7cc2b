"""Tools that are tried again when they break down, behind a breaker each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pydantic_ai import ModelRetry, RunContext, ToolFailed
from pydantic_ai.toolsets import AbstractToolset, ToolsetTool, WrapperToolset
from sqlalchemy.exc import SQLAlchemyError

from chat_platform.agents.breakers import Breakers
from chat_platform.agents.notices import Notifier, enhance_tool_dispatcher_with_notifications
from chat_platform.agents.resilience import Resilience
from chat_platform.agents.retries import Patience
from chat_platform.agents.tools.colleagues import ask_colleague
from chat_platform.agents.tools.dependencies import Dependencies

# What may be well again a moment later: the data source, a service, the time that it takes.
PASSING = (SQLAlchemyError, OSError)
# Those who are asked have limits of their own, and answer or say why not.
UNLIMITED = frozenset({ask_colleague.__name__})


class ToolBrokeDown(Exception):
    """A tool broke down each time it was tried.

    Attributes:
        tool: Which one.
        tries: How often it was tried.
    """

    def __init__(self, tool: str, tries: int) -> None:
        super().__init__(f"{tool} broke down {tries} times")
        self.tool = tool
        self.tries = tries


def sturdy_tools(
    tools: AbstractToolset[Dependencies],
    resilience: Resilience,
    notifier: Notifier,
    think: Callable[[str], None],
) -> AbstractToolset[Dependencies]:
    """The same tools, tried again when they break down.

    Each try is told as a call of its own, so that its beginning and its end belong together; in
    between, ``think`` hears that there will be another one. An open breaker is told as no call:
    nothing was tried.

    Args:
        tools: The tools of an agent.
        resilience: How often, how long.
        notifier: Hears of each try.
        think: Hears, in words for people, why a tool is tried again.

    Raises:
        ToolBrokeDown: from a call, when its last try failed, too.
        CircuitOpen: from a call that was not tried.
    """
    limited = _LimitedToolset(tools, resilience.tool_timeout_s)
    told = enhance_tool_dispatcher_with_notifications(limited, notifier)
    guarded = _GuardedToolset(told, resilience.breakers)
    return _PatientToolset(guarded, resilience.patience, think)


def breaks_down(problem: Exception) -> bool:
    """Whether the tool itself is ill; what it tells the model is an answer."""
    return not isinstance(problem, ToolFailed | ModelRetry)


@dataclass
class _LimitedToolset(WrapperToolset[Dependencies]):
    """A try of a tool ends after some seconds."""

    seconds: float

    async def call_tool(
        self,
        name: str,
        tool_args: dict[str, Any],
        ctx: RunContext[Dependencies],
        tool: ToolsetTool[Dependencies],
    ) -> Any:
        """Run the tool; ``TimeoutError`` when it takes too long."""
        async with asyncio.timeout(None if name in UNLIMITED else self.seconds):
            return await super().call_tool(name, tool_args, ctx, tool)


@dataclass
class _GuardedToolset(WrapperToolset[Dependencies]):
    """Each tool behind a breaker of its own, which all runs share."""

    breakers: Breakers

    async def call_tool(
        self,
        name: str,
        tool_args: dict[str, Any],
        ctx: RunContext[Dependencies],
        tool: ToolsetTool[Dependencies],
    ) -> Any:
        """Run the tool, unless its breaker is open."""
        async with self.breakers.guard(f"tool {name}", breaks_down):
            return await super().call_tool(name, tool_args, ctx, tool)


@dataclass
class _PatientToolset(WrapperToolset[Dependencies]):
    """Tries a tool again where that may help, after growing pauses."""

    patience: Patience
    think: Callable[[str], None]

    async def call_tool(
        self,
        name: str,
        tool_args: dict[str, Any],
        ctx: RunContext[Dependencies],
        tool: ToolsetTool[Dependencies],
    ) -> Any:
        """Run the tool. All that tools do is look things up, which does no harm twice."""
        async for attempt in self.patience.attempts(lambda problem: isinstance(problem, PASSING)):
            number = attempt.num
            call_id = f"{ctx.tool_call_id or name}{f'-try-{number}' if number > 1 else ''}"
            with attempt:
                try:
                    return await super().call_tool(
                        name, tool_args, replace(ctx, tool_call_id=call_id), tool
                    )
                except PASSING as problem:
                    if number == self.patience.tries:
                        raise ToolBrokeDown(name, number) from problem
                    self.think(
                        f"{name} broke down. I will try it again in {attempt.next_wait:.1f} s"
                        f" (try {number + 1} of {self.patience.tries})."
                    )
                    raise
        raise AssertionError("unreachable: the last try returns or raises")
