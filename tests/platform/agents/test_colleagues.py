"""Agents who ask other agents: runs nested in a run, one level deep."""

import asyncio

import pytest
from pydantic_ai.messages import ModelResponse, ToolCallPart
from pydantic_ai.models.function import DeltaToolCall, FunctionModel

from chat_platform.agents import AnswerDelta, RunLimits, Supervisor
from chat_platform.contract.events import (
    AgentCompleted,
    AgentStarted,
    ToolCompleted,
    ToolExecuting,
)

from .conftest import RUN_ID, Told, ask_supervisor, request
from .test_runs import assert_in_order

pytestmark = pytest.mark.anyio

BRIEFING = "Prepare a briefing for September 2026"


def nested_told(told) -> list[Told]:
    return [Told(events) for events in told.nested().values()]


async def test_a_briefing_asks_both_colleagues_at_once(ask):
    told = await ask(BRIEFING)
    assert_in_order(told)
    colleagues = nested_told(told)
    assert [c.of(AgentStarted)[0].agent for c in colleagues] == ["cost_analyst", "optimizer"]
    for colleague in colleagues:
        assert_in_order(colleague)
        assert colleague.of(AgentStarted)[0].context.parent_run_id == RUN_ID
        assert colleague.completed.status == "succeeded"
    # Side by side: both begin before either has ended.
    order = [type(e) for run_id, e in told.heard if run_id != RUN_ID]
    assert order.index(AgentCompleted) > len(order) - 1 - order[::-1].index(AgentStarted)


async def test_the_answer_of_a_colleague_is_the_result_of_the_tool(ask):
    told = await ask(BRIEFING)
    answers = {c.completed.result for c in nested_told(told)}
    assert {event.result for event in told.of(ToolCompleted)} == answers
    assert all(answer in told.answer for answer in answers)
    assert not any(
        isinstance(event, AnswerDelta) for run_id, event in told.heard if run_id != RUN_ID
    )


async def test_each_run_counts_its_own_tools_and_tokens(ask):
    told = await ask(BRIEFING)
    assert told.completed.usage.tool_calls == len(told.of(ToolExecuting)) == 2
    alone = await ask("Which are our five most expensive models in September 2026?")
    analyst = nested_told(told)[0]
    assert analyst.completed.usage == alone.completed.usage


def asking(agent="optimizer", colleague=None):
    """A model that asks a colleague, who answers as ``colleague`` says."""

    async def stream(messages, info):
        tools = {tool.name for tool in info.function_tools}
        if "ask_colleague" not in tools and colleague is not None:
            async for piece in colleague():
                yield piece
        elif len(messages) == 1:
            arguments = f'{{"agent": "{agent}", "question": "Why?"}}'
            yield {1: DeltaToolCall("ask_colleague", arguments)}
        else:
            yield "Done."

    def choose(_messages, info):
        return ModelResponse([ToolCallPart(info.output_tools[0].name, {"response": "reporter"})])

    return FunctionModel(choose, stream_function=stream)


async def test_a_colleague_who_fails_is_a_tool_that_fails(sessions):
    async def broken():
        yield "Let me "
        raise ConnectionError("secret-host:443 refused")

    told = await ask_supervisor(Supervisor(sessions, asking(colleague=broken)), "Hi")
    (colleague,) = nested_told(told)
    assert_in_order(colleague)
    assert colleague.completed.status == "failed"
    (tool,) = told.of(ToolCompleted)
    assert (tool.status, tool.error) == ("error", colleague.completed.summary)
    assert (told.completed.status, told.completed.result) == ("succeeded", "Done.")
    assert "secret" not in str(told.heard)


@pytest.mark.parametrize("agent", ["reporter", "triage", "nobody"])
async def test_only_colleagues_can_be_asked(sessions, agent):
    told = await ask_supervisor(Supervisor(sessions, asking(agent)), "Hi")
    assert_in_order(told)
    assert told.nested() == {}


async def test_a_run_that_is_cancelled_ends_its_colleagues_first(sessions):
    told, asked = Told(), asyncio.Event()

    async def endless():
        asked.set()
        yield "Once upon a time "
        await asyncio.Event().wait()

    supervisor = Supervisor(sessions, asking(colleague=endless))
    task = asyncio.create_task(supervisor.run(request("Hi"), told))
    await asyncio.wait_for(asked.wait(), 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert_in_order(told)
    (colleague,) = nested_told(told)
    assert_in_order(colleague)
    assert colleague.completed.status == told.completed.status == "cancelled"
    assert told.heard[-1][0] == RUN_ID


async def test_a_run_that_takes_too_long_ends_as_failed_with_its_colleagues(sessions):
    limits = RunLimits(timeout_s=0.3)
    told = await ask_supervisor(
        Supervisor(sessions, pace_ms=0, tool_pace_ms=200, limits=limits), BRIEFING
    )
    assert_in_order(told)
    for colleague in nested_told(told):
        assert_in_order(colleague)
        assert colleague.completed.status != "succeeded"
    assert told.completed.status == "failed"
    assert "it took too long" in told.completed.summary
    assert told.heard[-1][0] == RUN_ID


@pytest.mark.parametrize("pace_ms", [0, 60_000])
async def test_a_run_that_takes_too_long_says_so(sessions, pace_ms):
    supervisor = Supervisor(
        sessions,
        pace_ms=60_000 if not pace_ms else 0,
        tool_pace_ms=pace_ms,
        limits=RunLimits(timeout_s=0.2),
    )
    told = await ask_supervisor(supervisor, "How much did we spend?")
    assert_in_order(told)
    assert told.completed.status == "failed"
    assert told.completed.summary == (
        "Cost analyst could not finish the answer: it took too long. Try a simpler question."
    )


@pytest.mark.parametrize(("allowed", "status"), [(49, "failed"), (50, "succeeded")])
async def test_a_run_makes_no_more_tool_calls_than_it_may(sessions, allowed, status):
    supervisor = Supervisor(sessions, pace_ms=0, limits=RunLimits(tool_calls=allowed))
    told = await ask_supervisor(supervisor, "What did we spend on each of the last 50 days?")
    assert_in_order(told)
    assert told.completed.status == status
    assert len(told.of(ToolExecuting)) <= allowed
    if status == "failed":
        assert "more than the 49 tool calls" in told.completed.summary
