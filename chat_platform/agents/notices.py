"""The one place that notices tools at work: what runs with what, how it ended, how long it took."""

import time
from dataclasses import dataclass
from typing import Any

from pydantic_ai import CustomEvent, ModelRetry, RunContext, ToolFailed
from pydantic_ai.toolsets import ToolsetTool, WrapperToolset

from chat_platform.agents.tools.dependencies import Dependencies
from chat_platform.contract.events import ToolCompleted, ToolExecuting

BROKEN_TOOL = "This tool broke down on our side."


@dataclass(kw_only=True)
class ToolNotice(CustomEvent):
    """A tool's event, on its way through the stream of the run.

    ``began`` is when the tool began, by ``time.perf_counter``.
    """

    event: ToolExecuting | ToolCompleted
    began: float


class NoticedToolset(WrapperToolset[Dependencies]):
    """Tells the run's event stream when a tool begins and ends.

    The parameters are those that pydantic-ai has validated against the tool's JSON Schema,
    defaults included, without what was left out (``None``); the duration is that of the
    tool alone. A tool that is cancelled gives no second notice: its run is over.
    """

    async def call_tool(
        self,
        name: str,
        tool_args: dict[str, Any],
        ctx: RunContext[Dependencies],
        tool: ToolsetTool[Dependencies],
    ) -> Any:
        """Run a tool between its two notices."""
        call_id = ctx.tool_call_id or name
        given = {key: value for key, value in tool_args.items() if value is not None}
        began = time.perf_counter()

        async def ended(result: Any = None, error: str | None = None) -> None:
            event = ToolCompleted(
                call_id=call_id,
                tool=name,
                status="ok" if error is None else "error",
                result=result,
                error=error,
                duration_ms=milliseconds_since(began),
            )
            await ctx.emit(ToolNotice(event=event, began=began))

        executing = ToolExecuting(call_id=call_id, tool=name, parameters=given)
        await ctx.emit(ToolNotice(event=executing, began=began))
        try:
            result = await super().call_tool(name, tool_args, ctx, tool)
        except (ToolFailed, ModelRetry) as failure:  # The model is to read and answer these
            await ended(error=failure.message)
            raise
        except Exception:  # A defect ends the run; its tool must end before it
            await ended(error=BROKEN_TOOL)
            raise
        await ended(result=result)
        return result


def milliseconds_since(began: float) -> int:
    """Milliseconds since a moment of ``time.perf_counter``, rounded to the nearest."""
    return round((time.perf_counter() - began) * 1000)
