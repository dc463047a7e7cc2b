"""Small finders of English phrases: periods, numbers, names. Each looks for one thing.

Only the first ``READ_AT_MOST`` characters of a text are read: enough for any question, and
a bound on the work that a text can cause.
"""

import re
from datetime import timedelta

from chat_platform.agents.catalogue import MODELS, PROVIDERS, TEAMS
from chat_platform.agents.periods import MONTHS
from chat_platform.agents.tools.results import Dimension
from chat_platform.agents.usage_data import LAST_DAY

READ_AT_MOST = 2000

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBER_WORDS = {word: number for number, word in enumerate((*_UNITS, *_TEENS), start=1)} | {
    ten if unit is None else f"{ten}-{unit}": 10 * tens + ones
    for tens, ten in enumerate(_TENS, start=2)
    for ones, unit in enumerate((None, *_UNITS))
}
# Longer words first: "sixty" begins with "six".
NUMBER = rf"(\d{{1,4}}|{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})"
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}
_UNIT = r"(day|week|month|quarter|year)s?"
_MOST_DAYS_BACK = 999
_AMBIGUOUS_MONTHS = ("march", "may")  # Also verbs: only months after a preposition or before a year

_MONTH = re.compile(
    rf"(?:\b(in|for|of|during|and|from|to|about)\s+)?\b({'|'.join(MONTHS)})\b(?:,?\s+(\d{{4}}))?",
    re.IGNORECASE,
)
_ISO_MONTH = re.compile(r"\b(\d{4}-(?:0[1-9]|1[0-2]))\b")
_BACK = re.compile(rf"\b(?:last|past|previous)\s+(?:{NUMBER}\s+)?{_UNIT}\b", re.IGNORECASE)
_AHEAD = re.compile(rf"\b(?:next|coming|following)\s+(?:{NUMBER}\s+)?{_UNIT}\b", re.IGNORECASE)
_THIS = re.compile(r"\bthis\s+(week|month)\b", re.IGNORECASE)
_DIMENSION = re.compile(r"\b(model|team|provider)(s?)\b", re.IGNORECASE)
_GROUPING = re.compile(r"\b(?:by|per|each|every)\s+(model|team|provider)\b", re.IGNORECASE)
_COUNT = re.compile(
    rf"\btop\s+{NUMBER}\b|\b{NUMBER}\s+(?:[a-z]+\s+){{0,3}}?(?:models|teams|providers|model|team|provider)\b",
    re.IGNORECASE,
)


_COLUMN = re.compile(
    r"\bcolumn\s+[\"'“]?([\w .-]*?\w)(?=[\"'”]|\s+(?:in|of)\b|[?.!]|$)", re.IGNORECASE
)


def column(text: str) -> str | None:
    """The column of a table that a text names.

    Example:
        >>> column("What is the total of column net cost in the attached table?")
        'net cost'
    """
    found = _COLUMN.search(text)
    return found[1] if found else None


def number(word: str) -> int:
    """A number in digits or as an English word below a hundred.

    Example:
        >>> number("three"), number("twenty-one"), number("12")
        (3, 21, 12)
    """
    return int(word) if word.isdecimal() else _NUMBER_WORDS[word.lower()]


def months(text: str) -> list[str]:
    """Every month named, as ``YYYY-MM``; without a year it is the data's last year.

    Example:
        >>> months("Compare July with August 2026, may I?")
        ['2026-07', '2026-08']
    """
    found = [(match.start(), match[1]) for match in _ISO_MONTH.finditer(text)]
    names = [month.lower() for month in MONTHS]
    for match in _MONTH.finditer(text):
        preposition, name, year = match.groups()
        if name.lower() in _AMBIGUOUS_MONTHS and not (preposition or year):
            continue
        month = names.index(name.lower()) + 1
        found.append((match.start(), f"{int(year or LAST_DAY.year):04}-{month:02}"))
    return list(dict.fromkeys(month for _, month in sorted(found)))


def period(text: str) -> str | None:
    """The period asked for, as tools take it; ``None`` when the text names none.

    Example:
        >>> period("in September"), period("last two weeks"), period("hello")
        ('2026-09', 'last_14_days', None)
    """
    if named := months(text):
        return named[0]
    if back := _BACK.search(text):
        count, unit = back[1], back[2].lower()
        if unit == "month" and count is None:
            return (LAST_DAY.replace(day=1) - timedelta(days=1)).isoformat()[:7]
        days = number(count or "one") * _UNIT_DAYS[unit]
        return f"last_{min(max(days, 1), _MOST_DAYS_BACK)}_days"
    if this := _THIS.search(text):
        return LAST_DAY.isoformat()[:7] if this[1].lower() == "month" else "last_7_days"
    return None


def days_ahead(text: str) -> int | None:
    """How many days ahead a forecast is asked for; a month counts as 30 days.

    Example:
        >>> days_ahead("for the next two weeks"), days_ahead("soon")
        (14, None)
    """
    if ahead := _AHEAD.search(text):
        days = number(ahead[1] or "one") * _UNIT_DAYS[ahead[2].lower()]
        return min(max(days, 1), 366)
    return None


def dimension(text: str) -> Dimension | None:
    """What to rank or group by: the grouping phrase wins over the first mention.

    Example:
        >>> dimension("top models per team"), dimension("which models")
        ('team', 'model')
    """
    match = _GROUPING.search(text) or _DIMENSION.search(text)
    dimensions: dict[str, Dimension] = {"model": "model", "team": "team", "provider": "provider"}
    return dimensions[match[1].lower()] if match else None


def count(text: str) -> int | None:
    """How many lines a ranking shall have; ``None`` when the text leaves it open.

    One, when the text asks for a single thing ("which team").

    Example:
        >>> count("the three most expensive models"), count("which team"), count("by team")
        (3, 1, None)
    """
    if match := _COUNT.search(text):
        return min(max(number(match[1] or match[2]), 1), 50)
    if _GROUPING.search(text):
        return None
    mention = _DIMENSION.search(text)
    return 1 if mention and not mention[2] else None


def known_models(text: str) -> list[str]:
    """The models of the data that the text names, in order of mention.

    Example:
        >>> known_models("from Aurora Large to meridian-lite")
        ['aurora-large', 'meridian-lite']
    """
    places = {}
    for model in MODELS:
        pattern = rf"(?<![\w-]){model.replace('-', '[- ]')}(?![\w-])"
        if match := re.search(pattern, text, re.IGNORECASE):
            places[match.start()] = model
    return [places[place] for place in sorted(places)]


def known_provider(text: str) -> str | None:
    """The first provider named as such, not as the beginning of a model's name.

    Example:
        >>> known_provider("spend on Aurora"), known_provider("spend on aurora-large")
        ('Aurora', None)
    """
    second_words = "|".join(model.split("-")[1] for model in MODELS)
    for provider in PROVIDERS:
        if re.search(rf"(?<![\w-]){provider}(?![\w-]| (?:{second_words})\b)", text, re.IGNORECASE):
            return provider
    return None


def known_team(text: str) -> str | None:
    """The first team named: capitalised, or in any case beside the word team.

    Example:
        >>> known_team("Support"), known_team("the finance team"), known_team("support me")
        ('Support', 'Finance', None)
    """
    for team in TEAMS:
        if re.search(rf"\b{team}\b", text):
            return team
        if re.search(rf"\bteam {team}\b|\b{team} team\b", text, re.IGNORECASE):
            return team
    return None
