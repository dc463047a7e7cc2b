"""Texts as they are searched: without regard to case and to how letters are composed."""

from __future__ import annotations

import unicodedata

AROUND = 40


def folded(text: str) -> str:
    """The text in the form in which texts are compared (Unicode, 3.13, D145).

    Example:
        >>> folded("Straße") == folded("STRASSE")
        True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())


def excerpt(text: str, words: str) -> str:
    """The place of a text where the words stand, on one line, with something around it.

    Example:
        >>> excerpt("What did we spend in total?", "SPEND")
        'What did we spend in total?'
    """
    line = " ".join(text.split())
    # Folding may change lengths a little: near is good enough for a place to look at.
    place = max(folded(line).find(folded(words)), 0)
    start, end = max(place - AROUND, 0), place + len(words) + AROUND
    before, after = "…" if start else "", "…" if end < len(line) else ""
    return f"{before}{line[start:end]}{after}"
