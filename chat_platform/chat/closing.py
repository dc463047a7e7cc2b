"""How a run that broke off is ended in the log, from nothing but what the log says of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from chat_platform.accounts.tables import User
from chat_platform.agents import describe_agents
from chat_platform.chat.frames import CLOCK, Payload
from chat_platform.chat.log import NewEvent
from chat_platform.chat.rendering import agent_html
from chat_platform.chat.tables import EventRow, MessageRow, RunRow
from chat_platform.contract.events import (
    AgentCompleted,
    AgentEvent,
    AgentStarted,
    RunContext,
    ToolCompleted,
    ToolExecuting,
    Usage,
)
from chat_platform.contract.server_messages import Message, MessageCreated, MessageDelta

Status = Literal["failed", "cancelled"]


@dataclass(frozen=True)
class Ending:
    """How a run ends that does not end by itself; ``summary`` is for the user."""

    status: Status
    summary: str


def closing_events(session: Session, row: RunRow, ending: Ending) -> list[NewEvent]:
    """What the log lacks for the run to be whole, in order.

    Tools that never ended are reported as failed, and the runs nested in it as cancelled,
    before the run itself. A half-streamed answer is kept as a message. Nothing for a run that
    has ended.
    """
    if row.state == "ended":
        return []
    nested = select(RunRow).where(RunRow.parent_id == row.id, RunRow.state != "ended")
    children = session.scalars(nested.order_by(RunRow.id)).all()
    said = _said_so_far(session, row, [row.id, *(child.id for child in children)])
    events: list[NewEvent] = []
    for child in children:
        stopped = Ending("cancelled", "The run that it belonged to ended before it.")
        events += _of_run(child.id, _ending(session, child, said, stopped))
    last = _ending(session, row, said, ending)
    answer = _unfinished_answer(session, said)
    if answer is not None:
        last.insert(-1, MessageCreated(message=answer))
    return events + _of_run(row.id, last)


def agent_message(message_id: str, agent: str, text: str) -> Message:
    """An agent's answer as a message."""
    return Message(
        message_id=message_id,
        author="agent",
        agent=agent,
        text=text,
        html=agent_html(text),
        created_at=CLOCK.now(),
    )


def _of_run(run_id: str, payloads: Sequence[AgentEvent | MessageCreated]) -> list[NewEvent]:
    return [
        NewEvent(payload, None if isinstance(payload, MessageCreated) else run_id)
        for payload in payloads
    ]


@dataclass
class _SoFar:
    """What the log has of open runs: the frames of their events, and the answer's pieces."""

    events: list[dict[str, Any]]
    pieces: list[dict[str, Any]]
    agent: str

    def of(self, run_id: str, event_type: str) -> list[dict[str, Any]]:
        """The frames of one run and one type."""
        return [e for e in self.events if e["run_id"] == run_id and e["type"] == event_type]


def _said_so_far(session: Session, row: RunRow, run_ids: Sequence[str]) -> _SoFar:
    query = (
        select(EventRow)
        .where(
            EventRow.thread_id == row.thread_id,
            or_(EventRow.run_id.in_(run_ids), EventRow.type == MessageDelta.type),
        )
        .order_by(EventRow.seq)
    )
    rows = session.scalars(query).all()
    events = [json.loads(event.frame) for event in rows if event.run_id is not None]
    started = next((e for e in events if e["run_id"] == row.id), None)
    if started is None:  # pieces in the thread are those of the run before it
        return _SoFar(events, [], describe_agents()[0].name)
    # One run at a time in a thread: pieces after its start are its own.
    pieces = [
        json.loads(event.frame)["payload"]
        for event in rows
        if event.run_id is None and event.seq > started["seq"]
    ]
    return _SoFar(events, pieces, started["payload"]["agent"])


def _unfinished_answer(session: Session, said: _SoFar) -> Message | None:
    if not said.pieces or session.get(MessageRow, said.pieces[0]["message_id"]) is not None:
        return None
    text = "".join(piece["delta"] for piece in said.pieces)
    return agent_message(said.pieces[0]["message_id"], said.agent, text)


def _ending(session: Session, row: RunRow, said: _SoFar, ending: Ending) -> list[Any]:
    now = CLOCK.now()
    started = said.of(row.id, AgentStarted.type)
    events: list[Payload] = [] if started else [_start(session, row, said.agent)]
    executing = said.of(row.id, ToolExecuting.type)
    ended = {e["payload"]["call_id"] for e in said.of(row.id, ToolCompleted.type)}
    events += [
        ToolCompleted(
            call_id=call["payload"]["call_id"],
            tool=call["payload"]["tool"],
            status="error",
            error="The tool was interrupted.",
            duration_ms=_ms_since(call, now),
        )
        for call in executing
        if call["payload"]["call_id"] not in ended
    ]
    usage = Usage(input_tokens=0, output_tokens=0, tool_calls=len(executing))
    completed = AgentCompleted(
        status=ending.status,
        summary=ending.summary,
        result=None,
        usage=usage,
        duration_ms=_ms_since(started[0], now) if started else 0,
    )
    return [*events, completed]


def _start(session: Session, row: RunRow, agent: str) -> AgentStarted:
    """The start of a run that was never begun."""
    asker = select(User.plan).join(MessageRow, MessageRow.user_id == User.id)
    plan = session.scalars(asker.where(MessageRow.id == row.message_id)).one()
    context = RunContext(thread_id=row.thread_id, message_id=row.message_id, plan=plan)
    return AgentStarted(agent=agent, context=context)


def _ms_since(frame: dict[str, Any], now: datetime) -> int:
    then = datetime.fromisoformat(frame["timestamp"])
    return max(0, round((now - then).total_seconds() * 1000))
