"""The JSON object in a frame: what almost every protocol sends, read fast and strictly."""

from __future__ import annotations

from typing import Any

import msgspec


def json_object(payload: str | bytes) -> dict[str, Any] | None:
    """The JSON object (RFC 8259) in a text frame; None when it is not one text frame with one.

    Neither is what only some readers take: ``NaN``, half of a surrogate pair, a number beyond
    measure.

    Example:
        >>> json_object('{"type": "ping"}'), json_object("[1]"), json_object('{"a": NaN}')
        ({'type': 'ping'}, None, None)
    """
    if isinstance(payload, bytes):
        return None
    try:
        found = msgspec.json.decode(payload)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return None
    return found if isinstance(found, dict) else None
