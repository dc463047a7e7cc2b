"""One WebSocket message as it crossed the wire."""

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Seen from the user: sent to the platform, or received from it."""

    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Frame:
    """A message, when it crossed, and through which socket.

    Attributes:
        number: Position in its frame log, from 1.
        connection: Which socket of this user, from 1 in order of opening.
        direction: Sent or received.
        at: Seconds since the epoch, stamped on arrival (by the browser's network
            layer for a page, by the receiving task for a wire client).
        payload: The raw text or bytes, untouched.
    """

    number: int
    connection: int
    direction: Direction
    at: float
    payload: str | bytes
