"""The way of a text through a platform: the same, letter for letter, at each layer.

A layer is a place where the text can be seen: the frame that left, the row that is stored, what
the agent was asked, the page. Each is compared with the layer that it got the text from, so that
a change is told once, where it happened, and not at all the layers behind it. A layer that has it
right has it right, wherever it got it from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from test_framework.events.verdict import Finding, Verdict

NAME = "passage"
CHANGED = "text-changed"
LOST = "text-lost"
ADDED = "text-added"
WRITTEN = "what was written"
# Characters of a text that are shown before and after the place where it differs.
AROUND = 24


@dataclass(frozen=True)
class Layer:
    """A place on the way of texts.

    Attributes:
        name: For people: "what is stored".
        texts: What is seen there, in the order in which it was written.
        after: The name of the layer from which the texts come.
    """

    name: str
    texts: Sequence[str]
    after: str = WRITTEN


def check_passage(written: Sequence[str], layers: Sequence[Layer]) -> Verdict:
    """Judge whether texts are the same at every layer.

    Args:
        written: What a person wrote, oldest first.
        layers: Each after the one from which it gets its texts.

    Returns:
        Broken with a finding for each layer that changed, lost or added a text; unknown when
        nothing was written or no layer was seen; otherwise holds.

    Example:
        >>> check_passage(["Hi!"], [Layer("what is stored", ["Hi"])]).outcome
        <Outcome.BROKEN: 'broken'>
    """
    if not written or not layers:
        return Verdict.unknown(NAME, "Nothing was written, or no layer was seen.")
    seen = {WRITTEN: Layer(WRITTEN, written)}
    findings: list[Finding] = []
    for layer in layers:
        findings += _compared(written, seen[layer.after], layer)
        seen[layer.name] = layer
    return Verdict.of(NAME, findings)


def _compared(written: Sequence[str], before: Layer, here: Layer) -> Iterator[Finding]:
    rows = zip_longest(written, before.texts, here.texts)
    for number, (right, there, text) in enumerate(rows, start=1):
        if text in (right, there):
            continue
        if text is None:
            told = f'Text {number} is missing at the layer "{here.name}": {_around(there, 0)}.'
            yield Finding(LOST, told)
        elif there is None:
            told = f'The layer "{here.name}" has one text more than {before.name}: '
            yield Finding(ADDED, f"{told}{_around(text, 0)}.")
        else:
            yield Finding(CHANGED, _difference(number, before, there, here, text))


def _difference(number: int, before: Layer, there: str, here: Layer, text: str) -> str:
    place = next(
        place for place, (old, new) in enumerate(zip_longest(there, text), start=0) if old != new
    )
    return (
        f'Text {number} changed at the layer "{here.name}": character {place + 1} of '
        f"{before.name} is {_character(there, place)}, here {_character(text, place)}. "
        f"There {_around(there, place)}, here {_around(text, place)}."
    )


def _character(text: str, place: int) -> str:
    if place >= len(text):
        return "the end of the text"
    letter = text[place]
    name = unicodedata.name(letter, "a character without a name")
    return f"{letter!r} (U+{ord(letter):04X} {name})"


def _around(text: str, place: int) -> str:
    """The text near that place, with every letter that is not ASCII as its code."""
    begin, end = max(0, place - AROUND), place + AROUND
    before, after = "…" if begin else "", "…" if end < len(text) else ""
    return f"{before}{text[begin:end]!a}{after}"
