"""Chooses an agent for a message and runs it, from ``agent_started`` to ``agent_completed``."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal

import structlog
from pydantic_ai.exceptions import AgentRunError, RunTimedOut
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, TextPart
from pydantic_ai.usage import RunUsage, UsageLimits
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from chat_platform.agents.crew import OFFLINE, Crew
from chat_platform.agents.narrator import AnswerDelta, Narrated, Narrator
from chat_platform.agents.roster import ROLES, AgentName
from chat_platform.agents.tools.dependencies import Dependencies
from chat_platform.agents.wording import listing
from chat_platform.contract.events import (
    AgentCompleted,
    AgentEvent,
    AgentStarted,
    RunContext,
    Usage,
)

RUN_TIMEOUT_S = 120.0
_LIMITS = UsageLimits(request_limit=12, tool_calls_limit=30)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class RunRequest:
    """One message to answer, and what came before it in its thread.

    ``history`` is ``(author, text)``, oldest first, without the message itself.
    """

    run_id: str
    thread_id: str
    message_id: str
    text: str
    plan: Literal["free", "early", "mid", "enterprise"]
    user_name: str
    history: Sequence[tuple[Literal["user", "agent"], str]] = ()


class Supervisor:
    """Answers messages: one agent, one run a message; any number of runs side by side.

    Args:
        sessions: where the usage data is.
        model: ``offline``, or the name of any pydantic-ai model.
        pace_ms: pause between the streamed pieces of the offline model, in milliseconds.

    Raises:
        UnusableModel: when the model cannot be used, with a sentence for the operator.

    Example:
        >>> supervisor = Supervisor(sessions)  # doctest: +SKIP
        >>> async for event in supervisor.run(request):
        ...     print(event)
    """

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        model: str = OFFLINE,
        pace_ms: int = 15,
    ) -> None:
        self._dependencies = Dependencies(sessions)
        self._crew = Crew(model, pace_ms)

    async def run(self, request: RunRequest) -> AsyncGenerator[AgentEvent | AnswerDelta, None]:
        """Answer a message.

        Always begins with ``agent_started`` and ends with ``agent_completed``; failures
        are told there, never raised. When the task that iterates is cancelled, the last
        events still come, and then ``asyncio.CancelledError``.
        """
        began = time.perf_counter()
        usage, narrator = RunUsage(), Narrator()
        name = await self._choose(request, usage)
        title = ROLES[name].title
        yield _started(request, name)

        def completed(status: _Status, summary: str) -> AgentCompleted:
            return AgentCompleted(
                status=status,
                summary=summary,
                result=narrator.answer if status == "succeeded" else None,
                usage=Usage(
                    input_tokens=usage.input_tokens,
                    output_tokens=usage.output_tokens,
                    tool_calls=narrator.tool_calls,
                ),
                duration_ms=round((time.perf_counter() - began) * 1000),
            )

        try:
            async with aclosing(self._narrate(name, request, usage, narrator)) as events:
                async for event in events:
                    yield event
        except asyncio.CancelledError:
            for event in narrator.close_tools():
                yield event
            yield completed("cancelled", f"{title} was stopped before the answer was complete.")
            raise
        except Exception as error:  # Whatever it is, the run must end in order
            _log.exception("agent_run_failed", run_id=request.run_id, agent=name)
            for event in narrator.close_tools():
                yield event
            yield completed("failed", f"{title} could not finish the answer: {_why(error)}")
        else:
            yield completed("succeeded", _summary(title, narrator))

    async def _choose(self, request: RunRequest, usage: RunUsage) -> AgentName:
        texts = [text for author, text in request.history if author == "user"]
        try:
            return await self._crew.choose([*texts, request.text], usage)
        except AgentRunError:  # The run itself will meet the same trouble and tell of it
            _log.exception("agent_choice_failed", run_id=request.run_id)
            return AgentName.TRIAGE

    async def _narrate(
        self, name: AgentName, request: RunRequest, usage: RunUsage, narrator: Narrator
    ) -> AsyncGenerator[Narrated, None]:
        running = self._crew.agent(name).iter(
            request.text,
            message_history=_messages(request.history),
            deps=self._dependencies,
            usage=usage,
            usage_limits=_LIMITS,
            timeout=RUN_TIMEOUT_S,
        )
        async with running as run, aclosing(narrator.narrate(run)) as events:
            async for event in events:
                yield event


_Status = Literal["succeeded", "failed", "cancelled"]


def _started(request: RunRequest, agent: AgentName) -> AgentStarted:
    context = RunContext(
        thread_id=request.thread_id, message_id=request.message_id, plan=request.plan
    )
    return AgentStarted(agent=agent, context=context)


def _messages(history: Sequence[tuple[Literal["user", "agent"], str]]) -> list[ModelMessage]:
    return [
        ModelRequest.user_text_prompt(text)
        if author == "user"
        else ModelResponse(parts=[TextPart(text)])
        for author, text in history
    ]


def _summary(title: str, narrator: Narrator) -> str:
    tools = listing(narrator.tools)
    return f"{title} answered with {tools}." if tools else f"{title} answered without a tool."


def _why(error: Exception) -> str:
    """The reason in plain words, without internals."""
    if isinstance(error, RunTimedOut):
        return "it took too long. Try a simpler question."
    return "something went wrong on our side. Try again."
