"""The bridge when agents misbehave: the log of the thread stays whole."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field

import pytest
from platform_kit.ears import Ears

from chat_platform.agents import AnswerDelta
from chat_platform.chat.bridge import Bridge
from chat_platform.chat.hub import Hub
from chat_platform.chat.runs import OpenRun, RunStore
from chat_platform.chat.store import ChatStore
from chat_platform.contract.events import (
    AgentCompleted,
    AgentStarted,
    AgentThinking,
    RunContext,
    ToolExecuting,
    Usage,
)


@dataclass
class OfColleague:
    """An event of a nested run."""

    number: int
    event: object

    def within(self, request):
        if not isinstance(self.event, AgentStarted):
            return self.event
        context = RunContext(
            thread_id=request.thread_id,
            message_id=request.message_id,
            plan="free",
            parent_run_id=request.run_id,
        )
        return AgentStarted(agent=self.event.agent, context=context)


@dataclass
class Script:
    """A supervisor that emits what it was told, then breaks in its own way."""

    events: list
    end: Exception | None = None
    stuck: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, request, listener):
        for event in self.events:
            if isinstance(event, OfColleague):
                listener.put(f"{request.run_id[:-2]}{event.number:02}", event.within(request))
            else:
                listener.put(request.run_id, event)
            await self.breathe()
        if self.end is not None:
            raise self.end
        self.stuck.set()
        await asyncio.Event().wait()

    async def breathe(self):
        pass


class Slow(Script):
    """A supervisor that lets others work between what it emits."""

    async def breathe(self):
        for _ in range(3):
            await asyncio.sleep(0)


STARTED = AgentStarted(
    agent="cost_analyst", context=RunContext(thread_id="t", message_id="m", plan="free")
)
TOOL = ToolExecuting(call_id="c1", tool="top_spenders", parameters={})


async def ask(database, caller, script, drain=None, patience=30):
    """One question; the frames of its run, after the store and the hub agree on them."""
    store, hub, ears = ChatStore(database), Hub(), Ears()
    thread = await store.create_thread(caller.user.id, "t1", "Bills")
    accepted = await store.accept(caller.user.id, thread.thread_id, "q1", "How much?")
    hub.follow(thread.thread_id, ears)
    bridge = Bridge(RunStore(database), hub, script, patience)
    bridge.start(OpenRun(accepted.run_id, thread.thread_id, started=False))
    if drain is not None:
        await script.stuck.wait()
        await bridge.drain(drain)
    async with asyncio.timeout(10):
        await ears.ended.wait()
    stored = await store.events_after(thread.thread_id, accepted.reply.seq)
    assert [json.loads(event.frame) for event in stored] == ears.frames
    assert await RunStore(database).open_runs() == []
    return ears.frames


@pytest.mark.parametrize(
    ("events", "types"),
    [
        ([], ["agent_started", "agent_completed"]),
        ([STARTED], ["agent_started", "agent_completed"]),
        (
            [STARTED, TOOL],
            ["agent_started", "tool_executing", "tool_completed", "agent_completed"],
        ),
        (
            [STARTED, AnswerDelta("It is "), AnswerDelta("42")],
            [
                "agent_started",
                "message_delta",
                "message_delta",
                "message_created",
                "agent_completed",
            ],
        ),
    ],
)
def test_a_run_that_breaks_is_closed_in_order(portal, database, caller, events, types):
    frames = portal.call(ask, database, caller, Script(events, RuntimeError("crossed wires")))
    assert [frame["type"] for frame in frames] == types
    told = frames[-1]["payload"]
    assert (told["status"], told["result"]) == ("failed", None)
    assert "Reference" in told["summary"]
    assert "wires" not in str(frames)
    by_type = {frame["type"]: frame["payload"] for frame in frames}
    if "tool_completed" in by_type:
        assert by_type["tool_completed"]["status"] == "error"
        assert by_type["tool_completed"]["call_id"] == "c1"
        assert told["usage"]["tool_calls"] == 1
    if "message_created" in by_type:
        assert by_type["message_created"]["message"]["text"] == "It is 42"


def test_a_run_that_does_not_end_is_cancelled_when_the_platform_stops(portal, database, caller):
    script = Script([STARTED, AgentThinking(reasoning="Hmm", step=1), TOOL])
    frames = portal.call(ask, database, caller, script, 0.01)
    assert [frame["type"] for frame in frames][-2:] == ["tool_completed", "agent_completed"]
    assert frames[-1]["payload"]["status"] == "cancelled"


def test_an_agent_is_told_what_was_said_before(portal, database, caller):
    async def story():
        store = ChatStore(database)
        thread = await store.create_thread(caller.user.id, "t1", "Bills")
        accepted = [
            await store.accept(caller.user.id, thread.thread_id, f"q{n}", f"Question {n}")
            for n in range(3)
        ]
        return await RunStore(database).request(accepted[1].run_id)

    request = portal.call(story)
    assert (request.text, request.history) == ("Question 1", [("user", "Question 0")])
    assert (request.plan, request.user_name) == ("free", "Ada Lovelace")


DISK_FULL = OSError("disk full")


def fail(monkeypatch, times, problem=DISK_FULL):
    """Let storing the events of runs fail so often; counts how often it did."""
    record, failed = RunStore.record, []

    async def record_unless_full(self, thread_id, events):
        if len(failed) < times:
            failed.append([event.payload.type for event in events])
            raise problem
        return await record(self, thread_id, events)

    monkeypatch.setattr(RunStore, "record", record_unless_full)
    return failed


def test_events_that_could_not_be_stored_at_once_are_told_late(
    portal, database, caller, monkeypatch
):
    failed = fail(monkeypatch, 3)
    ended = AgentCompleted(
        status="succeeded",
        summary="Done.",
        result="It is 42",
        usage=Usage(input_tokens=1, output_tokens=1, tool_calls=0),
        duration_ms=1,
    )
    script = Slow([STARTED, AnswerDelta("It is "), AnswerDelta("42"), ended])
    frames = portal.call(ask, database, caller, script)
    assert len(failed) == 3
    assert [frame["type"] for frame in frames] == [
        *("agent_started", "message_delta", "message_delta", "message_created"),
        "agent_completed",
    ]
    assert frames[-1]["payload"]["status"] == "succeeded"
    times = [frame["timestamp"] for frame in frames]
    assert times == sorted(times)


@pytest.mark.parametrize("problem", [DISK_FULL, ValueError("no JSON")])
def test_events_that_can_never_be_stored_end_the_run(
    portal, database, caller, monkeypatch, problem
):
    failed = fail(monkeypatch, 10**6, problem)
    script = Slow([STARTED, AnswerDelta("It is "), AnswerDelta("42")])
    frames = portal.call(ask, database, caller, script, None, 0.2)
    assert failed
    assert [frame["type"] for frame in frames] == ["agent_started", "agent_completed"]
    assert frames[-1]["payload"]["status"] == "failed"
    assert "stored" in frames[-1]["payload"]["summary"]


def test_nested_runs_are_closed_before_the_run_they_belong_to(portal, database, caller):
    done = AgentCompleted(
        status="succeeded",
        summary="Done.",
        result="42",
        usage=Usage(input_tokens=1, output_tokens=1, tool_calls=0),
        duration_ms=1,
    )
    ask_1, ask_2 = (
        ToolExecuting(call_id=f"a{n}", tool="ask_colleague", parameters={}) for n in (1, 2)
    )
    script = Script(
        [
            *(STARTED, ask_1, ask_2, OfColleague(1, STARTED), OfColleague(2, STARTED)),
            *(OfColleague(1, done), OfColleague(2, TOOL)),
        ],
        RuntimeError("crossed wires"),
    )
    frames = portal.call(ask, database, caller, script)
    root = frames[0]["run_id"]
    closing = [
        (frame["run_id"] == root, frame["type"], frame["payload"].get("status"))
        for frame in frames[7:]
    ]
    assert closing == [
        (False, "tool_completed", "error"),
        (False, "agent_completed", "cancelled"),
        (True, "tool_completed", "error"),
        (True, "tool_completed", "error"),
        (True, "agent_completed", "failed"),
    ]
    assert frames[-1]["payload"]["usage"]["tool_calls"] == 2
