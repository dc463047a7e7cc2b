"""Promises about what runs tell, about sub-agents, and about runs that end early, broken."""

import asyncio

from chat_platform.agents import Supervisor
from chat_platform.agents.record import STOPPED_TOOL
from chat_platform.chat.bridge import Bridge
from chat_platform.chat.hub import Hub
from chat_platform.chat.run_in_hand import RunInHand, _Answer
from chat_platform.contract.events import (
    AgentCompleted,
    AgentStarted,
    AgentThinking,
    ToolCompleted,
    ToolExecuting,
)
from tests.sabotage.breaks.agents import emit_instead
from tests.sabotage.catalogue import breaks, replace, rewrite

MOST_TOOLS = 40
MOST_RECORDS = 100


def say_instead(kind, **fields):
    """Let every event of that kind say this; a function gets what it would say."""

    def change(event):
        if not isinstance(event, kind):
            return [event]
        said = {
            name: value(getattr(event, name)) if callable(value) else value
            for name, value in fields.items()
        }
        return [event.model_copy(update=said)]

    emit_instead(change)


@breaks("events-tell", finding="it names the question")
def start_names_another_question() -> None:
    """agent_started names a question that nobody asked."""
    say_instead(
        AgentStarted, context=lambda context: context.model_copy(update={"message_id": "another"})
    )


@breaks("events-tell", finding="the thoughts are")
def thoughts_of_one_word() -> None:
    """agent_thinking says no more than that the agent thinks."""
    say_instead(AgentThinking, reasoning="Hm.")


@breaks("events-tell", finding="not as it demands")
def tool_asked_otherwise() -> None:
    """tool_executing shows other parameters than the tool takes."""
    say_instead(ToolExecuting, parameters={"top": "three"})


@breaks("events-tell", finding="does not say what it found")
def result_left_out() -> None:
    """tool_completed does not say what the tool found."""
    say_instead(ToolCompleted, result=None)


@breaks("events-tell", finding="in short: Done")
def summary_of_one_word() -> None:
    """agent_completed says that it is done, not what was done."""
    say_instead(AgentCompleted, summary="Done.")


@breaks("parameters-as-written", finding="asked about")
def letters_lost_in_parameters() -> None:
    """What a tool is asked about loses all letters beyond ASCII."""

    def plain(value):
        return value.encode("ascii", "replace").decode() if isinstance(value, str) else value

    say_instead(
        ToolExecuting,
        parameters=lambda given: {name: plain(value) for name, value in given.items()},
    )


@breaks("any-number-of-tools", finding="used 50 tools .* but 40 began")
def tools_beyond_forty_not_told() -> None:
    """A run tells of its first forty tools only."""
    told = []

    def change(event):
        if isinstance(event, ToolExecuting):
            told.append(event.call_id)
        if isinstance(event, ToolExecuting | ToolCompleted) and event.call_id in told[MOST_TOOLS:]:
            return []
        return [event]

    emit_instead(change)


@breaks("huge-results", finding="it found 100 of 1200")
def huge_result_cut_off() -> None:
    """Of a huge result only the beginning is told."""

    def cut(result):
        if not isinstance(result, dict) or "records" not in result:
            return result
        return {**result, "records": result["records"][:MOST_RECORDS]}

    say_instead(ToolCompleted, result=cut)


@breaks("sub-agents-in-order", finding="while its nested run .* was still running")
def sub_agents_never_finish() -> None:
    """Nobody is told that a sub-agent has finished."""
    nested = []

    def change(event):
        if isinstance(event, AgentStarted) and event.context.parent_run_id:
            nested.append(event)
        if isinstance(event, AgentCompleted) and nested:
            nested.pop()
            return []
        return [event]

    emit_instead(change)


@breaks("sub-agents-heard", finding="is missing, or not in its place")
def sub_agents_not_listened_to() -> None:
    """What a sub-agent answers does not reach the agent that asked."""

    def make(ask):
        async def ask_for_nothing(self, *details):
            await ask(self, *details)
            return "Nothing."

        return ask_for_nothing

    replace(Supervisor, "_ask_colleague", make)


@breaks("sub-agents-shown", finding="the activity")
def sub_agents_not_named() -> None:
    """The page does not say whose work it shows."""
    rewrite(
        "static/js/activity.js",
        "item.textContent = `${agent}: ${words}`;",
        "item.textContent = words;",
    )


@breaks("run-stops", finding="the run ended as succeeded")
def stop_does_nothing() -> None:
    """Who stops a run is told that it stops, and it goes on."""

    def make(_cancel):
        async def promise_only(_self, _thread_id, known):
            return "ended" if known.state == "ended" else "stopping"

        return promise_only

    replace(Bridge, "cancel", make)


@breaks("run-stops", finding="was started .* but not completed when the run ended")
def stopped_tool_left_open() -> None:
    """When a run is stopped, its open tool is never told to have ended."""
    emit_instead(
        lambda event: (
            [] if isinstance(event, ToolCompleted) and event.error == STOPPED_TOOL else [event]
        )
    )


@breaks("run-stops", finding="stored is|questions with their answers")
def what_was_read_thrown_away() -> None:
    """No answer is stored, so that of a stopped one nothing stays either."""
    replace(_Answer, "created", lambda _: lambda _self: None)


@breaks("stop-offered", finding="does not offer to stop")
def stop_always_offered() -> None:
    """The page offers to stop when there is nothing to stop."""
    rewrite(
        "static/js/chat.js", 'part("stop").hidden = !answering;', 'part("stop").hidden = false;'
    )


@breaks("stop-offered", finding="offers to stop")
def stop_never_offered() -> None:
    """The page does not offer to stop while an agent is at work."""
    rewrite("static/js/chat.js", 'part("stop").hidden = !answering;', 'part("stop").hidden = true;')


@breaks("failing-run-ends", finding="the end of run 1")
def limits_forgotten() -> None:
    """A run may take as long as it likes, and use any number of tools."""

    def make(init):
        def begin(self, *details, **more):
            init(self, *details, **{**more, "limits": None})

        return begin

    replace(Supervisor, "__init__", make)


@breaks("failing-run-ends", finding="succeeded .*, but its answer was never stored")
def failure_shown_as_success() -> None:
    """A run that could not be finished is shown as one that was."""

    def change(event):
        if not isinstance(event, AgentCompleted) or event.status != "failed":
            return [event]
        return [event.model_copy(update={"status": "succeeded", "result": event.summary})]

    emit_instead(change)


@breaks("conversations-side-by-side", finding="one waited for the other")
def one_conversation_at_a_time() -> None:
    """While an agent works in one conversation, all others wait."""
    turn = asyncio.Lock()

    def make(carry_out):
        async def carry_out_alone(self, *details):
            async with turn:
                await carry_out(self, *details)

        return carry_out_alone

    replace(RunInHand, "carry_out", make)


@breaks(
    "tabs-agree", finding="(the end of run 1|the same in both tabs|questions with their answers)"
)
def only_one_tab_is_told() -> None:
    """Of two tabs in one conversation only one hears what happens."""

    def make(_publish):
        def publish_to_one(self, thread_id, events):
            for follower in tuple(self._followers.get(thread_id, ()))[:1]:
                follower.deliver(thread_id, events)

        return publish_to_one

    replace(Hub, "publish", make)


@breaks("own-clock-does-not-matter", finding="questions with their answers|the same conversation")
def news_from_the_future_refused() -> None:
    """The page takes no news that is later than its own clock."""
    rewrite(
        "static/js/client.js",
        "const outcome = thread?.take(envelope);",
        "if (Date.parse(envelope.timestamp) > Date.now() + 60000) return;\n"
        "    const outcome = thread?.take(envelope);",
    )
