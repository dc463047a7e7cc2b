"""The bridge when many come at once, to a process that has only just begun."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field

import pytest
from platform_kit.ears import Ears
from sqlalchemy.exc import OperationalError

from chat_platform.agents import AnswerDelta
from chat_platform.chat.bridge import INTERRUPTED, Bridge
from chat_platform.chat.hub import Hub
from chat_platform.chat.log import NewEvent
from chat_platform.chat.runs import OpenRun, RunStore
from chat_platform.chat.store import ChatStore
from chat_platform.contract.events import AgentCompleted, AgentStarted, RunContext, Usage

PEOPLE = 50
DEADLINE_S = 30


@dataclass
class Echo:
    """A supervisor whose answer is the question; each run lets all others work in between."""

    asked: list[str] = field(default_factory=list)

    async def run(self, request, listener):
        self.asked.append(request.run_id)
        context = RunContext(
            thread_id=request.thread_id, message_id=request.message_id, plan="free"
        )
        listener.put(request.run_id, AgentStarted(agent="cost_analyst", context=context))
        for word in request.text.split():
            await asyncio.sleep(0)
            listener.put(request.run_id, AnswerDelta(f"{word} "))
        usage = Usage(input_tokens=1, output_tokens=1, tool_calls=0)
        ended = AgentCompleted(
            status="succeeded", summary="Done.", result=request.text, usage=usage, duration_ms=1
        )
        listener.put(request.run_id, ended)


@dataclass(frozen=True)
class Counted(RunStore):
    """A store that counts how often it is asked what was left open, and may fail at first."""

    asked: Counter = field(default_factory=Counter)
    failures: int = 0

    async def open_runs(self):
        self.asked["open_runs"] += 1
        if self.asked["open_runs"] <= self.failures:
            raise OperationalError("SELECT", {}, Exception("locked"))
        await asyncio.sleep(0)
        return await super().open_runs()


async def question(database, caller, number):
    """A stored question of a thread of its own; the run that is not begun yet."""
    store = ChatStore(database)
    thread = await store.create_thread(caller.user.id, f"t{number}", "Bills")
    text = f"What did number {number} spend?"
    accepted = await store.accept(caller.user.id, thread.thread_id, f"q{number}", text)
    return OpenRun(accepted.run_id, thread.thread_id, started=False)


def test_fifty_first_users_at_once_are_recovered_once_and_hear_only_their_own(
    portal, database, caller
):
    """Each of them recovers, asks, and asks again by mistake; nothing is begun twice."""
    runs, hub, echo = Counted(database), Hub(), Echo()
    bridge = Bridge(runs, hub, echo)

    async def arrive(number):
        run, ears = await question(database, caller, number), Ears()
        hub.follow(run.thread_id, ears)
        await bridge.recover()
        bridge.start(run)
        bridge.start(run)
        await ears.ended.wait()
        return run, ears.frames

    async def story():
        async with asyncio.timeout(DEADLINE_S):
            told = await asyncio.gather(*(arrive(number) for number in range(PEOPLE)))
        await bridge.drain(DEADLINE_S)
        return told

    told = portal.call(story)
    assert runs.asked["open_runs"] == 1
    assert Counter(echo.asked) == Counter(run.run_id for run, _ in told)
    for number, (run, frames) in enumerate(told):
        assert {frame["thread_id"] for frame in frames} == {run.thread_id}
        assert [frame["seq"] for frame in frames] == list(
            range(frames[0]["seq"], frames[0]["seq"] + len(frames))
        )
        words = [f["payload"]["delta"] for f in frames if f["type"] == "message_delta"]
        assert "".join(words).strip() == f"What did number {number} spend?"
    assert bridge.health().runs_in_hand == bridge.health().events_waiting == 0


def test_what_a_dead_process_left_is_closed_once_and_its_state_is_told(portal, database, caller):
    runs, hub = Counted(database), Hub()
    bridge = Bridge(runs, hub, Echo())

    async def story():
        run, ears = await question(database, caller, 1), Ears()
        context = RunContext(thread_id=run.thread_id, message_id="m", plan="free")
        started = NewEvent(AgentStarted(agent="cost_analyst", context=context), run.run_id)
        await runs.record(run.thread_id, [started])
        hub.follow(run.thread_id, ears)
        states = [bridge.health().state]
        async with asyncio.timeout(DEADLINE_S):
            await asyncio.gather(*(bridge.recover() for _ in range(PEOPLE)))
        states.append(bridge.health().state)
        await bridge.recover()
        await bridge.drain(0)
        states.append(bridge.health().state)
        return ears.frames, states

    frames, states = portal.call(story)
    assert [frame["type"] for frame in frames] == ["agent_completed"]
    assert frames[0]["payload"]["summary"] == INTERRUPTED
    assert states == ["recovering", "ready", "draining"]
    assert runs.asked["open_runs"] == 1


def test_who_gives_up_does_not_end_the_recovery_of_the_others(portal, database):
    runs = Counted(database)
    bridge = Bridge(runs, Hub(), Echo())

    async def story():
        impatient = asyncio.create_task(bridge.recover())
        patient = asyncio.create_task(bridge.recover())
        await asyncio.sleep(0)
        impatient.cancel()
        async with asyncio.timeout(DEADLINE_S):
            await patient
        return impatient.cancelled() or impatient.cancelling()

    assert portal.call(story)
    assert (runs.asked["open_runs"], bridge.health().state) == (1, "ready")


def test_a_recovery_that_failed_is_tried_again_by_the_next(portal, database):
    runs = Counted(database, failures=1)
    bridge = Bridge(runs, Hub(), Echo())
    with pytest.raises(OperationalError):
        portal.call(bridge.recover)
    assert bridge.health().state == "recovering"
    portal.call(bridge.recover)
    assert (runs.asked["open_runs"], bridge.health().state) == (2, "ready")
