"""Frames: payloads in their envelopes, stamped and sealed."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Lock
from typing import Protocol

import uuid_utils

from chat_platform.contract.envelope import encode, timestamp
from chat_platform.contract.errors import ERROR_TEXTS, ErrorCode
from chat_platform.contract.server_messages import Error


class Payload(Protocol):
    """A model of the wire contract that names its type."""

    @property
    def type(self) -> str:
        """The message type, for example ``agent_started``."""

    def model_dump(self, *, mode: str) -> dict[str, object]:
        """The payload's fields; ``mode="json"`` for JSON values only."""


class Clock:
    """The time of day, but it never runs backwards within this process, in whatever thread."""

    def __init__(self) -> None:
        self._last = datetime.min.replace(tzinfo=UTC)
        self._lock = Lock()

    def now(self) -> datetime:
        """This moment, or the latest one told before if the machine's clock was set back."""
        with self._lock:
            self._last = max(self._last, datetime.now(UTC))
            return self._last


CLOCK = Clock()


def log_frame(
    payload: Payload, thread_id: str, seq: int, run_id: str | None, moment: datetime
) -> str:
    """The frame of a log event, stamped with the moment at which it happened.

    Raises:
        rfc8785.CanonicalizationError: when the payload cannot be written as canonical JSON.
    """
    place: dict[str, object] = {"seq": seq, "thread_id": thread_id}
    if run_id is not None:
        place["run_id"] = run_id
    return _frame(payload, place, moment)


def reply_frame(payload: Payload, reply_to: str | None = None) -> str:
    """The frame of a reply, or of a word that answers nothing (``reply_to`` is None)."""
    return _frame(payload, {} if reply_to is None else {"reply_to": reply_to}, CLOCK.now())


def error_payload(code: ErrorCode, field: str | None = None, message: str | None = None) -> Error:
    """The payload that tells a user of an error; ``message`` replaces the usual sentence."""
    told = ERROR_TEXTS[code]
    return Error(code=code, message=message or told.message, what_next=told.what_next, field=field)


def _frame(payload: Payload, place: dict[str, object], moment: datetime) -> str:
    return encode(
        {
            "type": payload.type,
            "id": str(uuid_utils.uuid7()),
            **place,
            "timestamp": timestamp(moment),
            "payload": payload.model_dump(mode="json"),
        }
    )
