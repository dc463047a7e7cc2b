"""The specialists: for each topic who answers, with which tool, and how it is put into words.

One line of the table is all that the offline model needs to know of a specialist whose question
is answered by one tool.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chat_platform.agents.names import AgentName
from chat_platform.agents.offline import finders, specialist_words
from chat_platform.agents.offline.question import Question
from chat_platform.agents.offline.topics import Topic

Arguments = dict[str, Any]
_SYNTHETIC_RECORDS = "(?:synthetic |made-up |test |sample )*records?"
_ACTIONS = r"(?:\w+ )?(?:actions?|steps)"
_MOST_TOKENS = 10**15


@dataclass(frozen=True)
class Specialty:
    """How questions about one topic are answered.

    Attributes:
        agent: Who answers.
        tool: With what.
        subject: What it is about, for people who watch; ``{period}`` is the period in words.
        arguments: Those of the tool.
        write: Puts the tool's result into words, as Markdown.
        example: A question about it.
    """

    agent: AgentName
    tool: str
    subject: str
    arguments: Callable[[Question], Arguments]
    write: Callable[[Any], str]
    example: str


def filters(question: Question) -> Arguments:
    """The names that a question gives, as tools take them."""
    named = {"provider": question.provider, "model": question.model, "team": question.team}
    return {key: name for key, name in named.items() if name is not None}


def _period(question: Question) -> Arguments:
    return {"period": question.period or "all"}


def _if_said(**arguments: Any) -> Arguments:
    return {key: value for key, value in arguments.items() if value is not None}


SPECIALTIES: dict[Topic, Specialty] = {
    Topic.STATISTICS: Specialty(
        AgentName.DATA,
        "column_statistics",
        "how the usage records of {period} are distributed",
        lambda q: _period(q) | filters(q) | _if_said(column=finders.figure(q.text)),
        specialist_words.statistics,
        "Show the statistics of the input tokens in September 2026.",
    ),
    Topic.ANOMALIES: Specialty(
        AgentName.ANOMALY_DETECTOR,
        "find_anomalies",
        "what stands out in {period}",
        lambda q: (
            _period(q) | _if_said(deviations=finders.amount(q.text, "standard deviation", 0.5, 10))
        ),
        specialist_words.anomalies,
        "Which days stand out in September 2026?",
    ),
    Topic.REVIEW: Specialty(
        AgentName.QUALITY_REVIEWER,
        "reconcile_spend",
        "whether the books of {period} are right",
        _period,
        specialist_words.review,
        "Reconcile the books of September 2026.",
    ),
    Topic.SYNTHETIC: Specialty(
        AgentName.SYNTHETIC_DATA_MAKER,
        "make_synthetic_records",
        "records that look like those of {period}",
        lambda q: (
            _period(q)
            | _if_said(
                rows=finders.whole(q.text, _SYNTHETIC_RECORDS, 1, 1_000),
                seed=finders.after(q.text, "seed"),
            )
        ),
        specialist_words.synthetic,
        "Make 20 synthetic records like those of September 2026.",
    ),
    Topic.TREND: Specialty(
        AgentName.FORECASTER,
        "spend_trend",
        "where the trend of {period} leads",
        lambda q: _period(q) | filters(q) | _if_said(days=q.days),
        specialist_words.trend,
        "What will we spend in the next 30 days along the trend?",
    ),
    Topic.CAPACITY: Specialty(
        AgentName.CAPACITY_PLANNER,
        "plan_capacity",
        "the load of {period}",
        lambda q: (
            _period(q) | _if_said(headroom_percent=finders.whole(q.text, "(?:%|percent)", 0, 500))
        ),
        specialist_words.capacity,
        "How much capacity do we need for the peaks of September 2026?",
    ),
    Topic.ACTIONS: Specialty(
        AgentName.ACTIONS_PLANNER,
        "plan_actions",
        "what to do first, by the figures of {period}",
        lambda q: _period(q) | _if_said(limit=finders.whole(q.text, _ACTIONS, 1, 50)),
        specialist_words.actions,
        "Which three actions would have saved most in September 2026?",
    ),
    Topic.KEY_FIGURES: Specialty(
        AgentName.SUMMARIZER,
        "key_figures",
        "the key figures of {period}",
        _period,
        specialist_words.key_figures,
        "Summarise September 2026.",
    ),
    Topic.QUOTE: Specialty(
        AgentName.PRICE_COMPARER,
        "quote_work",
        "the price of a piece of work",
        lambda q: _if_said(
            input_tokens=finders.whole(q.text, "input tokens", 0, _MOST_TOKENS),
            output_tokens=finders.whole(q.text, "output tokens", 0, _MOST_TOKENS),
        ),
        specialist_words.quotes,
        "What would 2 million input tokens and 500,000 output tokens cost?",
    ),
    Topic.SUPPLY: Specialty(
        AgentName.SUPPLY_RESEARCHER,
        "supply_concentration",
        "how much hung on single providers in {period}",
        _period,
        specialist_words.supply,
        "How much did we depend on single providers in September 2026?",
    ),
    Topic.DOCUMENTS: Specialty(
        AgentName.CORPUS_LIBRARIAN,
        "search_documents",
        "what is written",
        lambda q: {"query": finders.search_words(q.text)},
        specialist_words.passages,
        "What do our documents say about notice periods?",
    ),
    Topic.COMPLIANCE: Specialty(
        AgentName.COMPLIANCE_CHECKER,
        "check_compliance",
        "whether the policy was kept in {period}",
        _period,
        specialist_words.compliance,
        "Did all teams comply with the policy in September 2026?",
    ),
}
