"""Chooses an agent for a message and runs it, from ``agent_started`` to ``agent_completed``."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Literal

import structlog
import uuid_utils
from pydantic_ai import Agent, AgentRun, ToolFailed
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, TextPart
from pydantic_ai.models import Model
from pydantic_ai.usage import RunUsage, UsageLimits
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from chat_platform.agents.crew import OFFLINE, Crew
from chat_platform.agents.failures import failure_of
from chat_platform.agents.listener import Listener
from chat_platform.agents.names import AgentName
from chat_platform.agents.offline.question import reading_once
from chat_platform.agents.record import NOT_INCLUDED, STOPPED, RunRecord, RunRequest
from chat_platform.agents.resilience import Resilience
from chat_platform.agents.tools.dependencies import Dependencies
from chat_platform.agents.tools.sturdy import sturdy_tools
from chat_platform.agents.wording import listing

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class RunLimits:
    """What one run may take.

    Attributes:
        timeout_s: Seconds until it is ended as failed.
        tool_calls: Tool calls of its own; one more ends it as failed.
    """

    timeout_s: float = 120.0
    tool_calls: int = 100


class Supervisor:
    """Answers messages: one agent a message, who may ask colleagues; any number side by side.

    Args:
        sessions: where the usage data is.
        model: ``offline``, the name of any pydantic-ai model, or a model of one's own.
        pace_ms: pause between the streamed pieces of the offline model, in milliseconds.
        piece_chars: about how long such a piece is.
        tool_pace_ms: pause before a tool works, in milliseconds.
        limits: what one run may take.
        resilience: what is done about failing tools and models.

    Raises:
        UnusableModel: when the model cannot be used, with a sentence for the operator.

    Example:
        >>> supervisor = Supervisor(sessions)  # doctest: +SKIP
        >>> await supervisor.run(request, listener)  # doctest: +SKIP
    """

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        model: str | Model = OFFLINE,
        *,
        pace_ms: int = 15,
        piece_chars: int = 48,
        tool_pace_ms: int = 0,
        limits: RunLimits | None = None,
        resilience: Resilience | None = None,
    ) -> None:
        self._sessions = sessions
        self._resilience = resilience or Resilience()
        self._crew = Crew(model, pace_ms, piece_chars, tool_pace_ms, self._resilience)
        self._limits = limits or RunLimits()

    async def run(self, request: RunRequest, listener: Listener) -> None:
        """Answer a message, and tell the listener.

        It hears of ``agent_started`` first and of ``agent_completed`` last; failures are told
        there, never raised. When the task is cancelled, the last events are told before
        ``asyncio.CancelledError`` goes on.
        """
        with reading_once():
            await self._carry_out(RunRecord(request, listener))

    async def _carry_out(self, record: RunRecord) -> None:
        try:
            if record.agent is None:
                record.agent = await self._choose(record.request, record.usage)
            included = record.request.agents
            if included is not None and record.agent not in included:
                record.end("failed", NOT_INCLUDED.format(plan=record.request.plan))
                return
            await self._narrate(record)
        except asyncio.CancelledError:
            record.end("cancelled", STOPPED)
            raise
        except Exception as error:  # Whatever it is, the run must end in order
            _log.exception("agent_run_failed", run_id=record.request.run_id, agent=record.agent)
            why = failure_of(error, self._limits.tool_calls)
            record.end("failed", f"could not finish the answer: {why.words}", why.code)
        else:
            tools = listing(record.tools)
            record.end("succeeded", f"answered with {tools or 'no tool'}.")

    async def _choose(self, request: RunRequest, usage: RunUsage) -> AgentName:
        texts = [text for author, text in request.history if author == "user"]
        return await self._crew.choose([*texts, request.text], usage)

    async def _narrate(self, record: RunRecord) -> None:
        async def ask(agent: AgentName, question: str) -> str:
            return await self._ask_colleague(record, agent, question)

        agent = record.agent or AgentName.TRIAGE
        tools = sturdy_tools(self._crew.tools(agent), self._resilience, record.notify, record.think)
        running = self._crew.agent(agent).iter(
            record.request.text,
            message_history=_messages(record.request.history),
            deps=Dependencies(
                self._sessions,
                ask=None if record.nested else ask,
                tables=record.request.tables,
            ),
            toolsets=[tools],
            usage=record.usage,
            # Whoever goes on asking the model goes on calling tools: one limit is enough.
            usage_limits=UsageLimits(request_limit=None, tool_calls_limit=self._limits.tool_calls),
            timeout=self._limits.timeout_s,
        )
        async with running as run, aclosing(record.narrator.narrate(run)) as events:
            record.start(_asked(run))
            async for event in events:
                record.put(event)

    async def _ask_colleague(self, parent: RunRecord, agent: AgentName, question: str) -> str:
        """The answer of another agent, in a run nested in the parent's.

        Raises:
            ToolFailed: when it could not answer; says why.
        """
        request = replace(parent.request, run_id=str(uuid_utils.uuid7()), text=question, history=())
        record = RunRecord(request, parent.listener, agent, parent)
        await self._carry_out(record)
        if record.status != "succeeded":
            raise ToolFailed(record.summary)
        return record.narrator.answer


def _asked(run: AgentRun[Dependencies, str]) -> str | None:
    """What the model is about to be asked, by the run itself and not by who began it."""
    node = run.next_node
    if Agent.is_user_prompt_node(node) and isinstance(node.user_prompt, str):
        return node.user_prompt
    return None


def _messages(history: Sequence[tuple[Literal["user", "agent"], str]]) -> list[ModelMessage]:
    return [
        ModelRequest.user_text_prompt(text)
        if author == "user"
        else ModelResponse(parts=[TextPart(text)])
        for author, text in history
    ]
