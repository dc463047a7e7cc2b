"""The bridge between agents and sockets: what agents emit is stored, then published."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from contextlib import aclosing, suppress
from typing import Literal

import structlog
import uuid_utils

from chat_platform.agents import AnswerDelta, Supervisor
from chat_platform.chat.hub import Hub
from chat_platform.chat.runs import OpenRun, RunStore, agent_message
from chat_platform.contract.events import AgentCompleted, AgentEvent, AgentStarted
from chat_platform.contract.server_messages import Message, MessageDelta
from chat_platform.operations.problems import log_surprise

log = structlog.get_logger(__name__)

INTERRUPTED = "The answer was interrupted by a restart. Please ask again."


class Bridge:
    """Carries out the runs of this process: one at a time a thread, threads side by side."""

    def __init__(self, runs: RunStore, hub: Hub, supervisor: Supervisor) -> None:
        self._runs = runs
        self._hub = hub
        self._supervisor = supervisor
        self._waiting: defaultdict[str, deque[OpenRun]] = defaultdict(deque)
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._draining = False

    def start(self, run: OpenRun) -> None:
        """Begin the run, after those that its thread has already."""
        self._waiting[run.thread_id].append(run)
        if run.thread_id not in self._workers and not self._draining:
            worker = self._work(run.thread_id)
            self._workers[run.thread_id] = asyncio.create_task(worker, name="agent runs")

    async def recover(self) -> None:
        """Close the runs that a stopped process left open; begin those it never began."""
        for run in await self._runs.open_runs():
            if run.started:
                await self._runs.close(run, "failed", INTERRUPTED)
                log.warning("run_closed_after_restart", run_id=run.run_id)
            else:
                self.start(run)

    async def drain(self, patience_s: float) -> None:
        """Begin nothing more; give what runs some time to end, then cancel it.

        Runs that wait stay in the store and begin when the platform starts again.
        """
        self._draining = True
        workers = set(self._workers.values())
        if not workers:
            return
        _, late = await asyncio.wait(workers, timeout=patience_s)
        for worker in late:
            worker.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _work(self, thread_id: str) -> None:
        waiting = self._waiting[thread_id]
        try:
            while waiting and not self._draining:
                await self._carry_out(waiting.popleft())
        finally:
            del self._workers[thread_id]
            if not waiting:
                del self._waiting[thread_id]

    async def _carry_out(self, run: OpenRun) -> None:
        answer = _Answer()
        try:
            request = await self._runs.request(run.run_id)
            async with aclosing(self._supervisor.run(request)) as emitted:
                async for one in emitted:
                    await self._take(run, one, answer)
        except asyncio.CancelledError:
            await self._close(run, answer, "cancelled", INTERRUPTED)
            raise
        except Exception as problem:  # whatever it is, the user must not wait for ever
            reference = log_surprise(problem, run_id=run.run_id)
            why = f"Something went wrong on our side. Reference: {reference}."
            await self._close(run, answer, "failed", why)

    async def _take(self, run: OpenRun, one: AgentEvent | AnswerDelta, answer: _Answer) -> None:
        """Store what the agent emitted, then publish it.

        Pieces of the answer are not waited for: those that come while others are being
        stored are stored together. Every other event waits until they are.
        """
        if isinstance(one, AnswerDelta):
            answer.waiting.append(answer.add(one.text))
            if answer.storing is None or answer.storing.done():
                await answer.settled()  # at once: but what failed must not be passed over
                answer.storing = asyncio.create_task(self._store_pieces(run, answer))
            return
        await answer.settled()
        if isinstance(one, AgentStarted):
            answer.agent = one.agent
        ended = isinstance(one, AgentCompleted)
        events = await self._runs.record(run, [one], answer.message() if ended else None)
        self._hub.publish(run.thread_id, events)

    async def _store_pieces(self, run: OpenRun, answer: _Answer) -> None:
        while pieces := answer.waiting:
            answer.waiting = []
            self._hub.publish(run.thread_id, await self._runs.record(run, pieces))

    async def _close(
        self, run: OpenRun, answer: _Answer, status: Literal["failed", "cancelled"], why: str
    ) -> None:
        with suppress(Exception):  # whatever could not be stored is why the run is closed
            await answer.settled()
        self._hub.publish(run.thread_id, await self._runs.close(run, status, why))


class _Answer:
    """The answer of one run while it is streamed.

    Attributes:
        agent: Who gives it.
        storing: Stores its pieces; None before the first.
        waiting: The pieces that are not being stored yet.
    """

    def __init__(self) -> None:
        self.agent = ""
        self.storing: asyncio.Task[None] | None = None
        self.waiting: list[MessageDelta] = []
        self._message_id = str(uuid_utils.uuid7())
        self._pieces: list[str] = []

    def add(self, piece: str) -> MessageDelta:
        self._pieces.append(piece)
        return MessageDelta(message_id=self._message_id, delta=piece)

    async def settled(self) -> None:
        """Return when all pieces are stored.

        Raises:
            Exception: why they could not be.
        """
        if self.storing is not None:
            # Unlike awaiting the task, this does not cancel it when we are cancelled.
            await asyncio.wait((self.storing,))
            self.storing.result()

    def message(self) -> Message | None:
        """The whole answer, exactly what was streamed; None when nothing was."""
        if not self._pieces:
            return None
        return agent_message(self._message_id, self.agent, "".join(self._pieces))
