"""The five events of a run: their order, their content, and that they always come to an end."""

import asyncio
import json

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic_ai.messages import ModelResponse, ToolCallPart
from pydantic_ai.models.function import DeltaToolCall, FunctionModel
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from chat_platform.agents import AnswerDelta, Supervisor, UnusableModelError, describe_agents
from chat_platform.contract.events import (
    AgentCompleted,
    AgentStarted,
    AgentThinking,
    ToolCompleted,
    ToolExecuting,
)

from .conftest import Told, ask_supervisor, request

pytestmark = pytest.mark.anyio

QUESTIONS = (
    "Hello!",
    "Which models are there?",
    "Three most expensive models in September?",
    "How can we save money?",
    "Write me a report for August",
    "How much did the Sales team spend?",
)


def model_of(stream, agent="triage") -> FunctionModel:
    """A model that chooses an agent when asked to, and then answers as ``stream`` says."""

    def choose(_messages, info):
        return ModelResponse([ToolCallPart(info.output_tools[0].name, {"response": agent})])

    return FunctionModel(choose, stream_function=stream)


def assert_in_order(told) -> None:
    """The promises of the event contract about one run."""
    events = told.events
    assert isinstance(events[0], AgentStarted)
    assert [type(e) for e in told.everything].count(AgentStarted) == 1
    assert [type(e) for e in told.everything].count(AgentCompleted) == 1
    assert isinstance(told.everything[-1], AgentCompleted)
    steps = [event.step for event in told.of(AgentThinking)]
    assert steps == list(range(1, len(steps) + 1))
    running: dict[str, str] = {}
    for event in events:
        if isinstance(event, ToolExecuting):
            assert event.call_id not in running
            running[event.call_id] = event.tool
        elif isinstance(event, ToolCompleted):
            assert running.pop(event.call_id) == event.tool
            assert (event.error is None) == (event.status == "ok")
    assert not running
    assert told.completed.usage.tool_calls == len(told.of(ToolExecuting))


def without_chance(told) -> list[object]:
    """What was told, without ids, durations, and which of the tools at work ended first."""
    chance = {"call_id", "duration_ms"}
    ended = [event.model_dump(exclude=chance) for event in told.of(ToolCompleted)]
    others = [event for event in told.everything if not isinstance(event, ToolCompleted)]
    return sorted(ended, key=str) + [
        event.text
        if isinstance(event, AnswerDelta)
        else (event.type, event.model_dump(exclude=chance))
        for event in others
    ]


@pytest.mark.parametrize("text", QUESTIONS)
async def test_events_come_in_order(ask, text):
    told = await ask(text)
    assert_in_order(told)
    assert told.completed.status == "succeeded"
    assert told.completed.result == told.answer
    assert told.completed.usage.input_tokens > 0
    assert told.completed.usage.output_tokens > 0


@pytest.mark.parametrize("text", QUESTIONS)
async def test_parameters_fit_the_published_schema_and_results_are_json(ask, text):
    told = await ask(text)
    (started,) = told.of(AgentStarted)
    (agent,) = [agent for agent in describe_agents() if agent.name == started.agent]
    schemas = {tool.name: tool.parameters for tool in agent.tools}
    for event in told.of(ToolExecuting):
        jsonschema_rs.validate(schemas[event.tool], event.parameters)
    for event in told.of(ToolCompleted):
        assert json.loads(json.dumps(event.result)) == event.result


@pytest.mark.parametrize("text", QUESTIONS)
async def test_the_same_question_is_answered_alike(ask, text):
    assert without_chance(await ask(text)) == without_chance(await ask(text))


async def test_the_start_says_where_the_run_belongs(ask):
    (started,) = (await ask("Hello!")).of(AgentStarted)
    assert started.context.model_dump() == {
        "thread_id": "t1",
        "message_id": "m1",
        "plan": "free",
        "parent_run_id": None,
        "question": "Hello!",
    }


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=200))
def test_any_text_gets_a_whole_run(seeded_file, text):
    async def ask_once():
        engine = create_async_engine(f"sqlite+aiosqlite:///{seeded_file}")
        try:
            return await ask_supervisor(Supervisor(async_sessionmaker(engine), pace_ms=0), text)
        finally:
            await engine.dispose()

    told = asyncio.run(ask_once())
    assert_in_order(told)
    assert told.completed.status == "succeeded"


async def test_many_runs_at_once_do_not_mix(ask):
    alone = {text: without_chance(await ask(text)) for text in QUESTIONS}
    together = await asyncio.gather(*(ask(text) for text in QUESTIONS * 4))
    for text, told in zip(QUESTIONS * 4, together, strict=True):
        assert without_chance(told) == alone[text]


async def test_a_tool_that_breaks_down_ends_the_run_without_internals(bare_sessions):
    told = await ask_supervisor(Supervisor(bare_sessions, pace_ms=0), "How much did we spend?")
    assert_in_order(told)
    tries = told.of(ToolCompleted)
    assert [each.status for each in tries] == ["error"] * 4
    broken = tries[-1]
    assert (told.completed.status, told.completed.code) == ("failed", "tool_failed")
    assert told.completed.result is None
    for text in (broken.error, told.completed.summary):
        assert "sql" not in text.lower()
        assert "table" not in text.lower()


async def test_a_model_that_breaks_down_ends_the_run_without_internals(sessions):
    async def stream(_messages, _info):
        yield "Let me "
        raise ConnectionError("secret-host:443 refused")

    told = await ask_supervisor(Supervisor(sessions, model_of(stream)), "Hi")
    assert_in_order(told)
    assert told.completed.status == "failed"
    assert told.completed.result is None
    assert "secret" not in told.completed.summary


class Reached(Told):
    """Notes the first event of a kind."""

    def __init__(self, kind) -> None:
        super().__init__()
        self.kind = kind
        self.reached = asyncio.Event()

    def put(self, run_id, event) -> None:
        super().put(run_id, event)
        if isinstance(event, self.kind):
            self.reached.set()


async def cancelled_at(supervisor, kind, text) -> Told:
    """What a run told that was cancelled right after some event."""
    told = Reached(kind)
    task = asyncio.create_task(supervisor.run(request(text), told))
    await asyncio.wait_for(told.reached.wait(), 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return told


@pytest.mark.parametrize("moment", [AgentStarted, ToolExecuting, AnswerDelta])
async def test_a_cancelled_run_still_ends_in_order(sessions, moment):
    """Cancelled while the model or the tool is at work, right after some event."""
    supervisor = Supervisor(
        sessions, pace_ms=60_000 if moment is AgentStarted else 0, tool_pace_ms=60_000
    )
    if moment is AnswerDelta:
        supervisor = Supervisor(sessions, model_of(endless_answer))
    told = await cancelled_at(supervisor, moment, "How much did we spend?")
    assert_in_order(told)
    assert (told.completed.status, told.completed.result) == ("cancelled", None)
    assert told.completed.summary.endswith("was stopped before the answer was complete.")


async def endless_answer(_messages, _info):
    yield "Once upon a time "
    await asyncio.Event().wait()


async def test_cancelling_stops_the_model(sessions):
    stopped = asyncio.Event()

    async def stream(_messages, _info):
        try:
            yield "Once "
            await asyncio.Event().wait()
        finally:
            stopped.set()

    await cancelled_at(Supervisor(sessions, model_of(stream)), AnswerDelta, "Hi")
    assert stopped.is_set()


async def test_a_model_that_shows_no_thinking_still_has_its_steps_told(sessions):
    """``test`` is pydantic-ai's own model: it calls every tool of its agent and thinks nothing."""
    told = await ask_supervisor(Supervisor(sessions, "test"), "Hello")
    assert_in_order(told)
    assert [event.step for event in told.of(AgentThinking)] == [1, 2]
    assert [event.tool for event in told.of(ToolExecuting)] == ["list_models"]
    assert told.completed.status == "succeeded"


async def test_words_before_a_tool_belong_to_the_answer(sessions):
    """Some models speak, call a tool, and go on: the pieces joined are the result."""

    async def stream(messages, _info):
        if len(messages) == 1:
            yield "Let me look."
            yield {1: DeltaToolCall("list_models", "{}")}
        else:
            yield "There are eight."

    told = await ask_supervisor(Supervisor(sessions, model_of(stream)), "Hello")
    assert_in_order(told)
    assert told.answer == "Let me look.\n\nThere are eight."
    assert told.completed.result == told.answer


async def test_a_real_model_chooses_the_agent_and_its_tokens_count(sessions):
    async def stream(_messages, _info):
        yield "Here is your report."

    told = await ask_supervisor(Supervisor(sessions, model_of(stream, "reporter")), "Hello")
    assert told.of(AgentStarted)[0].agent == "reporter"
    alone = await ask_supervisor(Supervisor(sessions, pace_ms=0), "Hello")
    assert told.completed.usage.input_tokens > alone.completed.usage.input_tokens


async def test_a_model_that_cannot_choose_fails_in_order(sessions):
    def refuse(_messages, _info):
        raise ConnectionError("secret-host:443 refused")

    told = await ask_supervisor(Supervisor(sessions, FunctionModel(refuse)), "Hello")
    assert [type(event) for event in told.everything] == [AgentStarted, AgentCompleted]
    assert told.completed.status == "failed"


@pytest.mark.parametrize("name", ["nosuchmodel", "nosuchprovider:model", ""])
async def test_an_unusable_model_is_refused_in_a_sentence(sessions, name):
    with pytest.raises(UnusableModelError, match=rf'The agent model "{name}" cannot be used: '):
        Supervisor(sessions, name)
