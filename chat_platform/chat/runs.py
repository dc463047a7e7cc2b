"""Runs in the store: what they are asked, what they emit, and how a broken one is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import and_, bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from chat_platform.accounts.plans import OPEN, PlanBook
from chat_platform.accounts.tables import User
from chat_platform.agents import RunRequest
from chat_platform.chat import log
from chat_platform.chat.attachments import tables_of
from chat_platform.chat.closing import Ending, closing_events
from chat_platform.chat.log import LoggedEvent, NewEvent
from chat_platform.chat.personal import note_usage
from chat_platform.chat.run_charges import charge_run
from chat_platform.chat.store import Refused, insert_message
from chat_platform.chat.tables import MessageRow, RunRow, ThreadRow
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.events import AgentCompleted, AgentStarted
from chat_platform.contract.server_messages import MessageCreated
from chat_platform.storage.engine import Database

# How many earlier messages an agent is told.
REMEMBERED = 40
# Made once, as in chat/log.py: every run begins and ends with these.
RUNS = RunRow.metadata.tables[RunRow.__tablename__]
SET_STATE = (
    update(RUNS).where(RUNS.c.id == bindparam("of_run")).values(state=bindparam("new_state"))
)
QUESTION = (
    select(RunRow, MessageRow, User)
    .join(MessageRow, RunRow.message_id == MessageRow.id)
    .join(User, MessageRow.user_id == User.id)
    .where(RunRow.id == bindparam("of_run"))
)
# Earlier questions, and all answers: later questions may be waiting already.
SAID_BEFORE = (
    select(MessageRow.author, MessageRow.text)
    .where(
        MessageRow.thread_id == bindparam("of_thread"),
        or_(
            MessageRow.author == "agent",
            and_(MessageRow.author == "user", MessageRow.seq < bindparam("until")),
        ),
    )
    .order_by(MessageRow.seq.desc())
    .limit(REMEMBERED)
)
OWNER = select(ThreadRow.user_id).where(ThreadRow.id == bindparam("of_thread"))


@dataclass(frozen=True)
class OpenRun:
    """A run that has not ended."""

    run_id: str
    thread_id: str
    started: bool


@dataclass(frozen=True)
class KnownRun:
    """A run in the store.

    Attributes:
        root_id: The run that a user asked for: itself, or the one in which it is nested.
        state: ``waiting``, ``running`` or ``ended``.
    """

    run_id: str
    root_id: str
    state: str


@dataclass(frozen=True)
class RunStore:
    """Reads and writes runs.

    Attributes:
        book: What each plan gives.
    """

    database: Database
    book: PlanBook = field(default_factory=lambda: OPEN)

    async def open_runs(self) -> list[OpenRun]:
        """All runs that users asked for and that have not ended, oldest first."""
        query = select(RunRow).where(RunRow.state != "ended", RunRow.parent_id.is_(None))
        async with self.database.read() as session:
            rows = await session.scalars(query.order_by(RunRow.id))
            return [OpenRun(row.id, row.thread_id, row.state == "running") for row in rows]

    async def find(self, thread_id: str, run_id: str) -> KnownRun:
        """A run of the thread.

        Raises:
            Refused: ``run_not_found``.
        """
        async with self.database.read() as session:
            row = await session.get(RunRow, run_id)
        if row is None or row.thread_id != thread_id:
            raise Refused(ErrorCode.RUN_NOT_FOUND, field="payload.run_id")
        return KnownRun(row.id, row.parent_id or row.id, row.state)

    async def request(self, run_id: str) -> RunRequest:
        """What the run is asked: the message, whose it is, and what was said before it."""
        async with self.database.read() as session:
            run, message, user = (await session.execute(QUESTION, {"of_run": run_id})).one()
            place = {"of_thread": run.thread_id, "until": message.seq}
            said = [(author, text) for author, text in await session.execute(SAID_BEFORE, place)]
        plan = user.current_plan
        return RunRequest(
            run_id=run.id,
            thread_id=run.thread_id,
            message_id=message.id,
            text=message.text,
            plan=plan,
            agents=self.book[plan].agents,
            user_name=user.name,
            history=said[::-1],
            tables=await tables_of(self.database, run.thread_id),
        )

    async def record(self, thread_id: str, events: Sequence[NewEvent]) -> list[LoggedEvent]:
        """Store what a run emitted, and what follows from it: messages, states, nested runs."""

        def store(session: Session) -> list[LoggedEvent]:
            return _record(session, thread_id, events)

        return await self.database.writer.run(store)

    async def close(self, run: OpenRun, ending: Ending) -> list[LoggedEvent]:
        """End a run that broke off, so that its log is whole again; see ``closing_events``."""

        def store(session: Session) -> list[LoggedEvent]:
            row = session.get_one(RunRow, run.run_id)
            events = closing_events(session, row, ending)
            return _record(session, run.thread_id, events) if events else []

        return await self.database.writer.run(store)


def _record(session: Session, thread_id: str, events: Sequence[NewEvent]) -> list[LoggedEvent]:
    logged = log.append(session, thread_id, events)
    for new, stored in zip(events, logged, strict=True):
        match new.payload:
            case MessageCreated(message=message):
                thread = session.get_one(ThreadRow, thread_id)
                insert_message(session, thread, message, stored.seq)
            case AgentStarted(context=context) if context.parent_run_id is not None:
                nested = {
                    "id": new.run_id,
                    "thread_id": thread_id,
                    "message_id": context.message_id,
                    "parent_id": context.parent_run_id,
                    "state": "running",
                }
                session.execute(insert(RunRow).values(nested))
            case AgentStarted():
                _set_state(session, new, "running")
            case AgentCompleted() as completed:
                _set_state(session, new, "ended")
                user_id = session.get_one(ThreadRow, thread_id).user_id
                note_usage(session, user_id, str(new.run_id), completed)
                charge_run(session, user_id, str(new.run_id), completed, new.moment)
    return logged


def _set_state(session: Session, event: NewEvent, state: str) -> None:
    session.connection().execute(SET_STATE, {"of_run": event.run_id, "new_state": state})
