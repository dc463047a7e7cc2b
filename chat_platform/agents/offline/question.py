"""Reads an English question: what it is about, and which period, names and numbers it has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from chat_platform.agents.offline import phrases
from chat_platform.agents.offline.unknown_names import move, unknown_name
from chat_platform.agents.tools.results import Dimension

_QUESTIONS_REMEMBERED = 10


class Topic(Enum):
    """What a question is about."""

    ATTACHMENT = "attachment"
    BRIEFING = "briefing"
    RECORDS = "records"
    DAILY = "daily"
    REPORT = "report"
    SAVINGS = "savings"
    PRICES = "prices"
    FORECAST = "forecast"
    MONTHLY = "monthly"
    RANKING = "ranking"
    TOTAL = "total"
    CATALOGUE = "catalogue"
    HELP = "help"


@dataclass(frozen=True)
class Question:
    """What a question asks for. ``None`` means that it does not say."""

    topic: Topic
    period: str | None = None
    by: Dimension | None = None
    limit: int | None = None
    provider: str | None = None
    model: str | None = None
    team: str | None = None
    models: tuple[str, ...] = ()
    days: int | None = None
    column: str | None = None


_MOST = r"(?:top|most|biggest|largest|highest|dearest|expensive|rank(?:ing|ed)?|breakdown|shares?)"
_WORDS: dict[Topic, tuple[str, ...]] = {
    Topic.ATTACHMENT: (r"attach(?:ed|ments?)", r"csv"),
    Topic.BRIEFING: (r"briefings?|brief me",),
    Topic.RECORDS: (r"(?:usage|every|each|all)(?: \w+)? records?|records? of usage",),
    Topic.DAILY: (
        r"(?:each|every) (?:one )?of the (?:last|past|previous) (?:[\w-]+ )?days",
        r"(?:by|per|each|every) day|day by day|daily",
    ),
    Topic.REPORT: (r"reports?|summary|summari[sz]e|overview",),
    Topic.SAVINGS: (
        r"sav(?:e|es|ed|ing|ings)|mov(?:e|ed|ing)|switch(?:ed|ing)?|migrat(?:e|ed|ing)",
        r"replac(?:e|ed|ing)|reduce|cut|optimi[sz](?:e|ation)|cheaper|spend less",
    ),
    Topic.PRICES: (r"prices?|pricing|cheap|cheapest|per million|rates?",),
    Topic.FORECAST: (
        r"forecasts?|predict(?:ion)?|projection|expect",
        r"(?:next|coming) (?:\w+ )?(?:day|week|month|quarter)s?",
    ),
    Topic.MONTHLY: (r"(?:by|per|each|every) month|month by month|monthly|over time|trend",),
    Topic.RANKING: (
        rf"{_MOST}\b.*\b(?:models?|teams?|providers?)",
        rf"(?:models?|teams?|providers?)\b.*\b{_MOST}",
        r"(?:by|per|each|every) (?:model|team|provider)",
        r"(?:which|what|who) (?:models|teams|providers)\b.*\b(?:spend|spent|cost)",
    ),
    Topic.TOTAL: (
        r"spend|spent|spending|costs?|bill|pay|paid|expensive|how much|tokens|requests|usage",
    ),
    Topic.CATALOGUE: (r"(?:list|show|which|what|name)\b.*\b(?:models?|teams?|providers?|data)",),
}
# In this order: the first topic whose words are there decides.
_TOPICS = {
    topic: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
    for topic, words in _WORDS.items()
}
_FOLLOW_UP = re.compile(
    r"^\s*(?:and|also|now|then|what about|how about|the same|same)\b", re.IGNORECASE
)


def understand(texts: Sequence[str]) -> Question:
    """What the last of a user's texts asks for; a follow-up is read with those before it.

    Args:
        texts: the user's texts of the thread, oldest first; at least one.

    Example:
        >>> understand(["Three most expensive models in September?", "And by team?"])
        Question(topic=<Topic.RANKING: 'ranking'>, period='2026-09', by='team', limit=None,
        provider=None, model=None, team=None, models=(), days=None, column=None)
    """
    question = Question(Topic.HELP)
    for text in texts[-_QUESTIONS_REMEMBERED:]:
        question = _read(text[: phrases.READ_AT_MOST], question)
    return question


def _read(text: str, before: Question) -> Question:
    read = _details(text, _topic(text))
    if before.topic is Topic.HELP or not _FOLLOW_UP.match(text):
        return read
    return _merge(read, before)


def _topic(text: str) -> Topic:
    found = next((topic for topic, words in _TOPICS.items() if words.search(text)), Topic.HELP)
    if found is Topic.TOTAL and len(phrases.months(text)) > 1:
        return Topic.MONTHLY
    return found


def _details(text: str, topic: Topic) -> Question:
    models = phrases.known_models(text)
    provider, team = phrases.known_provider(text), phrases.known_team(text)
    model = models[0] if len(models) == 1 else None
    if topic is Topic.SAVINGS and len(models) != 2 and (moved := move(text)):  # noqa: PLR2004
        models = list(moved)  # At least one is unknown: the tool will say which
        model = None
    elif not (models or provider or team) and (unknown := unknown_name(text)):
        names: dict[Dimension, str | None] = dict([unknown])
        model, team, provider = names.get("model"), names.get("team"), names.get("provider")
        models = [model] if model else []
    return Question(
        topic=topic,
        period=phrases.period(text),
        by=phrases.dimension(text),
        limit=phrases.count(text),
        provider=provider,
        model=model,
        team=team,
        models=tuple(models),
        days=phrases.days_ahead(text),
        column=phrases.column(text) if topic is Topic.ATTACHMENT else None,
    )


def _merge(read: Question, before: Question) -> Question:
    """A follow-up: what it says itself, and the rest from the question before it."""
    topic = before.topic if read.topic in (Topic.HELP, Topic.CATALOGUE) else read.topic
    if topic is Topic.TOTAL and read.by and not (read.team or read.model or read.provider):
        topic = Topic.RANKING
    return replace(
        read,
        topic=topic,
        period=read.period or before.period,
        by=read.by or before.by,
        limit=read.limit if read.by else before.limit,
        provider=read.provider or before.provider,
        model=read.model or before.model,
        team=read.team or before.team,
        models=read.models or before.models,
        days=read.days or before.days,
    )
