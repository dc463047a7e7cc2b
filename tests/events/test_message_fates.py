"""Messages that users edit and delete: history may differ then, and only then."""

from __future__ import annotations

from test_framework.events.delivery import check_delivery
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.verdict import Outcome


def event(seq: int | None, kind: EventKind, **payload: object) -> AgentEvent:
    event.frame += 1
    return AgentEvent(
        kind,
        kind.value,
        "Ada",
        event.frame,
        0.0,
        event_id=f"e{event.frame}",
        thread_id="t1" if seq else "",
        seq=seq,
        payload=payload,
    )


event.frame = 0


def created(seq: int, text: str = "Hello") -> AgentEvent:
    message = {"message_id": f"m{seq}", "author": "user", "text": text}
    return event(seq, EventKind.MESSAGE_CREATED, message=message)


def edited(seq: int, message_id: str, text: str) -> AgentEvent:
    message = {"message_id": message_id, "author": "user", "text": text}
    return event(seq, EventKind.MESSAGE_EDITED, message=message)


def deleted(seq: int, *message_ids: str) -> AgentEvent:
    return event(seq, EventKind.MESSAGES_DELETED, message_ids=list(message_ids))


def history(up_to: int, **texts: str) -> AgentEvent:
    said = [{"message_id": name, "author": "user", "text": text} for name, text in texts.items()]
    return event(None, EventKind.HISTORY, thread_id="t1", messages=said, last_seq=up_to)


def judged(*events: AgentEvent) -> tuple[Outcome, str]:
    verdict = check_delivery(events)
    return verdict.outcome, str(verdict)


def test_an_edit_changes_what_history_tells_from_then_on():
    first, edit = created(1), edited(2, "m1", "Hi")
    assert judged(first, edit, history(2, m1="Hi"))[0] is Outcome.HOLDS
    assert judged(created(1), history(1, m1="Hello"), edited(2, "m1", "Hi"))[0] is Outcome.HOLDS
    outcome, words = judged(created(1), edited(2, "m1", "Hi"), history(2, m1="Hello"))
    assert outcome is Outcome.BROKEN
    assert "was 'Hi'" in words
    assert judged(created(1), history(1, m1="Hi"), edited(2, "m1", "Hi"))[0] is Outcome.BROKEN


def test_a_deleted_message_is_missing_from_then_on():
    assert judged(created(1), created(2), deleted(3, "m1"), history(3, m2="Hello"))[0] is (
        Outcome.HOLDS
    )
    outcome, words = judged(created(1), created(2), history(2, m2="Hello"), deleted(3, "m1"))
    assert outcome is Outcome.BROKEN
    assert "m1" in words
    assert judged(created(1), created(2), deleted(3, "m1"), history(3))[0] is Outcome.BROKEN
