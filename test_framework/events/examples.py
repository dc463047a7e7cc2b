"""Examples of streams of agent events: a valid conversation, and ways to break it.

A ``Stream`` writes events as a correct platform would, for one user and one thread;
``without``, ``swapped`` and friends return broken copies with the frames numbered anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from test_framework.events.model import AgentEvent, EventKind

BEGIN = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)
ANSWER = "**Opal** cost most."

AGENT_LIST = {
    "agents": [
        {
            "name": "cost_analyst",
            "title": "Cost analyst",
            "description": "Knows the bill",
            "tools": [
                {
                    "name": "top_spenders",
                    "description": "Who spends most",
                    "parameters": {
                        "type": "object",
                        "properties": {"count": {"type": "integer", "minimum": 1}},
                        "required": ["count"],
                        "additionalProperties": False,
                    },
                }
            ],
        },
        {
            "name": "reporter",
            "title": "Reporter",
            "description": "Writes",
            "tools": [{"name": "totals", "description": "Sums", "parameters": {"type": "object"}}],
        },
    ]
}


class Stream:
    """Writes the events of one user's thread, numbered and stamped as they should be."""

    def __init__(self, owner: str = "Ada", thread: str = "t1", start: int = 1) -> None:
        self.owner, self.thread = owner, thread
        self.events: list[AgentEvent] = []
        self.seq = start - 1
        self.now = BEGIN
        self.connection = 1

    def event(self, kind: EventKind, run: str = "", wait_ms: int = 10, **payload: Any) -> Stream:
        """Add a log event, ``wait_ms`` after the one before."""
        self.seq += 1
        self.now += timedelta(milliseconds=wait_ms)
        name = f"{self.owner}-{self.thread}-e{self.seq}"
        self._append(kind, payload, run_id=run, seq=self.seq, thread_id=self.thread, event_id=name)
        return self

    def reply(self, kind: EventKind, **payload: Any) -> Stream:
        """Add a reply: no thread, no seq."""
        self._append(
            kind, payload, event_id=f"{self.owner}-{self.thread}-reply-{len(self.events) + 1}"
        )
        return self

    def _append(self, kind: EventKind, payload: dict[str, Any], **fields: Any) -> None:
        self.events.append(
            AgentEvent(
                kind=kind,
                type=kind.value,
                owner=self.owner,
                frame=len(self.events) + 1,
                received_at=self.now.timestamp() + 0.002,
                connection=self.connection,
                timestamp=self.now,
                payload=payload,
                **fields,
            )
        )

    def opened(self) -> Stream:
        """The thread's first event."""
        return self.event(EventKind.OTHER, title="")

    def asked(self, message: str = "m1", text: str = "Who spent most?") -> Stream:
        """The user's message, acknowledged and stored."""
        self.reply(
            EventKind.MESSAGE_ACCEPTED, message_id=message, thread_id=self.thread, seq=self.seq + 1
        )
        return self.event(EventKind.MESSAGE_CREATED, message=said(message, "user", text))

    def started(self, run: str = "r1", parent: str | None = None, message: str = "m1") -> Stream:
        """A run's agent_started."""
        context = {
            "thread_id": self.thread,
            "message_id": message,
            "plan": "free",
            "parent_run_id": parent,
        }
        return self.event(EventKind.AGENT_STARTED, run, agent="cost_analyst", context=context)

    def thinks(self, step: int, run: str = "r1") -> Stream:
        """A thinking step."""
        return self.event(EventKind.AGENT_THINKING, run, reasoning=f"Thought {step}", step=step)

    def tool(self, call: str = "c1", run: str = "r1", **changed: Any) -> Stream:
        """A tool at work: begun and completed."""
        return self.tool_begins(call, run).tool_ends(call, run, **changed)

    def tool_begins(self, call: str = "c1", run: str = "r1", **changed: Any) -> Stream:
        """A tool_executing."""
        payload = {"call_id": call, "tool": "top_spenders", "parameters": {"count": 3}}
        return self.event(EventKind.TOOL_EXECUTING, run, **payload | changed)

    def tool_ends(self, call: str = "c1", run: str = "r1", **changed: Any) -> Stream:
        """A tool_completed, 40 ms after what came before."""
        began = [e for e in self.events if e.run_id == run and e.payload.get("call_id") == call]
        spent = self.now - (began[0].timestamp or BEGIN) if began else timedelta()
        payload = {
            "call_id": call,
            "tool": "top_spenders",
            "status": "ok",
            "result": [{"model": "Opal", "cost_usd": "12.50"}],
            "error": None,
            "duration_ms": round(spent / timedelta(milliseconds=1)) + 40,
        }
        return self.event(EventKind.TOOL_COMPLETED, run, 40, **payload | changed)

    def answers(self, message: str = "m2", text: str = ANSWER) -> Stream:
        """The answer, in two pieces and then stored."""
        half = len(text) // 2
        self.event(EventKind.MESSAGE_DELTA, message_id=message, delta=text[:half])
        self.event(EventKind.MESSAGE_DELTA, message_id=message, delta=text[half:])
        return self.event(EventKind.MESSAGE_CREATED, message=said(message, "agent", text))

    def ended(self, run: str = "r1", tools: int = 1, **changed: Any) -> Stream:
        """A run's agent_completed."""
        began = next((e for e in self.events if e.run_id == run), None)
        spent = self.now - (began.timestamp or BEGIN) if began else timedelta()
        payload: dict[str, Any] = {
            "status": "succeeded",
            "summary": "Found the top spenders",
            "result": ANSWER,
            "usage": {"input_tokens": 10, "output_tokens": 20, "tool_calls": tools},
            "duration_ms": round(spent / timedelta(milliseconds=1)) + 10,
        }
        return self.event(EventKind.AGENT_COMPLETED, run, **payload | changed)

    def history(self, *messages: dict[str, Any], last_seq: int | None = None) -> Stream:
        """The answer to history.get."""
        last = self.seq if last_seq is None else last_seq
        return self.reply(
            EventKind.HISTORY, thread_id=self.thread, messages=list(messages), last_seq=last
        )


def said(message: str, author: str, text: str) -> dict[str, Any]:
    """A message as history and live events show it."""
    agent = "cost_analyst" if author == "agent" else None
    return {
        "message_id": message,
        "author": author,
        "agent": agent,
        "text": text,
        "html": f"<p>{text}</p>",
        "created_at": "2026-10-01T12:00:00.000Z",
    }


def good(owner: str = "Ada", thread: str = "t1", **names: str) -> list[AgentEvent]:
    """A whole valid conversation: frames 1 to 12.

    1 thread, 2 accepted, 3 question, 4 started, 5 and 6 thinking, 7 tool begins,
    8 tool ends, 9 and 10 pieces, 11 answer stored, 12 completed.
    """
    run, call = names.get("run", "r1"), names.get("call", "c1")
    question, answer = names.get("question", "m1"), names.get("answer", "m2")
    stream = Stream(owner, thread).opened().asked(question).started(run, message=question)
    stream.thinks(1, run).thinks(2, run).tool(call, run).answers(answer).ended(run)
    return stream.events


def frame(events: list[AgentEvent], number: int) -> AgentEvent:
    """The event in that frame."""
    return next(event for event in events if event.frame == number)


def renumbered(events: Iterable[AgentEvent]) -> list[AgentEvent]:
    """The same events with their frames counted anew, as a frame log does."""
    return [replace(event, frame=place) for place, event in enumerate(events, 1)]


def without(events: list[AgentEvent], *numbers: int) -> list[AgentEvent]:
    """The stream with these frames dropped; frames keep their numbers."""
    return [event for event in events if event.frame not in numbers]


def repeated(events: list[AgentEvent], number: int) -> list[AgentEvent]:
    """The stream with that frame coming twice in a row."""
    return renumbered([*events[:number], *events[number - 1 :]])


def swapped(events: list[AgentEvent], first: int, second: int) -> list[AgentEvent]:
    """The stream with two frames in each other's place."""
    changed = list(events)
    changed[first - 1], changed[second - 1] = changed[second - 1], changed[first - 1]
    return renumbered(changed)


def altered(events: list[AgentEvent], number: int, **fields: Any) -> list[AgentEvent]:
    """The stream with fields of that frame's event replaced."""
    return [replace(e, **fields) if e.frame == number else e for e in events]


def saying(events: list[AgentEvent], number: int, **payload: Any) -> list[AgentEvent]:
    """The stream with fields of that frame's payload replaced; ``...`` removes one."""
    merged = dict(frame(events, number).payload) | payload
    kept = {key: value for key, value in merged.items() if value is not ...}
    return altered(events, number, payload=kept)
