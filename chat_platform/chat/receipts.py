"""Changes that users ask for: each is made once, however often it is sent.

A change is kept with the reply that it got, under the id of the client's message. Who sends
the message again gets that reply again, and nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from pydantic import BaseModel
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from chat_platform.chat import tombstones
from chat_platform.chat.log import LoggedEvent
from chat_platform.chat.store import Refused
from chat_platform.chat.tables import ReceiptRow
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.vocabulary import REPLY_TYPES

REPLIES: dict[str, Any] = {model.type: model for model in REPLY_TYPES}


@dataclass(frozen=True)
class Request:
    """What a user asked for, and under which id.

    Attributes:
        digest: Of the whole message: another message under the same id is a mistake.
    """

    user_id: str
    client_id: str
    thread_id: str
    digest: str

    @classmethod
    def of(cls, user_id: str, message: Any) -> Request:
        """The request in a client's message that names a thread."""
        digest = sha256(message.model_dump_json().encode()).hexdigest()
        return cls(user_id, message.id, message.thread_id, digest)


@dataclass(frozen=True)
class Change:
    """A change that is durable now.

    Attributes:
        thread_id: What was changed, or something in it.
        reply: To the one who asked.
        events: New events of the thread to publish.
        run_id: A run that it asked for.
        news: Whether it was made just now, and not by an earlier message with the same id.
    """

    thread_id: str
    reply: Any
    events: list[LoggedEvent] = field(default_factory=list)
    run_id: str | None = None
    news: bool = True


def once(request: Request, make: Callable[[Session], Change]) -> Callable[[Session], Change]:
    """A job for the writer that makes the change, or finds that it was made before.

    Raises:
        Refused: by the job: ``duplicate_message_id``, whatever ``make`` raises, and for a change
            of what is gone since that.
    """

    def job(session: Session) -> Change:
        gone = tombstones.code_of(session, request.user_id, request.client_id)
        if gone is not None:
            raise Refused(gone)
        row = session.get(ReceiptRow, (request.user_id, request.client_id))
        if row is not None:
            if row.request != request.digest:
                raise Refused(ErrorCode.DUPLICATE_MESSAGE_ID, field="id")
            reply = REPLIES[row.type].model_validate_json(row.reply)
            return Change(row.thread_id, reply, news=False)
        change = make(session)
        _keep(session, request, change.reply)
        return change

    return job


def forget(session: Session, thread_id: str) -> None:
    """Delete the receipts of a thread: they quote what was in it."""
    session.execute(delete(ReceiptRow).where(ReceiptRow.thread_id == thread_id))


def _keep(session: Session, request: Request, reply: BaseModel) -> None:
    row = {
        "user_id": request.user_id,
        "client_id": request.client_id,
        "thread_id": request.thread_id,
        "request": request.digest,
        "type": reply.type,  # type: ignore[attr-defined]  # every reply has one
        "reply": reply.model_dump_json(),
    }
    session.execute(insert(ReceiptRow).values(row))
