"""What a user may ask: neither too long nor empty."""

from __future__ import annotations

import unicodedata

from chat_platform.chat.store import Refused
from chat_platform.contract.errors import ErrorCode

INVISIBLE = {"Zs", "Zl", "Zp", "Cc", "Cf"}


def question(text: str, limit: int, field: str) -> str:
    r"""The text as it is stored.

    Args:
        text: As the user sent it.
        limit: How many characters it may have.
        field: Where it stands in the message, for the refusal.

    Raises:
        Refused: ``message_too_large`` or ``empty_message``.

    Example:
        >>> question("What did\0 we spend?", 100, "payload.text")
        'What did� we spend?'
    """
    if len(text) > limit:
        raise Refused(ErrorCode.MESSAGE_TOO_LARGE, field=field)
    # No database keeps NUL in a text everywhere; it is shown as what it is, unreadable.
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return visible(text, field)


def one_line(title: str) -> str:
    r"""A title as it is stored: on one line, and as readable as a question.

    Example:
        >>> one_line(" Bills\n of\0May ")
        'Bills of�May'
    """
    return " ".join(title.replace("\0", "\N{REPLACEMENT CHARACTER}").split())


def visible(text: str, field: str) -> str:
    """The text, unless nothing of it can be seen.

    Raises:
        Refused: ``empty_message``.
    """
    if all(unicodedata.category(character) in INVISIBLE for character in text):
        raise Refused(ErrorCode.EMPTY_MESSAGE, field=field)
    return text
