"""The envelope around every server message, with the digest that proves it arrived whole."""

import json
from datetime import UTC, datetime
from typing import Any

import google_crc32c
import rfc8785


def timestamp(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC with milliseconds.

    Example:
        >>> timestamp(datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC))
        '2026-01-02T03:04:05.678Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def digest(envelope: dict[str, Any]) -> str:
    """CRC-32C (RFC 3720, appendix B.4) of the canonical envelope, eight hex digits.

    Canonical means RFC 8785 (JSON Canonicalization Scheme), without the ``digest``
    field itself, so that any client can compute it again from the parsed frame.

    Example:
        >>> digest({"b": 1, "a": "x"}) == digest({"a": "x", "b": 1, "digest": "ignored"})
        True
    """
    canonical = rfc8785.dumps({key: envelope[key] for key in envelope if key != "digest"})
    return f"{google_crc32c.value(canonical):08x}"


def encode(envelope: dict[str, Any]) -> str:
    """The envelope as one JSON text frame, with its digest added.

    Raises:
        rfc8785.CanonicalizationError: when a value cannot be written as canonical JSON
            (a float that is not finite, an integer beyond 2**53).
    """
    sealed = {**envelope, "digest": digest(envelope)}
    return json.dumps(sealed, ensure_ascii=False, separators=(",", ":"))
