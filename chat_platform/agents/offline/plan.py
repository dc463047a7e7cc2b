"""Decides which tools a question needs next, given what the tools have said so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chat_platform.agents.offline import briefing
from chat_platform.agents.offline.question import Question
from chat_platform.agents.offline.specialties import SPECIALTIES, filters
from chat_platform.agents.offline.topics import Topic
from chat_platform.agents.periods import NoDataError, days_of, in_words
from chat_platform.agents.usage_data import FIRST_DAY, LAST_DAY
from chat_platform.agents.wording import listing

_BOTH = 2
_WHOLE_RANKING = 10
_DAYS_UNLESS_SAID = "last_30_days"


@dataclass(frozen=True)
class Call:
    """A tool to run, with its arguments."""

    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What a tool said: its result, or why it failed."""

    tool: str
    result: Any = None
    error: str | None = None


def next_calls(question: Question, outcomes: Sequence[Outcome]) -> list[Call]:
    """The tools to run now; none when everything needed for the answer is there.

    Example:
        >>> next_calls(Question(Topic.TOTAL, period="2026-09"), [])
        [Call(tool='spend_total', arguments={'period': '2026-09'})]
    """
    if any(outcome.error is not None for outcome in outcomes):
        return []
    if question.topic is Topic.SAVINGS:
        return _savings(question, outcomes)
    if outcomes:
        return []
    if (specialty := SPECIALTIES.get(question.topic)) is not None:
        return [Call(specialty.tool, specialty.arguments(question))]
    if question.topic is Topic.DAILY:
        return _daily(question)
    return _briefing(question) if question.topic is Topic.BRIEFING else _figures(question)


def thought(question: Question, calls: Sequence[Call], outcomes: Sequence[Outcome]) -> str:
    """What the agent is considering, for people who watch it work."""
    if calls:
        tools = listing(call.tool for call in calls)
        purpose = f"This is about {_subject(question)}."
        return f"{'With these figures I can go on.' if outcomes else purpose} I will use {tools}."
    if any(outcome.error is not None for outcome in outcomes):
        return "A tool could not do that. I will say what was wrong and what can be asked instead."
    if outcomes:
        return "The figures are there. I will put them into words."
    if question.topic is Topic.UNCLEAR:
        return "It is unclear who can answer this. I will say so, and what would be clear."
    return "This needs no figures. I will say what I can be asked."


def _subject(question: Question) -> str:
    period = in_words(question.period or "all")
    if (specialty := SPECIALTIES.get(question.topic)) is not None:
        return specialty.subject.format(period=period)
    subjects = {
        Topic.BRIEFING: f"what matters in {period}",
        Topic.ATTACHMENT: "what is attached to this conversation",
        Topic.RECORDS: f"every usage record of {period}",
        Topic.DAILY: f"the spend day by day in {in_words(question.period or _DAYS_UNLESS_SAID)}",
        Topic.REPORT: f"the whole spend in {period}",
        Topic.SAVINGS: f"what could have been saved in {period}",
        Topic.PRICES: f"the prices of models in {period}",
        Topic.FORECAST: "the spend to come",
        Topic.MONTHLY: "the spend month by month",
        Topic.RANKING: f"the spend by {question.by or 'model'} in {period}",
        Topic.TOTAL: f"the total spend in {period}",
        Topic.CATALOGUE: "which models and teams there are",
    }
    return subjects.get(question.topic, "what can be asked")


def _daily(question: Question) -> list[Call]:
    """One total a day, all at once.

    A period without data is asked for as a whole: the tool says what is wrong with it.
    """
    period = question.period or _DAYS_UNLESS_SAID
    try:
        first, last = days_of(period, FIRST_DAY, LAST_DAY)
    except NoDataError:
        periods = [period]
    else:
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        periods = [day.isoformat() for day in days]
    return [Call("spend_total", {"period": day, **filters(question)}) for day in periods]


def _briefing(question: Question) -> list[Call]:
    """Ask every colleague for what a briefing needs, at once."""
    return [
        Call("ask_colleague", {"agent": str(agent), "question": text})
        for agent, text in briefing.asked(question)
    ]


def _figures(question: Question) -> list[Call]:
    named = filters(question)
    scope = {"period": question.period or "all", **named}
    by, limit = question.by or "model", question.limit or (_WHOLE_RANKING if question.by else 5)
    models = {"models": list(question.models)} if question.models else {}
    calls = {
        Topic.REPORT: [
            Call("spend_total", scope),
            Call("top_spenders", {"by": "model", "limit": _WHOLE_RANKING, **scope}),
            Call("top_spenders", {"by": "team", "limit": _WHOLE_RANKING, **scope}),
            Call("spend_by_month", named),
        ],
        Topic.ATTACHMENT: [
            Call("attachment_total", {"column": question.column} if question.column else {})
        ],
        Topic.RECORDS: [Call("usage_records", scope)],
        Topic.PRICES: [Call("compare_prices", {"period": scope["period"], **models})],
        Topic.FORECAST: [Call("forecast_spend", {"days": question.days or 30, **named})],
        Topic.MONTHLY: [Call("spend_by_month", named)],
        Topic.RANKING: [Call("top_spenders", {"by": by, "limit": limit, **scope})],
        Topic.TOTAL: [Call("spend_total", scope)],
        Topic.CATALOGUE: [Call("list_models", {})],
    }
    return calls.get(question.topic, [])


def _savings(question: Question, outcomes: Sequence[Outcome]) -> list[Call]:
    """A move that is named is worked out at once; otherwise first find what to move where."""
    done = {outcome.tool: outcome.result for outcome in outcomes}
    period = {"period": question.period or "all"}
    if "savings_if_moved" in done:
        return []
    if len(question.models) >= _BOTH:
        return [_move(question.models[0], question.models[1], period)]
    if not done:
        compare = Call("compare_prices", period)
        if question.model:
            return [compare]
        return [Call("top_spenders", {"by": "model", "limit": 1, **period}), compare]
    dearest = question.model or done["top_spenders"]["spenders"][0]["name"]
    others = [m["model"] for m in done["compare_prices"]["models"] if m["model"] != dearest]
    return [_move(dearest, others[0], period)]


def _move(from_model: str, to_model: str, period: dict[str, str]) -> Call:
    return Call("savings_if_moved", {"from_model": from_model, "to_model": to_model, **period})
