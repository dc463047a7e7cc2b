"""Editing, deleting, asking again and rating messages, in the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import uuid_utils
from sqlalchemy import Select, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from chat_platform.chat import log, store, tombstones
from chat_platform.chat.folding import folded
from chat_platform.chat.frames import CLOCK, log_frame
from chat_platform.chat.log import NewEvent
from chat_platform.chat.receipts import Change, Request, once
from chat_platform.chat.rendering import user_html
from chat_platform.chat.run_charges import hear_opinion
from chat_platform.chat.store import Refused, message_of
from chat_platform.chat.tables import EventRow, MessageRow, RunRow
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.events import AgentCompleted, AgentStarted
from chat_platform.contract.message_changes import (
    EventErased,
    MessageChanged,
    MessageEdited,
    MessageRated,
    MessagesDeleted,
    MessagesRemoved,
)
from chat_platform.contract.server_messages import (
    MessageAccepted,
    MessageCreated,
    MessageDelta,
    Rating,
)
from chat_platform.storage.engine import Database

PLACE = "payload.message_id"


@dataclass(frozen=True)
class MessageChanges:
    """Changes messages of users, each change once.

    Attributes:
        admit: As of the ``ChatStore``: asking again is asking.
    """

    database: Database
    admit: store.Admit

    async def edit(self, request: Request, message_id: str, text: str) -> Change:
        """Change the text of a user's own message.

        Raises:
            Refused: ``thread_not_found``, ``thread_archived``, ``message_not_found``,
                ``forbidden`` (an answer) or ``duplicate_message_id``.
        """
        html = user_html(text)

        def edit(session: Session) -> Change:
            row = _own_message(session, request, message_id, "user")
            row.text, row.html, row.folded = text, html, folded(text)
            row.edited_at = CLOCK.now()
            session.flush()
            event = MessageEdited(message=message_of(row))
            return _told(session, request, event, MessageChanged(message=event.message))

        return await self._once(request, edit)

    async def rate(self, request: Request, message_id: str, rating: Rating | None) -> Change:
        """Keep what a user thinks of an answer; refused as ``edit``, for a question."""

        def rate(session: Session) -> Change:
            row = _own_message(session, request, message_id, "agent")
            row.rating = rating
            session.flush()
            hear_opinion(session, row, CLOCK.now())
            event = MessageRated(message_id=message_id, rating=rating)
            return _told(session, request, event, MessageChanged(message=message_of(row)))

        return await self._once(request, rate)

    async def retry(self, request: Request, message_id: str) -> Change:
        """Let the agents answer a question once more; refused as ``edit``.

        Raises:
            Refused: ``run_in_progress`` also, as long as they are at work on it; and what
                ``admit`` raises.
        """

        def retry(session: Session) -> Change:
            row = _own_message(session, request, message_id, "user")
            _refuse_while_at_work(session, message_id)
            self.admit(session, request.user_id, row.text)
            run_id = str(uuid_utils.uuid7())
            place = {"thread_id": request.thread_id, "message_id": message_id}
            session.execute(insert(RunRow).values({"id": run_id, "state": "waiting", **place}))
            reply = MessageAccepted(**place, seq=row.seq, run_id=run_id, accepted_at=CLOCK.now())
            return Change(request.thread_id, reply, run_id=run_id)

        return await self._once(request, retry)

    async def delete(self, request: Request, message_id: str) -> Change:
        """Delete a question and all that came of it; refused as ``retry``."""

        def remove(session: Session) -> Change:
            row = _own_message(session, request, message_id, "user")
            _refuse_while_at_work(session, message_id)
            seqs = [row.seq, *_seqs_of_runs(session, request.thread_id, message_id)]
            gone = select(MessageRow.id).where(_within(MessageRow, request.thread_id, seqs))
            message_ids = list(session.scalars(gone.order_by(MessageRow.seq)))
            seqs += _seqs_of_changes(session, request.thread_id, message_ids)
            _erase(session, request.thread_id, seqs)
            runs = delete(RunRow).where(RunRow.message_id == message_id)
            session.execute(runs.where(RunRow.parent_id.is_not(None)))
            session.execute(runs)
            tombstones.bury_messages(session, request.thread_id, message_ids)
            session.execute(delete(MessageRow).where(MessageRow.id.in_(message_ids)))
            event = MessagesDeleted(message_ids=message_ids)
            return _told(session, request, event, MessagesRemoved(message_ids=message_ids))

        return await self._once(request, remove)

    async def _once(self, request: Request, make: Callable[[Session], Change]) -> Change:
        return await self.database.writer.run(once(request, make))


def _own_message(session: Session, request: Request, message_id: str, author: str) -> MessageRow:
    store.own_open_thread(session, request.user_id, request.thread_id)
    row = session.get(MessageRow, message_id)
    if row is None or row.thread_id != request.thread_id:
        raise Refused(ErrorCode.MESSAGE_NOT_FOUND, field=PLACE)
    if row.author != author:
        raise Refused(ErrorCode.FORBIDDEN, field=PLACE)
    return row


def _refuse_while_at_work(session: Session, message_id: str) -> None:
    at_work = select(RunRow.id).where(RunRow.message_id == message_id, RunRow.state != "ended")
    if session.scalar(at_work.limit(1)) is not None:
        raise Refused(ErrorCode.RUN_IN_PROGRESS, field=PLACE)


def _told(session: Session, request: Request, event: Any, reply: Any) -> Change:
    events = log.append(session, request.thread_id, [NewEvent(event)])
    return Change(request.thread_id, reply, events)


def _seqs_of_changes(session: Session, thread_id: str, message_ids: Sequence[str]) -> list[int]:
    """Where the log tells what these messages said later, or what was thought of them."""
    naming = or_(*(EventRow.frame.contains(name, autoescape=True) for name in message_ids))
    changes = select(EventRow.seq).where(
        EventRow.thread_id == thread_id,
        EventRow.type.in_((MessageEdited.type, MessageRated.type)),
        naming,
    )
    return list(session.scalars(changes))


def _seqs_of_runs(session: Session, thread_id: str, message_id: str) -> list[int]:
    """Where the log tells of a question's runs: one run at a time goes on in a thread.

    What users say meanwhile stands in between, and is not theirs.
    """
    roots = select(RunRow.id).where(RunRow.message_id == message_id, RunRow.parent_id.is_(None))
    seqs: list[int] = []
    for run_id in session.scalars(roots):
        of_run = select(EventRow.seq).where(EventRow.run_id == run_id)
        first = session.scalar(of_run.where(EventRow.type == AgentStarted.type))
        last = session.scalar(of_run.where(EventRow.type == AgentCompleted.type))
        if first is None or last is None:  # it was stopped before it began
            continue
        told = select(EventRow.seq).where(
            EventRow.thread_id == thread_id, EventRow.seq.between(first, last)
        )
        seqs += session.scalars(told.where(EventRow.seq.not_in(_of_users(thread_id, first, last))))
    return seqs


def _of_users(thread_id: str, first: int, last: int) -> Select[int]:
    """Events between the two that users caused: their messages, and other changes."""
    between = EventRow.seq.between(first, last)
    not_of_run = select(EventRow.seq).where(EventRow.thread_id == thread_id, between)
    told = (MessageCreated.type, MessageDelta.type)
    by_users = select(MessageRow.seq).where(
        MessageRow.thread_id == thread_id, MessageRow.author == "user"
    )
    others = EventRow.run_id.is_(None) & EventRow.type.not_in(told)
    return not_of_run.where(others | EventRow.seq.in_(by_users))


def _within(table: Any, thread_id: str, seqs: Sequence[int]) -> Any:
    return (table.thread_id == thread_id) & table.seq.in_(seqs)


def _erase(session: Session, thread_id: str, seqs: Sequence[int]) -> None:
    """Leave of these events that there were some, so that the numbers stay without a gap."""
    now = CLOCK.now()
    for seq in seqs:
        frame = log_frame(EventErased(erased_at=now), thread_id, seq, None, now)
        erased = {"type": EventErased.type, "run_id": None, "frame": frame}
        session.execute(update(EventRow).where(_within(EventRow, thread_id, [seq])).values(erased))
