"""Can one sentence match two step texts? Decided from the texts, before anybody writes it.

Each text becomes a sequence of letters and fields; two sequences overlap when some string
runs through both. A field takes what its type says. An untyped field takes anything but
quotation marks, except at the beginning of a text, where it is a person and takes one
word: "Ada asks Bob logs in" is no sentence. Sentences that are in the features are
checked with the real parsers besides, whatever the fields.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

from pytest_bdd import parsers

FIELD = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}:]*)(:(?P<type>[^{}]*))?\}")
LETTERS = {letter: 1 << place for place, letter in enumerate(string.printable.lower())}
UNKNOWN_LETTER = 1 << len(LETTERS)


def _set_of(letters: str) -> int:
    mask = 0
    for letter in letters.lower():
        mask |= LETTERS.get(letter, UNKNOWN_LETTER)
    return mask


ANY = _set_of(string.printable) | UNKNOWN_LETTER
UNQUOTED = ANY & ~_set_of('"')
WORD = UNQUOTED & ~_set_of(string.whitespace)
TYPES = {
    "d": _set_of(string.digits + "-+"),
    "n": _set_of(string.digits + ",."),
    "f": _set_of(string.digits + "-+."),
    "g": _set_of(string.digits + "-+.e"),
    "w": _set_of(string.ascii_letters + string.digits + "_") | UNKNOWN_LETTER,
    "l": _set_of(string.ascii_letters) | UNKNOWN_LETTER,
    "S": WORD,
}


@dataclass(frozen=True)
class Part:
    """A letter, or a field that takes one or more of a set of letters (a bit each)."""

    letters: int
    repeats: bool


def parts_of(parser: parsers.StepParser) -> list[Part] | None:
    """A step text as letters and fields; None for a regular expression."""
    if isinstance(parser, parsers.parse):
        return _parts(parser.name)
    if isinstance(parser, parsers.string):
        return [Part(_set_of(letter), repeats=False) for letter in parser.name]
    return None


def overlap(one: list[Part], other: list[Part]) -> bool:
    """Whether some string runs through both.

    Example:
        >>> text = lambda t: parts_of(parsers.parse(t))
        >>> overlap(text("{user} logs in"), text("{user} logs out"))
        False
        >>> overlap(text("{user} asks {question}"), text("{user} asks for help"))
        True
    """
    seen: set[tuple[int, int]] = set()
    ahead = [(0, 0)]
    while ahead:
        place = ahead.pop()
        if place == (len(one), len(other)):
            return True
        if place in seen or place[0] == len(one) or place[1] == len(other):
            continue
        seen.add(place)
        here, there = one[place[0]], other[place[1]]
        if here.letters & there.letters:
            for i in (place[0] + 1, place[0])[: 1 + here.repeats]:
                ahead += [(i, j) for j in (place[1] + 1, place[1])[: 1 + there.repeats]]
    return False


def _parts(text: str) -> list[Part]:
    found: list[Part] = []
    end = 0
    for field in FIELD.finditer(text):
        found += _letters(text[end : field.start()])
        end = field.end()
        if field[0] in {"{{", "}}"}:
            found += _letters(field[0][0])
        else:
            untyped = WORD if field.start() == 0 else UNQUOTED
            kind = (field["type"] or "").lstrip("<>^=0123456789.")
            found.append(Part(TYPES.get(kind, untyped), repeats=True))
    return found + _letters(text[end:])


def _letters(text: str) -> list[Part]:
    return [Part(_set_of(letter), repeats=False) for letter in text]
