import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_platform.agents.crew import ROLE_OF_TOPIC
from chat_platform.agents.offline.markdown import literal, pieces
from chat_platform.agents.offline.plan import next_calls
from chat_platform.agents.offline.question import Question, Topic, understand
from chat_platform.agents.roster import ROLES

Q = Question


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How much did we spend?", Q(Topic.TOTAL)),
        ("What did we spend in August?", Q(Topic.TOTAL, period="2026-08")),
        (
            "What did Cobalt cost us in the last 7 days?",
            Q(Topic.TOTAL, "last_7_days", provider="Cobalt"),
        ),
        (
            "How much did Engineering spend last month?",
            Q(Topic.TOTAL, "2026-08", team="Engineering"),
        ),
        (
            "Cost of aurora large since 2026-09",
            Q(Topic.TOTAL, "2026-09", model="aurora-large", models=("aurora-large",)),
        ),
        (
            "Which are our three most expensive models in September 2026?",
            Q(Topic.RANKING, "2026-09", "model", 3),
        ),
        ("Top 10 providers this month", Q(Topic.RANKING, "2026-09", "provider", 10)),
        ("Which team spends the most?", Q(Topic.RANKING, by="team", limit=1)),
        ("Break down September by team", Q(Topic.RANKING, "2026-09", "team")),
        (
            "Which models does Research spend most on?",
            Q(Topic.RANKING, by="model", team="Research"),
        ),
        ("top 0 models", Q(Topic.RANKING, by="model", limit=1)),
        ("top 9999 models", Q(Topic.RANKING, by="model", limit=50)),
        ("Show the spend by month", Q(Topic.MONTHLY)),
        ("How did spending in July and August compare?", Q(Topic.MONTHLY, period="2026-07")),
        ("What will we spend in the next 2 weeks?", Q(Topic.FORECAST, days=14)),
        ("Forecast the finance team", Q(Topic.FORECAST, by="team", limit=1, team="Finance")),
        ("Which model is the cheapest?", Q(Topic.PRICES, by="model", limit=1)),
        ("How can we save money?", Q(Topic.SAVINGS)),
        (
            "What if we moved from aurora-large to cobalt-chat?",
            Q(Topic.SAVINGS, models=("aurora-large", "cobalt-chat")),
        ),
        ("Replace gpt-99 by cobalt-chat", Q(Topic.SAVINGS, models=("gpt-99", "cobalt-chat"))),
        ("Write me a report for September 2026", Q(Topic.REPORT, period="2026-09")),
        ("What did we spend on each of the last 50 days?", Q(Topic.DAILY, "last_50_days")),
        ("And on each of the last fifty-one days", Q(Topic.DAILY, "last_51_days")),
        (
            "Daily spend of the Finance team in August",
            Q(Topic.DAILY, "2026-08", "team", 1, team="Finance"),
        ),
        ("Show me every usage record of September 2026", Q(Topic.RECORDS, "2026-09")),
        ("Prepare a briefing for September 2026", Q(Topic.BRIEFING, "2026-09")),
        ("Which models and teams are there?", Q(Topic.CATALOGUE, by="model")),
        ("Which models do we use?", Q(Topic.CATALOGUE, by="model")),
        ("Hello, may I march in?", Q(Topic.HELP)),
        ("Blue is a nice colour", Q(Topic.UNCLEAR)),
        (
            "Forecast our peak load",
            Q(Topic.UNCLEAR, candidates=(Topic.CAPACITY, Topic.FORECAST)),
        ),
        ("Which days stand out in August?", Q(Topic.ANOMALIES, "2026-08")),
        ("", Q(Topic.HELP)),
    ],
)
def test_questions(text, expected):
    assert understand([text]) == expected


@pytest.mark.parametrize(
    ("text", "dimension", "name"),
    [
        (
            "How much did the model <img src=x onerror=alert(1)> cost?",
            "model",
            "<img src=x onerror=alert(1)>",
        ),
        ("What did a model called 'x y' cost in August?", "model", "x y"),
        ("How much did the model called **bold** cost?", "model", "**bold**"),
        ("How much did Sales spend in August?", "team", "Sales"),
        ("How much did the Sales team spend?", "team", "Sales"),
        ("Cost of provider “Zeta AI” in August", "provider", "Zeta AI"),
        ("How much did gpt-99 cost?", "model", "gpt-99"),
        (
            "What did the model '; DROP TABLE usage_records; -- cost?",
            "model",
            "'; DROP TABLE usage_records; --",
        ),
    ],
)
def test_unknown_names_are_taken_literally(text, dimension, name):
    question = understand([text])
    assert question.topic is Topic.TOTAL
    assert getattr(question, dimension) == name


@pytest.mark.parametrize(
    "text",
    [
        "How much did the team spend?",
        "How much did the model cost in August?",
        "How much did everything cost?",
        "Which team spent the most?",
        "What did our provider charge, how much did it cost?",
    ],
)
def test_ordinary_words_are_no_names(text):
    question = understand([text])
    assert (question.model, question.team, question.provider) == (None, None, None)


RANKED = "Which are our three most expensive models in September?"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([RANKED, "And by team?"], Q(Topic.RANKING, "2026-09", "team")),
        ([RANKED, "And in August?"], Q(Topic.RANKING, "2026-08", "model", 3)),
        ([RANKED, "And by team?", "What about July?"], Q(Topic.RANKING, "2026-07", "team")),
        (["Spend in July?", "And for Support?"], Q(Topic.TOTAL, "2026-07", team="Support")),
        (["Spend in July?", "And by provider?"], Q(Topic.RANKING, "2026-07", "provider")),
        ([RANKED, "How much did we spend?"], Q(Topic.TOTAL)),
        (["Hello", "And now?"], Q(Topic.UNCLEAR)),
        (["Which days stand out in July?", "And in August?"], Q(Topic.ANOMALIES, "2026-08")),
    ],
)
def test_follow_ups_go_on_where_the_question_before_was(texts, expected):
    assert understand(texts) == expected


@given(st.lists(st.text(max_size=300), min_size=1, max_size=4))
def test_any_text_is_understood_as_something(texts):
    assert isinstance(understand(texts), Question)


@pytest.mark.parametrize(
    "text",
    [
        "the model " * 800,
        "did " * 2000,
        "a" * 8000,
        "top " * 2000,
        "from x " * 1200,
        "move  " * 1300,
    ],
)
def test_no_text_takes_long_to_read(text):
    began = time.process_time()
    understand([text] * 10)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("topic", list(Topic))
def test_an_agent_may_use_every_tool_that_its_topics_need(topic):
    agent = ROLES[ROLE_OF_TOPIC[topic]]
    assert {call.tool for call in next_calls(Question(topic), [])} <= set(agent.tools)


@given(st.text(max_size=400))
def test_pieces_joined_are_the_text(text):
    assert "".join(pieces(text, 48)) == text


def test_pieces_are_not_empty():
    assert all(pieces("a b\n\nc  " * 40, 48))
    assert pieces("", 48) == []


def test_literal_keeps_markup_from_working():
    assert literal("`a` [b](c)\n| *d*") == r"\`a\` \[b\](c) \| \*d\*"
    assert literal("_e_ f_g &lt; & h") == r"\_e\_ f_g \&lt; & h"
