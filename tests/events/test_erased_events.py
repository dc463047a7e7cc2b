"""What was deleted before somebody saw it: an erased event stands in its place."""

from __future__ import annotations

from dataclasses import replace

from test_framework.events.content import check_content
from test_framework.events.delivery import check_delivery
from test_framework.events.examples import good
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.sequence import check_sequence
from test_framework.events.verdict import Outcome


def erased(event: AgentEvent) -> AgentEvent:
    kind = EventKind.EVENT_ERASED
    now = {"erased_at": "2026-09-01T00:00:00Z"}
    return replace(
        event, kind=kind, type=kind.value, run_id="", payload=now, event_id=f"x{event.frame}"
    )


def deleted(after: list[AgentEvent], *message_ids: str) -> AgentEvent:
    last, kind = after[-1], EventKind.MESSAGES_DELETED
    return replace(
        last,
        kind=kind,
        type=kind.value,
        run_id="",
        event_id="gone",
        seq=(last.seq or 0) + 1,
        frame=last.frame + 1,
        payload={"message_ids": list(message_ids)},
    )


def away_from(frame: int) -> list[AgentEvent]:
    """A run that was seen until that frame, and deleted before the rest came."""
    events = good()
    ids = [
        e.payload["message"]["message_id"] for e in events if e.kind is EventKind.MESSAGE_CREATED
    ]
    rest = [
        replace(erased(e), connection=2) if e.seq is not None and e.frame >= frame else e
        for e in events
    ]
    return [*rest, replace(deleted(events, *ids), connection=2)]


def test_nobody_calls_missing_what_was_deleted_before_it_was_seen():
    for frame in range(3, len(good()) + 1):
        events = away_from(frame)
        for check in (check_sequence, check_content, check_delivery):
            verdict = check(events)
            assert verdict.outcome is not Outcome.BROKEN, f"from frame {frame}: {verdict}"


def test_what_is_erased_for_one_connection_may_have_been_told_to_another():
    events = good()
    told = [e for e in events if e.seq is not None]
    ids = [e.payload["message"]["message_id"] for e in told if e.kind is EventKind.MESSAGE_CREATED]
    again = [replace(erased(e), connection=2) for e in told[1:]]
    begun = replace(told[0], connection=2)
    gone = deleted(events, *ids)
    numbered = [*events, gone, begun, *again, replace(gone, connection=2)]
    received = [replace(e, frame=number) for number, e in enumerate(numbered, 1)]
    for check in (check_sequence, check_content, check_delivery):
        verdict = check(received)
        assert verdict.outcome is not Outcome.BROKEN, str(verdict)


def test_what_was_not_deleted_is_missed_as_before():
    events = [e for e in good() if e.kind is not EventKind.AGENT_COMPLETED]
    last = replace(deleted(events, "another"), seq=(events[-1].seq or 0) + 1)
    assert check_sequence([*events, last]).outcome is Outcome.BROKEN
