"""Finders of names that the data does not know, so that a tool can say so.

They are literal: whatever stands where a name belongs is the name, also
``<img src=x onerror=alert(1)>``.
"""

import re

from chat_platform.agents.tools.results import Dimension

_LONGEST = 200
# Words that may follow "the model" or "did" without being a name.
_NOT_A_NAME = (
    "a|about|ai|all|and|any|anyone|are|as|at|be|because|but|by|can|charged?|charges|cost|costs|could|did|do|does|"
    "each|every|everyone|everything|for|from|had|has|have|i|if|in|is|it|less|more|most|my|of|on|or|"
    "our|per|prices?|should|spend|spending|spends|spent|that|the|their|they|this|to|under|use|used|"
    "uses|was|we|were|what|when|which|who|will|with|would|you"
)
_END = (
    r"(?=\s+(?:cost|costs|spend|spends|spent|use|used|uses|in|during|for|since|over|last|this|to|with|"
    r"by|and|on|instead|would|if|per)\b|\s*[?!.,;:]*\s*$|\s*[?!,]\s)"
)
_FREE = rf"(?!(?:{_NOT_A_NAME})\b)(\S.{{0,{_LONGEST}}}?){_END}"
_QUOTES = "\"'`\u201c\u201d\u2018\u2019"  # Straight, backtick, and the typographic ones
_QUOTED = rf"[{_QUOTES}]([^{_QUOTES}]{{1,200}})[{_QUOTES}]"

_QUOTED_NAME = re.compile(
    rf"\b(model|team|provider)\s+(?:(?:called|named)\s+)?{_QUOTED}", re.IGNORECASE
)
_CALLED_NAME = re.compile(
    rf"\b(model|team|provider)\s+(?:called|named)\s+(\S.{{0,{_LONGEST}}}?){_END}", re.IGNORECASE
)
_PLAIN_NAME = re.compile(
    rf"\b(?:the|our|of|for|did|does|by|on)\s+(model|team|provider)\s+{_FREE}", re.IGNORECASE
)
_TITLED_NAME = re.compile(r"\bthe\s+([A-Z]\S{0,60})\s+(model|team|provider)\b")
_DOING_NAME = re.compile(
    rf"\b(?:did|does|has)\s+(?!(?:{_NOT_A_NAME})\b)(\S{{1,60}})\s+(cost|spend|spent)\b",
    re.IGNORECASE,
)
_MOVE = re.compile(
    r"\b(?:from|mov(?:e|ed|ing)|switch(?:ed|ing)?|migrat(?:e|ed|ing)|replac(?:e|ed|ing))\s+"
    r"(?:(?:all|everything|work|traffic|away)\s+)?(?:from\s+)?(?:the\s+)?(?:model\s+)?"
    rf"(?!(?:{_NOT_A_NAME})\b)(\S.{{0,80}}?)\s+(?:to|onto|with|by)\s+(?:the\s+)?(?:model\s+)?"
    rf"(?!(?:{_NOT_A_NAME})\b)(\S.{{0,80}}?){_END}",
    re.IGNORECASE,
)
_DIMENSIONS: dict[str, Dimension] = {"model": "model", "team": "team", "provider": "provider"}


def unknown_name(text: str) -> tuple[Dimension, str] | None:
    """A name in a place where a model, team or provider belongs, with what it belongs to.

    Meant for texts in which no known name was found.

    Example:
        >>> unknown_name("How much did the model <b>x</b> cost in September?")
        ('model', '<b>x</b>')
        >>> unknown_name("How much did Sales spend?")
        ('team', 'Sales')
    """
    for pattern in (_QUOTED_NAME, _CALLED_NAME, _PLAIN_NAME):
        if match := pattern.search(text):
            return _DIMENSIONS[match[1].lower()], match[2].strip()
    if match := _TITLED_NAME.search(text):
        return _DIMENSIONS[match[2].lower()], match[1]
    if match := _DOING_NAME.search(text):
        return ("model" if match[2].lower() == "cost" else "team"), match[1].strip(_QUOTES)
    return None


def move(text: str) -> tuple[str, str] | None:
    """The two models of a move, as written: from which to which.

    Example:
        >>> move("What if we moved from aurora-large to gpt-99 in September?")
        ('aurora-large', 'gpt-99')
    """
    match = _MOVE.search(text)
    return (match[1].strip(_QUOTES), match[2].strip(_QUOTES)) if match else None
