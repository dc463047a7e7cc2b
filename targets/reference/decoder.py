"""What the reference platform's frames mean. Its envelope is the contract itself."""

from collections.abc import Callable, Iterable
from datetime import datetime

from test_framework.events.model import AgentEvent, EventKind
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.json_object import json_object


def decoder(owner: str) -> Callable[[Frame], Iterable[AgentEvent]]:
    """A decoder of the frames that this user received."""

    def decode(frame: Frame) -> Iterable[AgentEvent]:
        if frame.direction is not Direction.RECEIVED:
            return
        envelope = json_object(frame.payload)
        if envelope is None:
            return
        kind = str(envelope.get("type", ""))
        yield AgentEvent(
            kind=EventKind.named(kind),
            type=kind,
            owner=owner,
            frame=frame.number,
            connection=frame.connection,
            received_at=frame.at,
            event_id=envelope.get("id", ""),
            thread_id=envelope.get("thread_id") or "",
            run_id=envelope.get("run_id") or "",
            seq=envelope.get("seq"),
            timestamp=_moment(envelope.get("timestamp")),
            payload=envelope.get("payload") or {},
            reply_to=envelope.get("reply_to") or "",
        )

    return decode


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
