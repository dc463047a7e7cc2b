"""How the agents put things into words."""

from collections.abc import Iterable


def listing(words: Iterable[str]) -> str:
    """Words as a list in a sentence, each once.

    Example:
        >>> listing(["a", "b", "a", "c"])
        'a, b and c'
    """
    *rest, last = list(dict.fromkeys(words)) or [""]
    return f"{', '.join(rest)} and {last}" if rest else last
