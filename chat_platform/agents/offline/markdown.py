"""Little pieces of Markdown."""

import re
from collections.abc import Iterable, Sequence

# An underscore inside a word is no markup, an ampersand only before a character reference
# (CommonMark 0.31, sections 6.2 and 2.5).
_ACTIVE = re.compile(r"[\\*`\[\]~|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w+;)")
_SPACE = re.compile(r"\s+")


def literal(text: str) -> str:
    r"""Foreign text as it is, in one line, so that Markdown does not read it as markup.

    Angle brackets stay: whoever renders an answer must treat raw HTML as text.

    Example:
        >>> literal("a *bold* <b>name</b>")
        'a \\*bold\\* <b>name</b>'
    """
    return _ACTIVE.sub(r"\\\g<0>", _SPACE.sub(" ", text).strip())


def table(head: Sequence[str], align: str, rows: Iterable[Sequence[str]]) -> str:
    """A table (GitHub Flavored Markdown, section 4.10).

    Args:
        head: the titles of the columns.
        align: one letter a column: ``l`` for text, ``r`` for numbers.
        rows: the cells, already text.

    Example:
        >>> print(table(["Model", "Cost"], "lr", [["a", "$1.00"]]))
        | Model | Cost |
        | :-- | --: |
        | a | $1.00 |
    """
    marks = [":--" if letter == "l" else "--:" for letter in align]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, marks, *rows))


def pieces(text: str, size: int) -> list[str]:
    """A text cut behind spaces or line ends into pieces of about a size, to stream it.

    Joined, they are the text again.

    Example:
        >>> pieces("one two three", size=4)
        ['one ', 'two ', 'three']
    """
    found: list[str] = []
    piece = ""
    for word in re.findall(r"\s*\S+\s*", text) or [text]:
        if piece and len(piece) + len(word) > size:
            found.append(piece)
            piece = ""
        piece += word
    return [*found, piece] if piece else found
