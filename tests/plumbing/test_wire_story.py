"""What crossed the wire is told so that a product owner can read it."""

from __future__ import annotations

from typing import Any

from test_framework.events.model import AgentEvent, EventKind
from test_framework.reporting.wire_story import wire_story
from test_framework.wire.frame import Direction, Frame


def received(number: int, at: float = 0.0, connection: int = 1) -> Frame:
    return Frame(number, connection, Direction.RECEIVED, at, "{}")


def event(frame: int, kind: EventKind, seq: int | None = None, **payload: Any) -> AgentEvent:
    return AgentEvent(kind, kind.value, "Ada", frame, 0.0, run_id="r1", seq=seq, payload=payload)


def test_a_conversation_is_told_line_by_line() -> None:
    asked = '{"type": "message.send", "id": "1", "payload": {"text": "What did we spend?"}}'
    frames = [Frame(1, 1, Direction.SENT, 0.0, asked), received(2, 1.25), received(3, 2.5)]
    events = [
        event(2, EventKind.AGENT_STARTED, seq=2, agent="cost_analyst"),
        event(3, EventKind.AGENT_THINKING, seq=3, reasoning="I add it up.", step=1),
    ]
    assert wire_story("Ada", frames, events).splitlines() == [
        '00:00:00.000  Ada sends message.send {"text": "What did we spend?"}',
        "00:00:01.250  Ada sees: Cost analyst starts run r1 (seq 2)",
        "00:00:02.500  Ada sees: Cost analyst thinks: I add it up. (seq 3)",
    ]


def test_pieces_of_an_answer_make_one_line() -> None:
    frames = [received(n, at=n / 4) for n in (1, 2, 3, 4)]
    events = [event(n, EventKind.MESSAGE_DELTA, delta="so") for n in (1, 2, 3)]
    events.append(event(4, EventKind.MESSAGE_DELTA, delta="on"))
    story = wire_story("Ada", frames, events)
    assert story == "00:00:00.250  Ada sees: 4 pieces of the answer within 0.75 s\n"
    assert wire_story("Ada", frames[:1], events[:1]).endswith("Ada sees: a piece of the answer\n")


def test_a_story_of_one_step_knows_who_does_the_run() -> None:
    events = [
        event(1, EventKind.AGENT_STARTED, agent="optimizer"),
        event(2, EventKind.AGENT_THINKING, reasoning="Hm.", step=1),
    ]
    assert "Optimizer thinks: Hm." in wire_story("Ada", [received(2)], events)


def test_what_nobody_understands_is_shown_as_it_is() -> None:
    def story(payload: str | bytes) -> str:
        frame = Frame(1, 2, Direction.RECEIVED, 0.0, payload)
        return wire_story("Ada", [frame], []).partition("  ")[2].rstrip()

    assert story(b"\x00\x01") == "Ada receives on socket 2 2 bytes"
    assert story("no json") == "Ada receives on socket 2 no json"
    assert story("[1, 2]") == "Ada receives on socket 2 [1, 2]"
    assert story('{"odd": 1}') == 'Ada receives on socket 2 {"odd": 1}'
    assert story('{"type": "pong"}') == "Ada receives on socket 2 pong"
    assert len(story("x" * 5000)) < 200
