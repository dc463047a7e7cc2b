"""The bridge between agents and users: which runs this process carries out, and when."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Set

import structlog
from prometheus_client import Gauge

from chat_platform.agents import Supervisor, describe_agents
from chat_platform.chat.closing import Ending
from chat_platform.chat.hub import Hub
from chat_platform.chat.outbox import PATIENCE_S
from chat_platform.chat.run_in_hand import RunInHand
from chat_platform.chat.runs import KnownRun, OpenRun, RunStore
from chat_platform.contract.server_messages import RunState
from chat_platform.operations.health import BridgeHealth

log = structlog.get_logger(__name__)
IN_HAND = Gauge("chat_runs_in_hand", "Runs that agents work at")

INTERRUPTED = "The answer was interrupted by a restart. Please ask again."
# How long runs that were stopped may take to say so, when the platform stops or the user leaves.
LAST_WORDS_S = 3.0


class Bridge:
    """Carries out the runs of this process: one at a time a thread, threads side by side.

    A process has one, in its chat room. Users share nothing of it but the table of what goes on:
    each run has an emitter of its own (``RunInHand``) with an outbox of its own, and what it
    stores is told to the followers of its thread alone.

    Args:
        runs: Where runs are stored.
        hub: Where stored events are published.
        supervisor: Of the agents.
        patience_s: How long a run tries to store its events.
        on_end: Called with its thread's id after a run has ended.
    """

    def __init__(
        self,
        runs: RunStore,
        hub: Hub,
        supervisor: Supervisor,
        patience_s: float = PATIENCE_S,
        on_end: Callable[[str], None] = lambda _thread_id: None,
    ) -> None:
        self._runs = runs
        self._hub = hub
        self._supervisor = supervisor
        self._patience_s = patience_s
        self._on_end = on_end
        self._waiting: defaultdict[str, deque[OpenRun]] = defaultdict(deque)
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._in_hand: dict[str, RunInHand] = {}
        self._draining = False
        self._recovery: asyncio.Task[None] | None = None

    def health(self) -> BridgeHealth:
        """What it is at."""
        recovered = self._recovery is not None and _succeeded(self._recovery)
        return BridgeHealth(
            state="draining" if self._draining else "ready" if recovered else "recovering",
            runs_in_hand=len(self._in_hand),
            events_waiting=sum(run.events_waiting for run in self._in_hand.values()),
        )

    def start(self, run: OpenRun) -> None:
        """Begin the run, after those that its thread has already. Idempotent."""
        if self._knows(run):
            return
        self._waiting[run.thread_id].append(run)
        if run.thread_id not in self._workers and not self._draining:
            worker = self._work(run.thread_id)
            self._workers[run.thread_id] = asyncio.create_task(worker, name="agent runs")

    async def cancel(self, thread_id: str, known: KnownRun) -> RunState:
        """Stop a run, or the whole run in which it is nested; returns how far it is then."""
        for waiting in tuple(self._waiting.get(thread_id, ())):
            if waiting.run_id == known.root_id:
                self._waiting[thread_id].remove(waiting)
                await self._close(waiting, Ending("cancelled", stopped()))
                return "ended"
        if known.state != "ended" and (run := self._in_hand.get(known.root_id)) is not None:
            run.stop(Ending("cancelled", stopped()))
        return self.state(known)

    def state(self, known: KnownRun) -> RunState:
        """How far a run is."""
        if known.state == "ended":
            return "ended"
        run = self._in_hand.get(known.root_id)
        if run is None:  # what was running when the store was asked has ended since
            return "waiting" if known.state == "waiting" else "ended"
        return "stopping" if run.stopping else "running"

    async def recover(self) -> None:
        """Close the runs that a stopped process left open; begin those it never began.

        That happens once, however many ask for it at the same time or later; all of them return
        when it is done. After a failure the next one tries again.
        """
        if self._recovery is None or (self._recovery.done() and not _succeeded(self._recovery)):
            self._recovery = asyncio.create_task(self._recover(), name="recovery")
        # Who gives up waiting must not end it for the others.
        await asyncio.shield(self._recovery)

    async def _recover(self) -> None:
        # Without those that were begun in this process while the store was asked.
        left = [run for run in await self._runs.open_runs() if not self._knows(run)]
        for run in left:
            if run.started:
                await self._close(run, Ending("failed", INTERRUPTED))
                log.warning("run_closed_after_restart", run_id=run.run_id)
            else:
                self.start(run)

    def _knows(self, run: OpenRun) -> bool:
        return run.run_id in self._in_hand or run in self._waiting.get(run.thread_id, ())

    async def abandon(self, thread_ids: Set[str]) -> None:
        """Begin nothing more in these threads, and stop what goes on there.

        Returns when that has ended, or after some seconds when it does not.
        """
        for thread_id in thread_ids & self._waiting.keys():
            self._waiting[thread_id].clear()
        for run in self._in_hand.values():
            if run.run.thread_id in thread_ids:
                run.stop(Ending("cancelled", stopped()))
        workers = [self._workers[thread_id] for thread_id in thread_ids & self._workers.keys()]
        if workers:
            await asyncio.wait(workers, timeout=LAST_WORDS_S)

    async def drain(self, patience_s: float) -> None:
        """Begin nothing more; give what runs some time to end, then cancel it.

        Runs that wait stay in the store and begin when the platform starts again.
        """
        self._draining = True
        late = await self._work_ends(patience_s)
        for run in self._in_hand.values():
            run.stop(Ending("cancelled", INTERRUPTED))
        if late:
            late = await self._work_ends(LAST_WORDS_S)
        for worker in late:
            worker.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _work_ends(self, patience_s: float) -> set[asyncio.Task[None]]:
        """The workers that have not ended after that time."""
        workers = set(self._workers.values())
        if not workers:
            return workers
        _, late = await asyncio.wait(workers, timeout=patience_s)
        return late

    async def _work(self, thread_id: str) -> None:
        waiting = self._waiting[thread_id]
        try:
            while waiting and not self._draining:
                run = waiting.popleft()
                self._in_hand[run.run_id] = in_hand = RunInHand(
                    self._runs, self._hub, run, self._patience_s
                )
                try:
                    with IN_HAND.track_inprogress():
                        await in_hand.carry_out(self._supervisor)
                finally:
                    del self._in_hand[run.run_id]
                    self._on_end(thread_id)
        finally:
            del self._workers[thread_id]
            if not waiting:
                del self._waiting[thread_id]

    async def _close(self, run: OpenRun, ending: Ending) -> None:
        self._hub.publish(run.thread_id, await self._runs.close(run, ending))


def _succeeded(task: asyncio.Task[None]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None


def stopped() -> str:
    """What is told of a run that was stopped before any agent was chosen for it."""
    return f"{describe_agents()[0].title} was stopped before the answer was complete."
