"""What is known of one run: what was asked, who answers, what it has used so far."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic_ai.usage import RunUsage

from chat_platform.agents.narrator import Narrator
from chat_platform.agents.notices import milliseconds_since
from chat_platform.agents.roster import ROLES, AgentName
from chat_platform.contract.events import (
    AgentCompleted,
    AgentEvent,
    AgentStarted,
    RunContext,
    Usage,
)


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


class RunRecord:
    """Writes the first and the last event of a run."""

    def __init__(self, request: RunRequest) -> None:
        self.request = request
        self.agent = AgentName.TRIAGE
        self.usage = RunUsage()
        self.narrator = Narrator()
        self._began = time.perf_counter()
        self._announced = False

    def started(self) -> AgentStarted:
        """The first event."""
        self._announced = True
        context = RunContext(
            thread_id=self.request.thread_id,
            message_id=self.request.message_id,
            plan=self.request.plan,
        )
        return AgentStarted(agent=self.agent, context=context)

    def ended(
        self, status: Literal["succeeded", "failed", "cancelled"], how: str
    ) -> Iterator[AgentEvent]:
        """The last events: a start that has not been told yet, tools cut off, the completion.

        Args:
            status: how the run ended.
            how: the same in words, to go on with after the agent's title.
        """
        if not self._announced:
            yield self.started()
        yield from self.narrator.close_tools()
        yield AgentCompleted(
            status=status,
            summary=f"{ROLES[self.agent].title} {how}",
            result=self.narrator.answer if status == "succeeded" else None,
            usage=Usage(
                input_tokens=self.usage.input_tokens,
                output_tokens=self.usage.output_tokens,
                tool_calls=self.narrator.tool_calls,
            ),
            duration_ms=milliseconds_since(self._began),
        )
