"""Promises about the five events and the agents, broken."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from chat_platform.agents import Listener, Supervisor
from chat_platform.agents.crew import Crew
from chat_platform.agents.names import AgentName
from chat_platform.chat import frames, run_in_hand
from chat_platform.chat.runs import RunStore
from chat_platform.contract.events import (
    AgentCompleted,
    AgentStarted,
    AgentThinking,
    ToolCompleted,
    ToolExecuting,
)
from chat_platform.operations import documents
from tests.sabotage.catalogue import breaks, replace, rewrite


def emit_instead(change):
    """Let every run emit what ``change(event)`` returns (a list) for each event."""

    def make(run):
        async def changed(self, request, listener):
            await run(self, request, ChangedListener(listener, change))

        return changed

    replace(Supervisor, "run", make)


@dataclass
class ChangedListener:
    """Passes on what ``change(event)`` makes of each event."""

    listener: Listener
    change: Callable

    def put(self, run_id, event):
        for instead in self.change(event):
            self.listener.put(run_id, instead)

    async def notify(self, run_id, event):
        for instead in self.change(event):
            await self.listener.notify(run_id, instead)


@breaks("five-events", finding="the end of run 1")
def completion_missing() -> None:
    """agent_completed is never stored nor sent."""

    def make(record):
        async def forget_the_end(self, thread_id, events):
            kept = [event for event in events if not isinstance(event.payload, AgentCompleted)]
            return await record(self, thread_id, kept) if kept else []

        return forget_the_end

    # Where agents leave it out, the platform itself ends the run.
    replace(RunStore, "record", make)


@breaks("five-events", finding="has no agent_thinking")
def thinking_missing() -> None:
    """agent_thinking is never sent."""
    emit_instead(lambda event: [] if isinstance(event, AgentThinking) else [event])


@breaks("five-events", finding="`top_spenders` was started .* but not completed")
def tool_completion_missing() -> None:
    """tool_completed is never sent."""
    emit_instead(lambda event: [] if isinstance(event, ToolCompleted) else [event])


@breaks("five-events", finding="twice")
def tool_completed_twice() -> None:
    """tool_completed is sent twice."""
    emit_instead(lambda event: [event, event] if isinstance(event, ToolCompleted) else [event])


@breaks("five-events", finding="`top_spenders` was completed .* but never started")
def tool_events_out_of_order() -> None:
    """tool_completed comes before tool_executing."""
    held = []

    def change(event):
        if isinstance(event, ToolExecuting):
            held.append(event)
            return []
        return [event, held.pop()] if isinstance(event, ToolCompleted) and held else [event]

    emit_instead(change)


@breaks("five-events", finding="reasoning")
def empty_reasoning() -> None:
    """agent_thinking says nothing."""
    emit_instead(
        lambda event: [
            event.model_copy(update={"reasoning": ""})
            if isinstance(event, AgentThinking)
            else event
        ]
    )


@breaks("five-events", finding="says it used 2 tools .* but 1 began")
def usage_does_not_add_up() -> None:
    """agent_completed counts a tool call too many."""

    def change(event):
        if not isinstance(event, AgentCompleted):
            return [event]
        usage = event.usage.model_copy(update={"tool_calls": event.usage.tool_calls + 1})
        return [event.model_copy(update={"usage": usage})]

    emit_instead(change)


@breaks("activity-shown", finding="the activity")
def activity_leaves_out_thinking() -> None:
    """The page does not show what the agent thinks."""
    rewrite("static/js/activity.js", "return `Thinking: ${payload.reasoning}`;", "return null;")


@breaks("activity-shown", finding="the activity")
def activity_is_gone_after_a_reload() -> None:
    """A page that is loaded anew does not ask for what the agents did before."""
    rewrite("static/js/thread.js", "newestRun ? newestRun - 1 : lastSeq", "lastSeq")


@breaks("answer-streams", finding="(pieces|join)")
def piece_of_the_answer_changed() -> None:
    """The pieces of an answer are not what is stored."""

    def make(add):
        def add_louder(self, piece):
            delta = add(self, piece)
            return delta.model_copy(update={"delta": delta.delta.upper()})

        return add_louder

    replace(run_in_hand._Answer, "add", make)


@breaks("result-of-tool", finding="found .*but the usage data says")
def wrong_tool_result() -> None:
    """The tool reports another model's spending as the highest."""

    def change(event):
        if not isinstance(event, ToolCompleted) or event.tool != "top_spenders":
            return [event]
        swapped = {**event.result, "spenders": event.result["spenders"][::-1]}
        return [event.model_copy(update={"result": swapped})]

    emit_instead(change)


@breaks("right-agent", finding="Triage answered")
def triage_answers_everything() -> None:
    """Every question goes to the same agent."""

    def make(_choose):
        async def choose(_self, _texts, _usage):
            return AgentName.TRIAGE

        return choose

    replace(Crew, "choose", make)


def change_frames(kind, change):
    """Let ``change(envelope)`` alter every frame of that type before it is sealed."""

    def make(encode):
        def encode_changed(envelope):
            if envelope["type"] == kind:
                change(envelope)
            return encode(envelope)

        return encode_changed

    replace(frames, "encode", make)


@breaks("contract-kept", finding="a field `payload.mood` that the published contract does not know")
def field_that_is_not_in_the_contract() -> None:
    """agent_thinking tells of the agent's mood, which the contract does not know."""
    change_frames("agent_thinking", lambda envelope: envelope["payload"].update(mood="curious"))


@breaks("contract-kept", finding="tool_completed, has no field `payload.duration_ms`")
def field_of_the_contract_left_out() -> None:
    """tool_completed does not say how long the tool took."""
    change_frames("tool_completed", lambda envelope: envelope["payload"].pop("duration_ms"))


@breaks("contract-kept", finding='"thread_named", which the published contract does not know')
def message_that_is_not_in_the_contract() -> None:
    """The news that a conversation has a name goes by a name of its own."""
    change_frames("thread_renamed", lambda envelope: envelope.update(type="thread_named"))


@breaks("contract-kept", finding='that Ada sent is of type "message.send"')
def contract_forgets_how_to_ask() -> None:
    """The published contract leaves out the message with which one asks."""
    replace(documents, "CLIENT_TYPES", lambda types: types[1:])


@breaks("contract-used", finding="`payload.context.parent_run_id` in `agent_started`, but no")
def optional_field_never_sent() -> None:
    """agent_started never says which run it belongs to, although the contract names the field."""
    change_frames(
        "agent_started", lambda envelope: envelope["payload"]["context"].pop("parent_run_id")
    )


def pause_before(kinds, seconds):
    """Let every run pause before events of these kinds are stored and told."""

    def make(record):
        async def slow(self, thread_id, events):
            if any(isinstance(event.payload, kinds) for event in events):
                await asyncio.sleep(seconds)
            return await record(self, thread_id, events)

        return slow

    replace(RunStore, "record", make)


@breaks("answers-in-time", finding="first event took 3.* s, and the limit is 2 s")
def agent_begins_late() -> None:
    """More than three seconds pass before an agent begins."""
    pause_before(AgentStarted, 3.2)


@breaks("answers-in-time", finding="longest silence took 6.* s, and the limit is 5 s")
def agent_falls_silent() -> None:
    """Nothing comes for more than six seconds before the end."""
    pause_before(AgentCompleted, 6.3)


@breaks("answers-in-time", finding="whole answer took 1.* s, and the limit is 10 s")
def agent_finishes_late() -> None:
    """There is always news, but the answer takes more than ten seconds."""
    pause_before((ToolExecuting, ToolCompleted, AgentCompleted), 3.5)


@breaks("answers-in-time", finding="says it took [89].* s more than lies between its timestamps")
def tool_duration_made_up() -> None:
    """Every tool says that it took nine seconds longer than it did."""

    def change(event):
        if not isinstance(event, ToolCompleted):
            return [event]
        return [event.model_copy(update={"duration_ms": event.duration_ms + 9_000})]

    emit_instead(change)
