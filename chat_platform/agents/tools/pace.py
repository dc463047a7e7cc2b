"""Tools that begin a moment later, so that people can watch them."""

import asyncio
from dataclasses import dataclass
from typing import Any

from pydantic_ai import RunContext
from pydantic_ai.toolsets import ToolsetTool, WrapperToolset

from chat_platform.agents.tools.dependencies import Dependencies

_MILLISECONDS = 1000


@dataclass
class PacedToolset(WrapperToolset[Dependencies]):
    """The same tools, each after a pause of ``pace_ms`` milliseconds."""

    pace_ms: int

    async def call_tool(
        self,
        name: str,
        tool_args: dict[str, Any],
        ctx: RunContext[Dependencies],
        tool: ToolsetTool[Dependencies],
    ) -> Any:
        """Pause, then run the tool."""
        await asyncio.sleep(self.pace_ms / _MILLISECONDS)
        return await super().call_tool(name, tool_args, ctx, tool)
