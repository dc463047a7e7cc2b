"""The specialists' reading of questions, their documents, and what they say when there is nothing.

Their figures are recomputed by the features, in another engine.
"""

from typing import get_args

import pytest
from pydantic_ai import RunContext, ToolFailed
from pydantic_ai.models.test import TestModel
from pydantic_ai.usage import RunUsage

from chat_platform.agents import documents
from chat_platform.agents.catalogue import PROVIDERS, TEAMS
from chat_platform.agents.crew import ROLE_OF_TOPIC
from chat_platform.agents.names import AgentName
from chat_platform.agents.offline import finders
from chat_platform.agents.offline.plan import next_calls
from chat_platform.agents.offline.question import understand
from chat_platform.agents.offline.specialties import SPECIALTIES
from chat_platform.agents.offline.topics import Topic
from chat_platform.agents.roster import ROLES
from chat_platform.agents.tools import TOOLS
from chat_platform.agents.tools.anomalies import find_anomalies
from chat_platform.agents.tools.colleagues import Colleague
from chat_platform.agents.tools.compliance import approved_providers
from chat_platform.agents.tools.dependencies import Dependencies
from chat_platform.agents.tools.statistics import column_statistics
from chat_platform.agents.tools.summaries import key_figures
from chat_platform.agents.tools.trends import spend_trend
from chat_platform.contract.events import AgentCompleted, AgentStarted, ToolCompleted

from .conftest import Told

pytestmark = pytest.mark.anyio


@pytest.fixture
def ctx(sessions):
    return RunContext(deps=Dependencies(sessions), model=TestModel(), usage=RunUsage())


@pytest.mark.parametrize(("topic", "specialty"), SPECIALTIES.items())
def test_every_example_is_understood_and_its_tool_is_the_agents(topic, specialty):
    question = understand([specialty.example])
    assert question.topic is topic
    assert [call.tool for call in next_calls(question, [])] == [specialty.tool]
    assert specialty.tool in ROLES[specialty.agent].tools


def test_every_agent_has_a_question_that_reaches_it():
    assert set(ROLE_OF_TOPIC) == set(Topic)
    assert set(ROLE_OF_TOPIC.values()) == set(AgentName)


def test_whoever_computes_can_be_asked_by_a_colleague():
    assert set(get_args(Colleague)) == set(AgentName) - {AgentName.TRIAGE, AgentName.REPORTER}


@pytest.mark.parametrize(
    "text",
    [
        "Make 99999999 synthetic records with seed 999999999999",
        "Make 0 synthetic records",
        "Which days stand out by 99.9 standard deviations?",
        "How much capacity with 9,000 percent headroom?",
        "Which 0 actions would save most?",
        "What would 99,999,999,999 million input tokens cost?",
        "What does the handbook say about " + "very " * 300 + "long words?",
    ],
)
async def test_any_number_makes_arguments_that_the_tool_takes(ask, text):
    (call,) = next_calls(understand([text]), [])
    schema = TOOLS[call.tool].function_schema
    schema.validator.validate_python(call.arguments)
    told = await ask(text)
    assert told.completed.status == "succeeded"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What do our documents say about notice periods?", "notice periods"),
        (
            "Where is it written that invoices are disputed?",
            "Where is it that invoices are disputed",
        ),
        ("documents?", "documents"),
    ],
)
def test_what_to_look_for(text, found):
    assert finders.search_words(text) == found


def test_the_best_paragraph_comes_first_and_is_word_for_word():
    best = documents.search("notice period of Borealis", 3)[0]
    assert best.document.name == "contract-borealis"
    assert best.text in best.document.paragraphs


@pytest.mark.parametrize("query", ["zebra", "the of and", '" OR (', "*", ""])
def test_words_that_are_nowhere_find_nothing(query):
    assert documents.search(query, 3) == []


async def test_who_asks_for_what_is_not_written_is_told_what_there_is(ask):
    told = await ask("What do our documents say about zebras?")
    assert 'No document says anything about "zebras". There are: Policy on' in told.answer


def test_the_policy_names_teams_and_providers_that_there_are():
    assert set(approved_providers()) < set(TEAMS)
    assert {name for names in approved_providers().values() for name in names} <= set(PROVIDERS)


async def test_figures_of_too_few_days_are_refused_or_left_out(ctx):
    with pytest.raises(ToolFailed, match="at least 3 days"):
        await spend_trend(ctx, period="last_2_days")
    assert (await find_anomalies(ctx, period="2026-09-15"))["anomalies"] == []
    first = await key_figures(ctx, period="2026-07-03")
    assert (first["before_usd"], first["change_percent"]) == (None, None)


async def test_one_record_has_no_deviation(ctx):
    one = await column_statistics(
        ctx, period="2026-09-15", model="cobalt-chat", team="Research", column="requests"
    )
    assert (one["records"], one["standard_deviation"]) == (1, "0.000000")
    assert one["mean"] == one["median"] == one["smallest"] == one["largest"]


async def test_a_full_briefing_has_a_section_of_each_colleague(ask):
    told = await ask("Prepare a full briefing for September 2026")
    nested = [Told(events) for events in told.nested().values()]
    assert [colleague.of(AgentStarted)[0].agent for colleague in nested] == [
        *("cost_analyst", "optimizer", "forecaster"),
        *("anomaly_detector", "compliance_checker", "capacity_planner"),
    ]
    for colleague in nested:
        (completed,) = colleague.of(AgentCompleted)
        assert completed.result in told.answer
        assert all(tool.status == "ok" for tool in colleague.of(ToolCompleted))
