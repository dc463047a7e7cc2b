"""Tools tell of their work, and never suffer from telling it."""

import asyncio

import pytest
from prometheus_client import REGISTRY
from pydantic_ai import ModelRetry, RunContext, ToolFailed
from pydantic_ai.models.test import TestModel
from pydantic_ai.toolsets import FunctionToolset, WrapperToolset
from pydantic_ai.usage import RunUsage
from structlog.testing import capture_logs

from chat_platform.agents.notices import (
    BROKEN_TOOL,
    enhance_tool_dispatcher_with_notifications,
)
from chat_platform.contract.events import ToolCompleted, ToolExecuting

pytestmark = pytest.mark.anyio

RESULT = {"cost_usd": "1.00"}


class Tools(FunctionToolset):
    """One tool, that does what it is told."""

    def __init__(self, outcome=RESULT, wait=None) -> None:
        super().__init__()
        self.ran = 0
        self.began = asyncio.Event()

        async def work(*, period: str = "all", team: str | None = None):
            self.ran += bool(period or team)
            self.began.set()
            if wait is not None:
                await wait.wait()
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        self.add_function(work)


class Notes(list):
    """A notifier that keeps what it hears, and fails where it is told to."""

    def __init__(self, *fails: bool) -> None:
        super().__init__()
        self.fails = list(fails)

    async def __call__(self, event) -> None:
        self.append(event)
        if self.fails and self.fails.pop(0):
            raise ConnectionError("password=hunter2")


async def call(toolset, **arguments):
    """What the tool returns."""
    ctx = RunContext(deps=None, model=TestModel(), usage=RunUsage(), tool_call_id="c1")
    tools = await toolset.get_tools(ctx)
    return await toolset.call_tool("work", arguments, ctx, tools["work"])


def failures() -> float:
    return REGISTRY.get_sample_value("chat_tool_notifications_failed_total")


async def test_a_tool_call_becomes_two_events():
    notes = Notes()
    toolset = enhance_tool_dispatcher_with_notifications(Tools(), notes)
    assert await call(toolset, period="2026-09", team=None) is RESULT
    executing, completed = notes
    assert executing == ToolExecuting(call_id="c1", tool="work", parameters={"period": "2026-09"})
    assert (completed.call_id, completed.status, completed.result) == ("c1", "ok", RESULT)


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (ToolFailed("No such team."), "No such team."),
        (ModelRetry("Which team?"), "Which team?"),
        (KeyError("secret"), BROKEN_TOOL),
    ],
)
@pytest.mark.parametrize("fails", [(), (True, True)])
async def test_the_exception_of_a_tool_is_the_very_one_it_raised(problem, told, fails):
    notes = Notes(*fails)
    toolset = enhance_tool_dispatcher_with_notifications(Tools(problem), notes)
    with pytest.raises(type(problem)) as raised:
        await call(toolset)
    assert raised.value is problem
    assert [type(event) for event in notes] == [ToolExecuting, ToolCompleted]
    assert (notes[1].status, notes[1].error) == ("error", told)


@pytest.mark.parametrize("fails", [(True, True), (True, False), (False, True)])
async def test_a_notifier_that_fails_is_no_trouble_of_the_tool(fails):
    notes, tools, before = Notes(*fails), Tools(), failures()
    toolset = enhance_tool_dispatcher_with_notifications(tools, notes)
    with capture_logs() as logs:
        assert await call(toolset) is RESULT
    assert tools.ran == 1
    assert [type(event) for event in notes] == [ToolExecuting, ToolCompleted]
    assert failures() - before == sum(fails)
    told = [entry for entry in logs if entry["event"] == "tool_notification_failed"]
    assert len(told) == sum(fails)
    assert all((entry["tool"], entry["call_id"]) == ("work", "c1") for entry in told)
    assert "hunter2" not in str(logs)


async def test_one_notifier_hears_of_a_call_once_however_often_it_is_given():
    notes, other = Notes(), Notes()
    once = enhance_tool_dispatcher_with_notifications(Tools(), notes)
    assert enhance_tool_dispatcher_with_notifications(once, notes) is once
    both = enhance_tool_dispatcher_with_notifications(once, other)
    assert enhance_tool_dispatcher_with_notifications(both, notes) is both
    wrapped = WrapperToolset(both)
    assert enhance_tool_dispatcher_with_notifications(wrapped, other) is wrapped
    await call(wrapped)
    assert len(notes) == len(other) == 2


async def test_the_method_of_one_object_is_one_notifier():
    notes = Notes()

    class Teller:
        async def tell(self, event) -> None:
            notes.append(event)

    teller = Teller()
    once = enhance_tool_dispatcher_with_notifications(Tools(), teller.tell)
    assert enhance_tool_dispatcher_with_notifications(once, teller.tell) is once
    assert enhance_tool_dispatcher_with_notifications(once, Teller().tell) is not once


async def test_a_cancelled_tool_is_cancelled_and_not_told_as_completed():
    notes, for_ever = Notes(), asyncio.Event()
    tools = Tools(wait=for_ever)
    task = asyncio.create_task(call(enhance_tool_dispatcher_with_notifications(tools, notes)))
    await asyncio.wait_for(tools.began.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [type(event) for event in notes] == [ToolExecuting]


async def test_a_tool_that_waits_for_its_notifier_can_be_cancelled():
    tools, begun = Tools(), asyncio.Event()

    async def stuck(_event) -> None:
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(call(enhance_tool_dispatcher_with_notifications(tools, stuck)))
    await asyncio.wait_for(begun.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert tools.ran == 0
