"""The envelope around every server message, with the digest that proves it arrived whole."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import google_crc32c
import rfc8785

# RFC 8785, 3.2.2.3: numbers are IEEE 754 doubles, which hold every integer up to here.
LARGEST = 2**53 - 1


def timestamp(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC with milliseconds.

    Example:
        >>> timestamp(datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC))
        '2026-01-02T03:04:05.678Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def canonical(value: object) -> bytes:
    """A JSON value as RFC 8785 (JSON Canonicalization Scheme) writes it.

    Raises:
        rfc8785.CanonicalizationError: when it cannot be written so (a float that is not
            finite, an integer beyond 2**53).

    Example:
        >>> canonical({"b": 1, "a": "é"}).decode()
        '{"a":"é","b":1}'
    """
    if _plain(value):
        with suppress(UnicodeEncodeError):  # half a character; the library says what is wrong
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            return text.encode()
    return rfc8785.dumps(value)  # type: ignore[arg-type]  # whatever it is, it says so


def _plain(value: object) -> bool:
    """Whether the standard library writes the value the same way, at a tenth of the time.

    They differ in floats, in integers that not every reader can hold, and in how keys beyond
    the Basic Multilingual Plane are sorted.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return -LARGEST <= value <= LARGEST  # type: ignore[operator]  # an int
    if kind is dict:
        return all(
            type(key) is str and key.isascii() and _plain(item)
            for key, item in value.items()  # type: ignore[attr-defined]  # a dict
        )
    return kind is list and all(map(_plain, value))  # type: ignore[call-overload]  # a list


def digest(envelope: dict[str, Any]) -> str:
    """CRC-32C (RFC 3720, appendix B.4) of the canonical envelope, eight hex digits.

    Canonical means RFC 8785 (JSON Canonicalization Scheme), without the ``digest``
    field itself, so that any client can compute it again from the parsed frame.

    Example:
        >>> digest({"b": 1, "a": "x"}) == digest({"a": "x", "b": 1, "digest": "ignored"})
        True
    """
    content = canonical({key: envelope[key] for key in envelope if key != "digest"})
    return f"{google_crc32c.value(content):08x}"


def encode(envelope: dict[str, Any]) -> str:
    """The envelope as one JSON text frame, with its digest added.

    Raises:
        rfc8785.CanonicalizationError: when a value cannot be written as canonical JSON
            (a float that is not finite, an integer beyond 2**53).
    """
    sealed = {**envelope, "digest": digest(envelope)}
    return json.dumps(sealed, ensure_ascii=False, separators=(",", ":"))
