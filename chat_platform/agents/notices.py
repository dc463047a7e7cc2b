"""The one place where tool calls become ``tool_executing`` and ``tool_completed``."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import MethodType
from typing import Any

import structlog
from prometheus_client import Counter
from pydantic_ai import ModelRetry, RunContext, ToolFailed
from pydantic_ai.tools import AgentDepsT
from pydantic_ai.toolsets import AbstractToolset, ToolsetTool, WrapperToolset

from chat_platform.contract.events import ToolCompleted, ToolExecuting

BROKEN_TOOL = "This tool broke down on our side."

ToolEvent = ToolExecuting | ToolCompleted
Notifier = Callable[[ToolEvent], Awaitable[None]]

FAILED = Counter(
    "chat_tool_notifications_failed",
    "Tool events that users could not be told of at once; they are told later",
)
_log = structlog.get_logger(__name__)


def enhance_tool_dispatcher_with_notifications(
    dispatcher: AbstractToolset[AgentDepsT], notifier: Notifier
) -> AbstractToolset[AgentDepsT]:
    """The same tools, and ``notifier`` hears when one begins and when it ends.

    Results and exceptions of a tool pass untouched. When the notifier fails, the tool works
    all the same: the failure is counted (``chat_tool_notifications_failed_total``) and
    logged, and to tell the event later is the notifier's business.

    Args:
        dispatcher: The tools, as any pydantic-ai toolset.
        notifier: Takes each event. One notifier hears of a tool call once, however often it
            is given.

    Example:
        >>> toolset = enhance_tool_dispatcher_with_notifications(
        ...     FunctionToolset([spend_total]), record.notify
        ... )  # doctest: +SKIP
    """
    if _hears_already(dispatcher, notifier):
        return dispatcher
    return _NotifyingToolset(dispatcher, notifier)


def milliseconds_since(began: float) -> int:
    """Milliseconds since a moment of ``time.perf_counter``, rounded to the nearest."""
    return round((time.perf_counter() - began) * 1000)


def _hears_already(dispatcher: AbstractToolset[Any], notifier: Notifier) -> bool:
    while isinstance(dispatcher, WrapperToolset):
        if isinstance(dispatcher, _NotifyingToolset) and _same(dispatcher.notifier, notifier):
            return True
        dispatcher = dispatcher.wrapped
    return False


def _same(one: Notifier, other: Notifier) -> bool:
    # A method is a new object each time it is asked for; it is equal when its object is the same.
    return one is other or (isinstance(one, MethodType) and one == other)


@dataclass
class _NotifyingToolset(WrapperToolset[AgentDepsT]):
    """Tells of every call.

    The parameters are those that pydantic-ai has validated against the tool's JSON Schema,
    defaults included, without what was left out (``None``). The duration runs from the
    moment of the first event. A tool that is cancelled is not told as completed here:
    its run is over, and completes what is open.
    """

    notifier: Notifier

    async def call_tool(
        self,
        name: str,
        tool_args: dict[str, Any],
        ctx: RunContext[AgentDepsT],
        tool: ToolsetTool[AgentDepsT],
    ) -> Any:
        """Run a tool between its two events."""
        call_id = ctx.tool_call_id or name
        given = {key: value for key, value in tool_args.items() if value is not None}
        began = time.perf_counter()

        async def ended(result: Any = None, error: str | None = None) -> None:
            await self._tell(
                ToolCompleted(
                    call_id=call_id,
                    tool=name,
                    status="ok" if error is None else "error",
                    result=result,
                    error=error,
                    duration_ms=milliseconds_since(began),
                )
            )

        await self._tell(ToolExecuting(call_id=call_id, tool=name, parameters=given))
        try:
            result = await super().call_tool(name, tool_args, ctx, tool)
        except (ToolFailed, ModelRetry) as failure:  # the model is to read and answer these
            await ended(error=failure.message)
            raise
        except Exception:  # a defect ends the run; its tool must end before it
            await ended(error=BROKEN_TOOL)
            raise
        await ended(result=result)
        return result

    async def _tell(self, event: ToolEvent) -> None:
        try:
            await self.notifier(event)
        except Exception as problem:  # whatever it is, it is not the tool's trouble
            FAILED.inc()
            _log.warning(
                "tool_notification_failed",
                notice=event.type,
                tool=event.tool,
                call_id=event.call_id,
                reason=type(problem).__name__,
                cause=type(problem.__cause__).__name__ if problem.__cause__ else None,
            )
