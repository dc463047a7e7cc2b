"""Threads and messages: stored before anyone hears of them, never twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import uuid_utils
from sqlalchemy import Select, bindparam, insert, select, update
from sqlalchemy.orm import Session

from chat_platform.chat import log, tombstones
from chat_platform.chat.folding import folded
from chat_platform.chat.frames import CLOCK
from chat_platform.chat.log import LoggedEvent, NewEvent
from chat_platform.chat.rendering import title_from, user_html
from chat_platform.chat.tables import EventRow, MessageRow, RunRow, ThreadRow
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.events import AgentStarted
from chat_platform.contract.server_messages import (
    History,
    Message,
    MessageAccepted,
    MessageCreated,
    Thread,
    ThreadCreated,
    ThreadRenamed,
)
from chat_platform.storage.engine import Database

PAGE = 200
# Made once, as in chat/log.py: every message comes with these.
SENT_BEFORE = select(MessageRow).where(
    MessageRow.user_id == bindparam("of_user"), MessageRow.client_id == bindparam("of_client")
)
WRITE = insert(MessageRow.metadata.tables[MessageRow.__tablename__])
ASK = insert(RunRow.metadata.tables[RunRow.__tablename__])
Admit = Callable[[Session, str, str], None]


class Refused(Exception):
    """The user's message was refused; the session goes on.

    Args:
        code: Which error.
        field: What in the message is wrong.
        message: Instead of the code's usual sentence.
    """

    def __init__(
        self, code: ErrorCode, field: str | None = None, message: str | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Accepted:
    """A message that is durable now.

    Attributes:
        reply: The acceptance, the same for every resend.
        events: New events to publish; none for a resend.
        run_id: The run that it asked for; None for a resend.
    """

    reply: MessageAccepted
    events: list[LoggedEvent]
    run_id: str | None


@dataclass(frozen=True)
class ChatStore:
    """Reads and writes threads and messages of users.

    Attributes:
        admit: Raises ``Refused`` when a user may not ask this now; called with the session of
            the writer, the user's id and the text.
    """

    database: Database
    admit: Admit = lambda _session, _user_id, _text: None

    async def create_thread(self, user_id: str, client_id: str, title: str) -> Thread:
        """A new thread with its first event; the same one again for a resend.

        Raises:
            Refused: ``duplicate_message_id``, when one with another title had that id;
                ``thread_not_found`` for a resend, when the thread was deleted since.
        """

        def create(session: Session) -> ThreadRow:
            sent_before = select(ThreadRow).where(
                ThreadRow.user_id == user_id, ThreadRow.client_id == client_id
            )
            if (found := session.scalar(sent_before)) is not None:
                if _first_title(session, found.id) != title:
                    raise Refused(ErrorCode.DUPLICATE_MESSAGE_ID, field="id")
                return found
            _refuse_what_is_gone(session, user_id, client_id)
            thread_id = str(uuid_utils.uuid7())
            row = {
                "id": thread_id,
                "user_id": user_id,
                "client_id": client_id,
                "title": title,
                "created_at": CLOCK.now(),
                "last_seq": 0,
            }
            session.execute(insert(ThreadRow).values(row))
            log.append(session, thread_id, [NewEvent(ThreadCreated(title=title))])
            return session.get_one(ThreadRow, thread_id)

        return thread_of(await self.database.writer.run(create))

    async def threads(self, user_id: str, *, archived: bool = False) -> list[Thread]:
        """The user's threads, newest first: those in use, or those in the archive."""
        put_away = ThreadRow.archived_at.is_not(None)
        query = select(ThreadRow).where(ThreadRow.user_id == user_id, ~ThreadRow.deleting)
        query = query.where(put_away if archived else ~put_away).order_by(ThreadRow.id.desc())
        async with self.database.read() as session:
            return [thread_of(row) for row in await session.scalars(query)]

    async def thread_ids(self, user_id: str) -> set[str]:
        """All threads of the user, those in the archive too."""
        own = select(ThreadRow.id).where(ThreadRow.user_id == user_id)
        async with self.database.read() as session:
            return set(await session.scalars(own))

    async def thread(self, user_id: str, thread_id: str) -> Thread:
        """A thread of this user.

        Raises:
            Refused: ``thread_not_found``, also when it is another user's.
        """
        async with self.database.read() as session:
            return thread_of(await session.run_sync(own_thread, user_id, thread_id))

    async def accept(self, user_id: str, thread_id: str, client_id: str, text: str) -> Accepted:
        """Store a user's message, its events, and the run that it asks for.

        Raises:
            Refused: ``thread_not_found``, ``thread_archived``, ``duplicate_message_id`` when the
                id was that of another message, ``message_not_found`` for a resend, when the
                message was deleted since, or what ``admit`` raises.
        """
        html = user_html(text)

        def store(session: Session) -> Accepted:
            request = {"of_user": user_id, "of_client": client_id}
            if (found := session.scalar(SENT_BEFORE, request)) is not None:
                _refuse_another(found, thread_id, text)
                return Accepted(_acceptance_of(session, found), [], None)
            _refuse_what_is_gone(session, user_id, client_id)
            thread = own_open_thread(session, user_id, thread_id)
            self.admit(session, user_id, text)
            now = CLOCK.now()
            message = Message(
                message_id=str(uuid_utils.uuid7()),
                author="user",
                agent=None,
                text=text,
                html=html,
                created_at=now,
            )
            news = [NewEvent(MessageCreated(message=message))]
            if not thread.title:
                news.append(NewEvent(ThreadRenamed(title=title_from(text))))
                renamed = update(ThreadRow).where(ThreadRow.id == thread_id)
                session.execute(renamed.values(title=title_from(text)))
            events = log.append(session, thread_id, news)
            insert_message(session, thread, message, events[0].seq, client_id)
            run_id = str(uuid_utils.uuid7())
            run = {
                "id": run_id,
                "thread_id": thread_id,
                "message_id": message.message_id,
                "state": "waiting",
            }
            session.connection().execute(ASK, run)
            reply = MessageAccepted(
                message_id=message.message_id,
                thread_id=thread_id,
                seq=events[0].seq,
                run_id=run_id,
                accepted_at=now,
            )
            return Accepted(reply, events, run_id)

        return await self.database.writer.run(store)

    async def history(self, user_id: str, thread_id: str) -> History:
        """All messages of a thread, and where its newest run begins.

        Raises:
            Refused: ``thread_not_found``.
        """
        async with self.database.read() as session:
            last_seq = (await session.run_sync(own_thread, user_id, thread_id)).last_seq
            query = (
                select(MessageRow)
                .where(MessageRow.thread_id == thread_id, MessageRow.seq <= last_seq)
                .order_by(MessageRow.seq)
            )
            return History(
                thread_id=thread_id,
                messages=[message_of(row) for row in await session.scalars(query)],
                last_seq=last_seq,
                newest_run_seq=await session.scalar(_newest_run(thread_id, last_seq)),
            )

    async def events_after(self, thread_id: str, seq: int) -> list[LoggedEvent]:
        """The next page of events after ``seq``; shorter than ``PAGE`` at the end."""
        async with self.database.read() as session:
            return await log.events_after(session, thread_id, seq, PAGE)


def insert_message(
    session: Session,
    thread: ThreadRow,
    message: Message,
    seq: int,
    client_id: str | None = None,
) -> None:
    """Store a message next to its ``message_created`` event."""
    fields = message.model_dump(exclude={"message_id"})
    row = {"id": message.message_id, "thread_id": thread.id, "user_id": thread.user_id}
    place = {"seq": seq, "client_id": client_id, "folded": folded(message.text)}
    session.connection().execute(WRITE, {**row, **place, **fields})


def _newest_run(thread_id: str, last_seq: int) -> Select[int]:
    """Where the newest run of a thread begins that is not nested in another one."""
    starts = select(EventRow.seq).join(RunRow, EventRow.run_id == RunRow.id)
    of_thread = starts.where(EventRow.thread_id == thread_id, EventRow.seq <= last_seq)
    outermost = of_thread.where(EventRow.type == AgentStarted.type, RunRow.parent_id.is_(None))
    return outermost.order_by(EventRow.seq.desc()).limit(1)


def own_thread(session: Session, user_id: str, thread_id: str) -> ThreadRow:
    """A thread of this user.

    Raises:
        Refused: ``thread_not_found``, also when it is another user's.
    """
    row = session.get(ThreadRow, thread_id)
    if row is None or row.user_id != user_id or row.deleting:
        raise Refused(ErrorCode.THREAD_NOT_FOUND, field="thread_id")
    return row


def own_open_thread(session: Session, user_id: str, thread_id: str) -> ThreadRow:
    """The same, to write in it.

    Raises:
        Refused: ``thread_not_found`` or ``thread_archived``.
    """
    row = own_thread(session, user_id, thread_id)
    if row.archived_at is not None:
        raise Refused(ErrorCode.THREAD_ARCHIVED, field="thread_id")
    return row


def _refuse_what_is_gone(session: Session, user_id: str, client_id: str) -> None:
    gone = tombstones.code_of(session, user_id, client_id)
    if gone is not None:
        raise Refused(gone)


def thread_of(row: ThreadRow) -> Thread:
    """What a client is told of a thread."""
    return Thread(
        thread_id=row.id,
        title=row.title,
        created_at=row.created_at,
        last_seq=row.last_seq,
        archived=row.archived_at is not None,
        read_seq=row.read_seq,
    )


def message_of(row: MessageRow) -> Message:
    """What a client is told of a message."""
    return Message(
        message_id=row.id,
        author=row.author,
        agent=row.agent,
        text=row.text,
        html=row.html,
        created_at=row.created_at,
        edited_at=row.edited_at,
        rating=row.rating,
    )


def _refuse_another(found: MessageRow, thread_id: str, text: str) -> None:
    """Refuse what is no resend of the message found. One that was edited tells no first text."""
    if found.thread_id != thread_id or (found.edited_at is None and found.text != text):
        raise Refused(ErrorCode.DUPLICATE_MESSAGE_ID, field="id")


def _first_title(session: Session, thread_id: str) -> str:
    """The title that a thread was created with."""
    frame = session.get_one(EventRow, (thread_id, 1)).frame
    return str(json.loads(frame)["payload"]["title"])


def _acceptance_of(session: Session, message: MessageRow) -> MessageAccepted:
    """What was said when the message was stored."""
    asked = select(RunRow.id).where(RunRow.message_id == message.id, RunRow.parent_id.is_(None))
    first = asked.order_by(RunRow.id).limit(1)
    return MessageAccepted(
        message_id=message.id,
        thread_id=message.thread_id,
        seq=message.seq,
        run_id=session.scalars(first).one(),
        accepted_at=message.created_at,
    )
