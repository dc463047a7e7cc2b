"""Chooses an agent for a message and runs it, from ``agent_started`` to ``agent_completed``."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Literal

import structlog
from pydantic_ai.exceptions import RunTimedOut
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, TextPart
from pydantic_ai.models import Model
from pydantic_ai.usage import RunUsage, UsageLimits
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from chat_platform.agents.crew import OFFLINE, Crew
from chat_platform.agents.narrator import AnswerDelta, Narrated
from chat_platform.agents.record import RunRecord, RunRequest
from chat_platform.agents.roster import AgentName
from chat_platform.agents.tools.dependencies import Dependencies
from chat_platform.agents.wording import listing
from chat_platform.contract.events import AgentEvent

RUN_TIMEOUT_S = 120.0
_LIMITS = UsageLimits(request_limit=12, tool_calls_limit=30)
_log = structlog.get_logger(__name__)


class Supervisor:
    """Answers messages: one agent, one run a message; any number of runs side by side.

    Args:
        sessions: where the usage data is.
        model: ``offline``, the name of any pydantic-ai model, or a model of one's own.
        pace_ms: pause between the streamed pieces of the offline model, in milliseconds.
        piece_chars: about how long these pieces are, in characters; a word is never cut.

    Raises:
        UnusableModel: when the model cannot be used, with a sentence for the operator.

    Example:
        >>> supervisor = Supervisor(sessions)  # doctest: +SKIP
        >>> told = [event async for event in supervisor.run(request)]  # doctest: +SKIP
    """

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        model: str | Model = OFFLINE,
        pace_ms: int = 15,
        piece_chars: int = 48,
    ) -> None:
        self._dependencies = Dependencies(sessions)
        self._crew = Crew(model, pace_ms, piece_chars)

    async def run(self, request: RunRequest) -> AsyncGenerator[AgentEvent | AnswerDelta, None]:
        """Answer a message.

        Always begins with ``agent_started`` and ends with ``agent_completed``; failures
        are told there, never raised. When the task that iterates is cancelled, the last
        events still come, and then ``asyncio.CancelledError``.
        """
        record = RunRecord(request)
        try:
            record.agent = await self._choose(request, record.usage)
            yield record.started()
            async with aclosing(self._narrate(record)) as events:
                async for event in events:
                    yield event
        except asyncio.CancelledError:
            for last in record.ended("cancelled", "was stopped before the answer was complete."):
                yield last
            raise
        except Exception as error:  # Whatever it is, the run must end in order
            _log.exception("agent_run_failed", run_id=request.run_id, agent=record.agent)
            for last in record.ended("failed", f"could not finish the answer: {_why(error)}"):
                yield last
        else:
            tools = listing(record.narrator.tools)
            for last in record.ended("succeeded", f"answered with {tools or 'no tool'}."):
                yield last

    async def _choose(self, request: RunRequest, usage: RunUsage) -> AgentName:
        texts = [text for author, text in request.history if author == "user"]
        return await self._crew.choose([*texts, request.text], usage)

    async def _narrate(self, record: RunRecord) -> AsyncGenerator[Narrated, None]:
        running = self._crew.agent(record.agent).iter(
            record.request.text,
            message_history=_messages(record.request.history),
            deps=self._dependencies,
            usage=record.usage,
            usage_limits=_LIMITS,
            timeout=RUN_TIMEOUT_S,
        )
        async with running as run, aclosing(record.narrator.narrate(run)) as events:
            async for event in events:
                yield event


def _messages(history: Sequence[tuple[Literal["user", "agent"], str]]) -> list[ModelMessage]:
    return [
        ModelRequest.user_text_prompt(text)
        if author == "user"
        else ModelResponse(parts=[TextPart(text)])
        for author, text in history
    ]


def _why(error: Exception) -> str:
    """The reason in plain words, without internals."""
    if isinstance(error, RunTimedOut):
        return "it took too long. Try a simpler question."
    return "something went wrong on our side. Try again."
