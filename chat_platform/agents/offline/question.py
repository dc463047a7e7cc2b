"""Reads an English question: what it is about, and which period, names and numbers it has."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from chat_platform.agents.offline import phrases
from chat_platform.agents.offline.topics import Topic, topics_of
from chat_platform.agents.offline.unknown_names import move, unknown_name
from chat_platform.agents.tools.results import Dimension

_QUESTIONS_REMEMBERED = 10
_READ: ContextVar[dict[str, "Question"]] = ContextVar("texts read")


@dataclass(frozen=True)
class Question:
    """What a question asks for. ``None`` means that it does not say.

    ``candidates`` are the topics of which an unclear question could be about; ``text`` is
    the question itself, for what only one topic wants to know.
    """

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
    candidates: tuple[Topic, ...] = ()
    text: str = field(default="", compare=False, repr=False)


_NOTHING = (Topic.HELP, Topic.UNCLEAR)
_FOLLOW_UP = re.compile(
    r"^\s*(?:and|also|now|then|what about|how about|the same|same)\b", re.IGNORECASE
)


@contextmanager
def reading_once() -> Iterator[None]:
    """Within it, each text is read once, however often it is asked what it means.

    A run asks the model several times, each time with all that was said before. What was read is
    forgotten with the run: no word of a user stays in memory once it is deleted elsewhere.
    """
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def understand(texts: Sequence[str]) -> Question:
    """What the last of a user's texts asks for; a follow-up is read with those before it.

    Args:
        texts: the user's texts of the thread, oldest first; at least one.

    Example:
        >>> understand(["Three most expensive models in September?", "And by team?"])
        Question(topic=<Topic.RANKING: 'ranking'>, period='2026-09', by='team', limit=None,
        provider=None, model=None, team=None, models=(), days=None, column=None, candidates=())
    """
    question = Question(Topic.HELP)
    for text in texts[-_QUESTIONS_REMEMBERED:]:
        question = _read(text[: phrases.READ_AT_MOST], question)
    return question


def _read(text: str, before: Question) -> Question:
    read = _read_alone(text)
    if before.topic in _NOTHING or not _FOLLOW_UP.match(text):
        return read
    return _merge(read, before)


def _read_alone(text: str) -> Question:
    read = _READ.get({})
    if text not in read:
        read[text] = _details(text, _topics(text))
    return read[text]


def _topics(text: str) -> tuple[Topic, ...]:
    found = topics_of(text)
    if found == (Topic.TOTAL,) and len(phrases.months(text)) > 1:
        return (Topic.MONTHLY,)
    return found


def _details(text: str, topics: tuple[Topic, ...]) -> Question:
    topic = topics[0] if len(topics) == 1 else Topic.UNCLEAR
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
        candidates=topics if len(topics) > 1 else (),
        text=text,
    )


def _merge(read: Question, before: Question) -> Question:
    """A follow-up: what it says itself, and the rest from the question before it."""
    goes_on = read.topic in (*_NOTHING, Topic.CATALOGUE) and not read.candidates
    topic = before.topic if goes_on else read.topic
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
        text=before.text if goes_on else read.text,
    )
