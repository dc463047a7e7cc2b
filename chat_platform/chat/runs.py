"""Runs in the store: what they are asked, what they emit, and how a broken one is closed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from chat_platform.accounts.tables import User
from chat_platform.agents import RunRequest, describe_agents
from chat_platform.chat import log
from chat_platform.chat.frames import CLOCK
from chat_platform.chat.log import LoggedEvent
from chat_platform.chat.rendering import agent_html
from chat_platform.chat.store import insert_message
from chat_platform.chat.tables import EventRow, MessageRow, RunRow, ThreadRow
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
from chat_platform.storage.engine import Database

# How many earlier messages an agent is told.
REMEMBERED = 40


@dataclass(frozen=True)
class OpenRun:
    """A run that has not ended."""

    run_id: str
    thread_id: str
    started: bool


@dataclass(frozen=True)
class RunStore:
    """Reads and writes runs."""

    database: Database

    async def open_runs(self) -> list[OpenRun]:
        """All runs that have not ended, oldest first."""
        query = select(RunRow).where(RunRow.state != "ended").order_by(RunRow.id)
        async with self.database.read() as session:
            rows = await session.scalars(query)
            return [OpenRun(row.id, row.thread_id, row.state == "running") for row in rows]

    async def request(self, run_id: str) -> RunRequest:
        """What the run is asked: the message, whose it is, and what was said before it."""
        query = (
            select(RunRow, MessageRow, User)
            .join(MessageRow, RunRow.message_id == MessageRow.id)
            .join(User, MessageRow.user_id == User.id)
            .where(RunRow.id == run_id)
        )
        async with self.database.read() as session:
            run, message, user = (await session.execute(query)).one()
            before = (
                select(MessageRow.author, MessageRow.text)
                .where(MessageRow.thread_id == run.thread_id, _said_before(message))
                .order_by(MessageRow.seq.desc())
                .limit(REMEMBERED)
            )
            said = [(author, text) for author, text in await session.execute(before)]
        return RunRequest(
            run_id=run.id,
            thread_id=run.thread_id,
            message_id=message.id,
            text=message.text,
            plan=user.plan,
            user_name=user.name,
            history=said[::-1],
        )

    async def record(
        self,
        run: OpenRun,
        events: Sequence[AgentEvent] | Sequence[MessageDelta],
        answer: Message | None = None,
    ) -> list[LoggedEvent]:
        """Store events of a run, after the answer that they complete if there is one."""

        def store(session: Session) -> list[LoggedEvent]:
            return _record(session, run, events, answer)

        return await self.database.writer.run(store)

    async def close(
        self, run: OpenRun, status: Literal["failed", "cancelled"], summary: str
    ) -> list[LoggedEvent]:
        """End a run that broke off, so that its log is whole again.

        Tools that never ended are reported as failed, a half-streamed answer is kept as a
        message, and the run is completed with ``status``. A run that has ended is left alone.
        """

        def store(session: Session) -> list[LoggedEvent]:
            row = session.get_one(RunRow, run.run_id)
            if row.state == "ended":
                return []
            said = _said_so_far(session, run)
            ending, answer = _ending(row, said, status, summary)
            return _record(session, run, ending, answer)

        return await self.database.writer.run(store)


def _record(
    session: Session,
    run: OpenRun,
    events: Sequence[AgentEvent] | Sequence[MessageDelta],
    answer: Message | None,
) -> list[LoggedEvent]:
    stored: list[LoggedEvent] = []
    if answer is not None:
        created = log.append(session, run.thread_id, [MessageCreated(message=answer)])
        thread = session.get_one(ThreadRow, run.thread_id)
        insert_message(session, thread, answer, created[0].seq)
        stored += created
    for pieces, group in groupby(events, lambda event: isinstance(event, MessageDelta)):
        # Only the five events of a run carry its id.
        stored += log.append(session, run.thread_id, list(group), None if pieces else run.run_id)
    for event in events:
        if isinstance(event, AgentStarted | AgentCompleted):
            state = "running" if isinstance(event, AgentStarted) else "ended"
            session.execute(update(RunRow).where(RunRow.id == run.run_id).values(state=state))
    return stored


def _said_before(message: MessageRow) -> ColumnElement[bool]:
    """Earlier questions, and all answers: later questions may be waiting already."""
    earlier = and_(MessageRow.author == "user", MessageRow.seq < message.seq)
    return or_(MessageRow.author == "agent", earlier)


@dataclass
class _SoFar:
    """What an open run has emitted: the frames of its events, and the answer's pieces."""

    events: list[dict[str, Any]]
    message_id: str
    text: str

    def first(self, event_type: str) -> dict[str, Any] | None:
        return next((e for e in self.events if e["type"] == event_type), None)

    def dangling(self) -> list[dict[str, Any]]:
        """The tool calls that never ended."""
        ended = {e["payload"]["call_id"] for e in self.events if e["type"] == ToolCompleted.type}
        begun = [e for e in self.events if e["type"] == ToolExecuting.type]
        return [e for e in begun if e["payload"]["call_id"] not in ended]


def _said_so_far(session: Session, run: OpenRun) -> _SoFar:
    query = (
        select(EventRow)
        .where(
            EventRow.thread_id == run.thread_id,
            or_(EventRow.run_id == run.run_id, EventRow.type == MessageDelta.type),
        )
        .order_by(EventRow.seq)
    )
    rows = session.scalars(query).all()
    events = [json.loads(row.frame) for row in rows if row.run_id == run.run_id]
    begun = min((event["seq"] for event in events), default=0)
    # One run at a time in a thread: pieces after its start are its own.
    pieces = [
        json.loads(row.frame)["payload"] for row in rows if row.run_id is None and row.seq > begun
    ]
    message_id = pieces[0]["message_id"] if pieces else ""
    if message_id and session.get(MessageRow, message_id) is not None:
        pieces = []
    return _SoFar(events, message_id, "".join(piece["delta"] for piece in pieces))


def _ending(
    row: RunRow, said: _SoFar, status: Literal["failed", "cancelled"], summary: str
) -> tuple[list[AgentEvent], Message | None]:
    now = CLOCK.now()
    started = said.first(AgentStarted.type)
    agent = started["payload"]["agent"] if started else describe_agents()[0].name
    ending: list[AgentEvent] = []
    if started is None:
        context = RunContext(thread_id=row.thread_id, message_id=row.message_id, plan="free")
        ending.append(AgentStarted(agent=agent, context=context))
    ending += [
        ToolCompleted(
            call_id=call["payload"]["call_id"],
            tool=call["payload"]["tool"],
            status="error",
            error="The tool was interrupted.",
            duration_ms=_ms_since(call, now),
        )
        for call in said.dangling()
    ]
    tools = sum(event["type"] == ToolExecuting.type for event in said.events)
    ending.append(
        AgentCompleted(
            status=status,
            summary=summary,
            result=None,
            usage=Usage(input_tokens=0, output_tokens=0, tool_calls=tools),
            duration_ms=_ms_since(started, now) if started else 0,
        )
    )
    answer = agent_message(said.message_id, agent, said.text) if said.text else None
    return ending, answer


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


def _ms_since(frame: dict[str, Any], now: datetime) -> int:
    then = datetime.fromisoformat(frame["timestamp"])
    return max(0, round((now - then).total_seconds() * 1000))
