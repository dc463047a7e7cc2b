"""What a run costs its user and brings its agent, read from its own log at its end."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from chat_platform.billing.compensation import Work
from chat_platform.billing.earnings import earn, reconsider
from chat_platform.billing.ledger import EndedRun, charge
from chat_platform.chat.tables import EventRow, MessageRow, RunRow
from chat_platform.contract.events import AgentCompleted, AgentStarted, ToolCompleted, ToolExecuting

TOLD = (AgentStarted.type, ToolExecuting.type, ToolCompleted.type)
# Made once, and of plain tables, as in chat/log.py: every run ends with these.
EVENTS = EventRow.metadata.tables[EventRow.__tablename__]
RUNS = RunRow.metadata.tables[RunRow.__tablename__]
FRAMES = (
    select(EVENTS.c.frame)
    .where(EVENTS.c.run_id == bindparam("of_run"), EVENTS.c.type.in_(TOLD))
    .order_by(EVENTS.c.seq)
)
PARENT = select(RUNS.c.parent_id).where(RUNS.c.id == bindparam("of_run"))


def charge_run(
    session: Session, user_id: str, run_id: str, completed: AgentCompleted, at: datetime
) -> None:
    """Charge what a run used, and pay its agent, next to its last event.

    What is charged is what the user was told: the plan of ``agent_started``, the calls of
    ``tool_executing``, the usage and the answer of ``agent_completed``.
    """
    connection = session.connection()
    of_run = {"of_run": run_id}
    told = [json.loads(frame) for frame in connection.execute(FRAMES, of_run).scalars()]
    started = next(event["payload"] for event in told if event["type"] == AgentStarted.type)
    calls = [e["payload"]["call_id"] for e in told if e["type"] == ToolExecuting.type]
    run = EndedRun(
        run_id=run_id,
        question=connection.execute(PARENT, of_run).scalar_one() or run_id,
        user_id=user_id,
        agent=started["agent"],
        plan=started["context"]["plan"],
        status=completed.status,
        input_tokens=completed.usage.input_tokens,
        output_tokens=completed.usage.output_tokens,
        # A call that is told twice is one call: its line must not keep the end from being stored.
        calls=tuple(dict.fromkeys(calls)),
        stored_bytes=len((completed.result or "").encode()),
        at=at,
    )
    number = charge(session, run)
    if number is not None:
        ends = [e["payload"] for e in told if e["type"] == ToolCompleted.type]
        results = [end["result"] for end in ends if end["status"] == "ok"]
        work = Work(completed.result, len(calls), results)
        earn(session, number, run, work)


def hear_opinion(session: Session, message: MessageRow, at: datetime) -> None:
    """Let what a user thinks of an answer count for the agent that gave it."""
    ends = (
        select(EventRow.run_id)
        .join(RunRow, RunRow.id == EventRow.run_id)
        .where(
            EventRow.thread_id == message.thread_id,
            EventRow.type == AgentCompleted.type,
            EventRow.seq > message.seq,
            RunRow.parent_id.is_(None),
        )
    )
    # One run at a time goes on in a thread: the next end after an answer is that of its run.
    run_id = session.scalar(ends.order_by(EventRow.seq).limit(1))
    if run_id is not None:
        reconsider(session, run_id, message.rating, at)
