"""The log of a thread: events get their ``seq`` and their place in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from chat_platform.chat.frames import Payload, log_frame
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
    taken = session.execute(TAKE, {"of_thread": thread_id, "count": count})
    last: int = taken.scalar_one()
    return last - count + 1


def append(
    session: Session, thread_id: str, payloads: Sequence[Payload], run_id: str | None = None
) -> list[LoggedEvent]:
    """Store events at the end of the thread's log.

    Args:
        session: Of a writer's job; the events exist once the job is committed.
        thread_id: Whose log.
        payloads: In order.
        run_id: Of the run whose events they are.

    Returns:
        The events with their frames, ready to be sent after the commit.
    """
    first = reserve(session, thread_id, len(payloads))
    events = [
        LoggedEvent(seq, log_frame(payload, thread_id, seq, run_id))
        for seq, payload in enumerate(payloads, first)
    ]
    rows = [
        {
            "thread_id": thread_id,
            "seq": event.seq,
            "type": payload.type,
            "run_id": run_id,
            "frame": event.frame,
        }
        for event, payload in zip(events, payloads, strict=True)
    ]
    session.execute(STORE, rows)
    return events


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
