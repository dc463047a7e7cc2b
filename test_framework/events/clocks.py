"""Two clocks: how far the platform's is ahead of the user's, and how sure that is.

Every answered message bounds it (as in NTP, RFC 5905, section 8): the platform stamped its reply
after the message left and before the reply came. Many of them bound it from both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from test_framework.events.model import AgentEvent
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.json_object import json_object

RESOLUTION_S = 0.001
"""Timestamps on the wire are in milliseconds, cut off or rounded."""

STEP_S = 0.25
"""Clocks drift apart slowly; bounds that contradict each other by more mean that one was set."""


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """A message and its reply.

    Attributes:
        sent_at: When the message left, by the user's clock, seconds since the epoch.
        stamped: What the reply says, by the platform's clock.
        received_at: When the reply came, by the user's clock.
    """

    sent_at: float
    stamped: datetime
    received_at: float


@dataclass(frozen=True, slots=True)
class Offset:
    """How far the platform's clock is ahead of the user's.

    Attributes:
        seconds: The estimate; negative when it is behind.
        uncertainty_s: The truth is at most so far from the estimate.
        steady: False when one of the clocks was set meanwhile: then no estimate holds.
    """

    seconds: float
    uncertainty_s: float
    steady: bool = True

    def delay(self, event: AgentEvent) -> float | None:
        """How long an event was on its way, give or take the uncertainty; None: no timestamp."""
        if event.timestamp is None:
            return None
        return event.received_at - (event.timestamp.timestamp() - self.seconds)


def estimate(trips: Iterable[RoundTrip]) -> Offset | None:
    """The offset that all these messages and replies agree on; None without any.

    Example:
        >>> from datetime import UTC
        >>> ahead = datetime.fromtimestamp(107.0, UTC)
        >>> found = estimate([RoundTrip(100.0, ahead, 104.0), RoundTrip(101.0, ahead, 101.5)])
        >>> round(found.seconds, 3), round(found.uncertainty_s, 3)
        (5.75, 0.251)
    """
    bounds = [
        (
            trip.stamped.timestamp() - RESOLUTION_S - trip.received_at,
            trip.stamped.timestamp() + RESOLUTION_S - trip.sent_at,
        )
        for trip in trips
    ]
    if not bounds:
        return None
    least, most = max(low for low, _ in bounds), min(high for _, high in bounds)
    return Offset((least + most) / 2, abs(most - least) / 2, steady=least - most <= STEP_S)


def first_sent(frames: Iterable[Frame]) -> dict[str, float]:
    """When each of a user's messages left first, by the ``id`` that replies name.

    Example:
        >>> first_sent([Frame(1, 1, Direction.SENT, 7.5, '{"type": "ping", "id": "Ada-1"}')])
        {'Ada-1': 7.5}
    """
    sent: dict[str, float] = {}
    for frame in frames:
        if frame.direction is Direction.SENT:
            message = json_object(frame.payload)
            if message is not None and isinstance(message.get("id"), str):
                sent.setdefault(message["id"], frame.at)
    return sent


def round_trips(events: Iterable[AgentEvent], sent: Mapping[str, float]) -> list[RoundTrip]:
    """The messages that were answered.

    Args:
        events: Of one user.
        sent: When each of the user's messages left first, by the id that replies name.
    """
    return [
        RoundTrip(sent[event.reply_to], event.timestamp, event.received_at)
        for event in events
        if event.reply_to in sent and event.timestamp is not None
    ]
