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
    """A tool's event, on its way through the stream of the run."""

    event: ToolExecuting | ToolCompleted


class NoticedToolset(WrapperToolset[Dependencies]):
    """Tells the run's event stream when a tool begins and ends.

    The parameters are those that pydantic-ai has validated against the tool's JSON Schema,
    defaults included, without what was left out (``None``);
    the duration is that of the tool alone.
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
        started = ToolExecuting(call_id=call_id, tool=name, parameters=given)
        await ctx.emit(ToolNotice(event=started))
        began = time.perf_counter()
        result, problem = None, None
        try:
            result = await super().call_tool(name, tool_args, ctx, tool)
        except (ToolFailed, ModelRetry) as failure:  # The model is to read and answer these
            problem = failure.message
            raise
        except Exception:
            problem = BROKEN_TOOL
            raise
        finally:
            ended = ToolCompleted(
                call_id=call_id,
                tool=name,
                status="ok" if result is not None else "error",
                result=result,
                error=None if result is not None else problem or "This tool was stopped.",
                duration_ms=round((time.perf_counter() - began) * 1000),
            )
            await ctx.emit(ToolNotice(event=ended))
        return result
