"""The log of a thread: events get their ``seq`` and their place in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from chat_platform.chat.frames import CLOCK, Payload, log_frame
from chat_platform.chat.tables import EventRow, ThreadRow

# Made once, and of plain tables: building a statement anew, and the ORM's care for objects that
# nobody loaded, would cost most of the time that an event takes.
THREADS = ThreadRow.metadata.tables[ThreadRow.__tablename__]
EVENTS = EventRow.metadata.tables[EventRow.__tablename__]
TAKE = (
    update(THREADS)
    .where(THREADS.c.id == bindparam("of_thread"))
    .values(last_seq=THREADS.c.last_seq + bindparam("count"))
    .returning(THREADS.c.last_seq)
)
STORE = insert(EVENTS)


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event that is not in the log yet.

    Attributes:
        payload: What it says.
        run_id: Of the run whose event it is; only the five events of a run have one.
        moment: When it happened, which may be long before it is stored.
    """

    payload: Payload
    run_id: str | None = None
    moment: datetime = field(default_factory=CLOCK.now)


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """A stored event: its place in the thread, and the frame that tells of it."""

    seq: int
    frame: str


def reserve(session: Session, thread_id: str, count: int) -> int:
    """Take the next ``count`` places of the thread; returns the first.

    The update locks the thread's row until the commit, on every database: that is why
    there are no gaps and no repeats however many write at once.

    Raises:
        sqlalchemy.exc.NoResultFound: when there is no such thread.
    """
    taken = session.connection().execute(TAKE, {"of_thread": thread_id, "count": count})
    last: int = taken.scalar_one()
    return last - count + 1


def append(session: Session, thread_id: str, events: Sequence[NewEvent]) -> list[LoggedEvent]:
    """Store events at the end of the thread's log.

    Args:
        session: Of a writer's job; the events exist once the job is committed.
        thread_id: Whose log.
        events: In order.

    Returns:
        The events with their frames, ready to be sent after the commit.
    """
    first = reserve(session, thread_id, len(events))
    logged = [
        LoggedEvent(seq, log_frame(new.payload, thread_id, seq, new.run_id, new.moment))
        for seq, new in enumerate(events, first)
    ]
    rows = [
        {
            "thread_id": thread_id,
            "seq": event.seq,
            "type": new.payload.type,
            "run_id": new.run_id,
            "frame": event.frame,
        }
        for event, new in zip(logged, events, strict=True)
    ]
    session.connection().execute(STORE, rows)
    return logged


async def events_after(
    session: AsyncSession, thread_id: str, seq: int, limit: int
) -> list[LoggedEvent]:
    """At most ``limit`` events of the thread after ``seq``, in order."""
    query = (
        select(EventRow.seq, EventRow.frame)
        .where(EventRow.thread_id == thread_id, EventRow.seq > seq)
        .order_by(EventRow.seq)
        .limit(limit)
    )
    return [LoggedEvent(found, frame) for found, frame in await session.execute(query)]
