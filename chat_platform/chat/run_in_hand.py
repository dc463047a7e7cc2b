"""One run while this process carries it out: from the agents through the outbox to the user."""

from __future__ import annotations

import asyncio

import structlog
import uuid_utils

from chat_platform.agents import AnswerDelta, Supervisor
from chat_platform.chat.closing import Ending, agent_message
from chat_platform.chat.hub import Hub
from chat_platform.chat.log import NewEvent
from chat_platform.chat.outbox import PATIENCE_S, Outbox, storage_attempts
from chat_platform.chat.runs import OpenRun, RunStore
from chat_platform.contract.events import AgentCompleted, AgentEvent, AgentStarted
from chat_platform.contract.server_messages import MessageCreated, MessageDelta
from chat_platform.operations.problems import log_surprise

log = structlog.get_logger(__name__)

NOT_STORED = "The answer could not be stored. Please ask again."
BROKEN_OFF = "The agent broke off. Please ask again."


class RunInHand:
    """Carries out one run. It listens to the agents (``agents.Listener``).

    Args:
        runs: Where runs are stored.
        hub: Where stored events are published.
        run: Which run.
        patience_s: How long the outbox tries to store events.

    Attributes:
        run: Which run.
        stopping: Whether it was told to stop.
    """

    def __init__(
        self, runs: RunStore, hub: Hub, run: OpenRun, patience_s: float = PATIENCE_S
    ) -> None:
        self.run = run
        self.stopping = False
        self._runs = runs
        self._hub = hub
        self._patience_s = patience_s
        self._ending: Ending | None = None
        self._ended = False
        self._agents: asyncio.Task[None] | None = None
        self._answer = _Answer()
        self._outbox = Outbox(
            lambda events: runs.record(run.thread_id, events),
            lambda events: hub.publish(run.thread_id, events),
            on_loss=lambda: self.stop(Ending("failed", NOT_STORED)),
            patience_s=patience_s,
        )

    @property
    def events_waiting(self) -> int:
        """Events that wait to be stored."""
        return self._outbox.waiting

    def stop(self, ending: Ending) -> None:
        """Let the agents stop now. ``ending`` is told where they cannot tell it themselves."""
        self.stopping = True
        self._ending = self._ending or ending
        if self._agents is not None:
            self._agents.cancel()

    async def carry_out(self, supervisor: Supervisor) -> None:
        """Let the agents work, and return when the end of the run is stored, or cannot be."""
        self._agents = asyncio.create_task(self._ask(supervisor), name="agents")
        await asyncio.wait((self._agents,))
        await self._outbox.settled()
        if self._outbox.lost is not None or not self._ended:
            await self._close()

    def put(self, run_id: str, event: AgentEvent | AnswerDelta) -> None:
        """Take what the agents emit."""
        for new in self._news(run_id, event):
            self._outbox.put(new)

    async def notify(self, run_id: str, event: AgentEvent) -> None:
        """Take an event, and return when it is stored and told.

        Raises:
            NotTold: when it cannot be now; it is told later.
        """
        *before, last = self._news(run_id, event)
        for new in before:
            self._outbox.put(new)
        await self._outbox.notify(last)

    def _news(self, run_id: str, event: AgentEvent | AnswerDelta) -> list[NewEvent]:
        if isinstance(event, AnswerDelta):
            return [NewEvent(self._answer.add(event.text))]
        news = []
        if run_id == self.run.run_id:  # not of a nested run
            if isinstance(event, AgentStarted):
                self._answer.agent = event.agent
            elif isinstance(event, AgentCompleted):
                self._ended = True
                if (created := self._answer.created()) is not None:
                    news.append(NewEvent(created))
        return [*news, NewEvent(event, run_id)]

    async def _ask(self, supervisor: Supervisor) -> None:
        try:
            request = await self._runs.request(self.run.run_id)
            await supervisor.run(request, self)
        except Exception as problem:  # whatever it is, the user must not wait for ever
            reference = log_surprise(problem, run_id=self.run.run_id)
            why = f"Something went wrong on our side. Reference: {reference}."
            self._ending = Ending("failed", why)

    async def _close(self) -> None:
        """End the run in the log; if even that fails, it is ended when the platform starts."""
        ending = self._ending or Ending("failed", BROKEN_OFF)
        try:
            async for attempt in storage_attempts(self._patience_s):
                with attempt:
                    closed = await self._runs.close(self.run, ending)
                    self._hub.publish(self.run.thread_id, closed)
        except Exception:  # the platform goes on with other runs
            log.exception("run_not_closed", run_id=self.run.run_id)


class _Answer:
    """The answer of one run while it is streamed.

    Attributes:
        agent: Who gives it.
    """

    def __init__(self) -> None:
        self.agent = ""
        self._message_id = str(uuid_utils.uuid7())
        self._pieces: list[str] = []

    def add(self, piece: str) -> MessageDelta:
        """The piece as it is told."""
        self._pieces.append(piece)
        return MessageDelta(message_id=self._message_id, delta=piece)

    def created(self) -> MessageCreated | None:
        """The whole answer, exactly what was streamed; None when nothing was."""
        if not self._pieces:
            return None
        text = "".join(self._pieces)
        return MessageCreated(message=agent_message(self._message_id, self.agent, text))
