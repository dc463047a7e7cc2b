"""What a question can be about, and the words by which that is known.

A question with the words of two specialists is not guessed at: it is unclear, and whoever
asked is told between whom to choose.
"""

import re
from collections.abc import Iterable
from enum import Enum


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
    STATISTICS = "statistics"
    ANOMALIES = "anomalies"
    REVIEW = "review"
    SYNTHETIC = "synthetic"
    TREND = "trend"
    CAPACITY = "capacity"
    ACTIONS = "actions"
    KEY_FIGURES = "key figures"
    QUOTE = "quote"
    SUPPLY = "supply"
    DOCUMENTS = "documents"
    COMPLIANCE = "compliance"
    HELP = "help"
    UNCLEAR = "unclear"


_MOST = r"(?:top|most|biggest|largest|highest|dearest|expensive|rank(?:ing|ed)?|breakdown|shares?)"
_FORECAST = r"forecasts?|predict(?:ion)?|projection|expect"
_WORDS: dict[Topic, tuple[str, ...]] = {
    Topic.ATTACHMENT: (r"attach(?:ed|ments?)", r"csv"),
    Topic.BRIEFING: (r"briefings?|brief me",),
    Topic.RECORDS: (r"(?:usage|every|each|all)(?: \w+)? records?|records? of usage",),
    Topic.DAILY: (
        r"(?:each|every) (?:one )?of the (?:last|past|previous) (?:[\w-]+ )?days",
        r"(?:by|per|each|every) day|day by day|daily",
    ),
    Topic.REPORT: (r"reports?|overview",),
    Topic.SAVINGS: (
        r"sav(?:e|es|ed|ing|ings)|mov(?:e|ed|ing)|switch(?:ed|ing)?|migrat(?:e|ed|ing)",
        r"replac(?:e|ed|ing)|reduce|cut|optimi[sz](?:e|ation)|cheaper|spend less",
    ),
    Topic.PRICES: (r"prices?|pricing|cheap|cheapest|per million|rates?",),
    Topic.FORECAST: (
        _FORECAST,
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

_SPECIALIST_WORDS: dict[Topic, tuple[str, ...]] = {
    Topic.STATISTICS: (r"statistics|median|standard deviation|distribution",),
    Topic.ANOMALIES: (r"anomal(?:y|ies|ous)|outliers?|unusual|stands? out|spikes?",),
    Topic.REVIEW: (
        r"reconcil(?:e|es|ed|iation)|double[- ]check|data quality",
        r"check (?:our|the|all) (?:figures|numbers|books)",
    ),
    Topic.SYNTHETIC: (r"synthetic|made[- ]up|(?:test|sample) (?:data|records)",),
    Topic.TREND: (r"trend line|linear trend|(?:with|by|along|follow(?:s|ing)?) the trend",),
    Topic.CAPACITY: (r"capacity|headroom|peaks?(?: load)?|busiest",),
    Topic.ACTIONS: (r"actions?|next steps|what should we do",),
    Topic.KEY_FIGURES: (r"summary|summari[sz]e|key figures|in a nutshell",),
    Topic.QUOTE: (r"\d[\d,.]*(?: thousand| million)? (?:input|output) tokens",),
    Topic.SUPPLY: (r"depend(?:s|ent|ence|ency)?|suppliers?|concentration|lock(?:ed)?[- ]in",),
    Topic.DOCUMENTS: (r"documents?(?!\.\w)|handbook|guidelines|is (?:it )?written",),
    Topic.COMPLIANCE: (
        r"compl(?:y|ies|iance|iant)|breach(?:es)?|violat(?:e|es|ed|ions?)|approved",
    ),
}


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


# In this order: the first topic whose words are there decides.
_TOPICS = {topic: _pattern(words) for topic, words in _WORDS.items()}
_SPECIALIST = {topic: _pattern(words) for topic, words in _SPECIALIST_WORDS.items()}
# What makes a specialist's question another one's as well.
_RIVALS = {Topic.FORECAST: _pattern([_FORECAST]), Topic.REPORT: _TOPICS[Topic.REPORT]}
# Who names these wants them, whatever else is named.
_FIRST = {
    **{topic: _TOPICS[topic] for topic in (Topic.ATTACHMENT, Topic.BRIEFING)},
    Topic.DOCUMENTS: _SPECIALIST[Topic.DOCUMENTS],
}
_GREETING = _pattern(
    [r"hello|hi|hey|good (?:morning|afternoon|evening)|help|thanks?|what can (?:you|i)|who are you"]
)


def topics_of(text: str) -> tuple[Topic, ...]:
    """What a text is about; several topics when its words belong to several specialists.

    Example:
        >>> topics_of("Which days stand out?"), topics_of("Forecast our peak load")
        ((<Topic.ANOMALIES: 'anomalies'>,), (<Topic.CAPACITY: 'capacity'>, <Topic.FORECAST:
        'forecast'>))
    """
    if first := [topic for topic, words in _FIRST.items() if words.search(text)]:
        return (first[0],)
    if special := [topic for topic, words in _SPECIALIST.items() if words.search(text)]:
        rivals = [topic for topic, words in _RIVALS.items() if words.search(text)]
        return (*special, *rivals)
    found = next((topic for topic, words in _TOPICS.items() if words.search(text)), None)
    if found is None:
        found = Topic.HELP if not text.strip() or _GREETING.search(text) else Topic.UNCLEAR
    return (found,)
