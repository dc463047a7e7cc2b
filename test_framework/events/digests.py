"""Digests: every received frame arrived as it was sent.

The digest is CRC-32C (RFC 3720, appendix B.4), as eight hex digits, of the envelope
without its ``digest`` field, written canonically (RFC 8785).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import google_crc32c
import rfc8785

from test_framework.events.checker import Notes
from test_framework.events.rules import Rule
from test_framework.events.verdict import Verdict
from test_framework.events.wording import shortened
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.json_object import json_object

NAME = "digest"


def digest_of(envelope: Mapping[str, Any]) -> str:
    """The digest that this envelope must carry.

    Raises:
        rfc8785.CanonicalizationError: when a value has no canonical form (an integer
            beyond 2**53, a float that is not finite).

    Example:
        >>> digest_of({"b": 1, "a": "x"}) == digest_of({"a": "x", "b": 1.0, "digest": "?"})
        True
    """
    bare = {name: value for name, value in envelope.items() if name != "digest"}
    return f"{google_crc32c.value(rfc8785.dumps(bare)):08x}"


def check_digests(owner: str, frames: Iterable[Frame]) -> Verdict:
    """Judge whether every frame that a user received carries the digest of its content.

    Args:
        owner: The user, for the findings.
        frames: The user's frames; those that were sent are left out.

    Returns:
        Broken with findings; unknown when nothing was received; otherwise holds.
    """
    checker = DigestChecker(owner)
    for frame in frames:
        checker.feed(frame)
    return checker.verdict()


class DigestChecker:
    """The incremental form of ``check_digests``; it is fed frames, not events."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._notes = Notes()
        self._received = 0

    def feed(self, frame: Frame) -> None:
        """Take in the next frame."""
        if frame.direction is not Direction.RECEIVED:
            return
        self._received += 1
        where = f"Frame {frame.number} of {self._owner}"
        envelope = json_object(frame.payload)
        if envelope is None:
            text = f"{where} is not one JSON object: {shortened(frame.payload, 60)}"
            self._notes.broken(Rule.FRAME_UNREADABLE, text, frame.number)
            return
        kind, carried = envelope.get("type"), envelope.get("digest")
        if not carried:
            self._notes.broken(
                Rule.DIGEST_MISSING, f"{where} ({kind}) carries no digest.", frame.number
            )
            return
        try:
            right = digest_of(envelope)
        except rfc8785.CanonicalizationError as error:
            right = f"impossible: {error}"
        if carried != right:
            text = f"{where} ({kind}) carries digest {carried}, but its content has {right}."
            self._notes.broken(Rule.DIGEST_WRONG, text, frame.number)

    def verdict(self) -> Verdict:
        """Judge what was fed so far."""
        notes = Notes(self._notes)
        if not self._received:
            notes.unknown(f"{self._owner} received no frame.")
        return notes.conclude(NAME)
