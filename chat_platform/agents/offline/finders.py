"""Finders of what only one specialist wants to know of a question."""

import re

from chat_platform.agents.offline.phrases import NUMBER, number

_SCALES = {"": 1, "thousand": 1_000, "million": 1_000_000}
_LONGEST_QUERY = 500
_FIGURE = re.compile(r"\b(input tokens|output tokens|requests)\b", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|on|for|mention(?:s|ed)?)\s+(.+)", re.IGNORECASE | re.DOTALL)
_LIBRARY = re.compile(
    r"\b(?:documents?|handbook|guidelines?|look up|written|say|says|said)\b", re.IGNORECASE
)


def whole(text: str, unit: str, least: int, most: int) -> int | None:
    """A whole number before a unit, in digits with or without commas, or in words.

    Args:
        text: where to look.
        unit: a regular expression.
        least: what a smaller number is taken for.
        most: what a greater number is taken for.

    Example:
        >>> whole("2 million input tokens", "input tokens", 0, 10**9)
        2000000
        >>> whole("three actions", "actions", 1, 2), whole("many actions", "actions", 1, 9)
        (2, None)
    """
    pattern = rf"\b(\d[\d,]{{0,20}}|{NUMBER})\s*(thousand|million)?\s*{unit}(?!\w)"
    match = re.search(pattern, text, re.IGNORECASE)
    if match is None:
        return None
    found = number(match[1].replace(",", "")) * _SCALES[(match[3] or "").lower()]
    return min(max(found, least), most)


def amount(text: str, unit: str, least: float, most: float) -> float | None:
    """A decimal number before a unit; it is limited as a whole one is.

    Example:
        >>> amount("more than 2.5 standard deviations", "standard deviation", 1, 10)
        2.5
    """
    match = re.search(rf"\b(\d{{1,4}}(?:\.\d{{1,4}})?)\s+{unit}", text, re.IGNORECASE)
    return min(max(float(match[1]), least), most) if match else None


def after(text: str, word: str) -> int | None:
    """A whole number after a word.

    Example:
        >>> after("with seed 7", "seed")
        7
    """
    match = re.search(rf"\b{word}\s+(\d{{1,9}})\b", text, re.IGNORECASE)
    return int(match[1]) if match else None


def figure(text: str) -> str | None:
    """The column of the usage data that a text names.

    Example:
        >>> figure("Statistics of the input tokens"), figure("Statistics")
        ('input_tokens', None)
    """
    match = _FIGURE.search(text)
    return match[1].lower().replace(" ", "_") if match else None


def search_words(text: str) -> str:
    """What to look for in the documents: what the text is about, else all of it.

    Example:
        >>> search_words("What do our documents say about notice periods?")
        'notice periods'
    """
    match = _ABOUT.search(text)
    words = match[1] if match else _LIBRARY.sub(" ", text)
    return " ".join(words.split()).rstrip("?!. ")[:_LONGEST_QUERY] or "documents"
