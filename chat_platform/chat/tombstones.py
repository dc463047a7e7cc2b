"""What is left of a request whose fruit was deleted: that it was carried out once.

A device that lost its line sends again what it was not answered for. Meanwhile another device may
have deleted what came of it: then the request must not bring that back.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from chat_platform.chat.tables import MessageRow, ReceiptRow
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.message_changes import MessageChanged

REFUSED = "refused"


def code_of(session: Session, user_id: str, client_id: str) -> ErrorCode | None:
    """With what a request is refused because its fruit was deleted; None when it was not."""
    row = session.get(ReceiptRow, (user_id, client_id))
    return ErrorCode(row.reply) if row is not None and row.type == REFUSED else None


def bury_thread(session: Session, user_id: str, client_id: str, thread_id: str) -> None:
    """Remember the request that began a thread, which is deleted now."""
    _bury(session, user_id, client_id, thread_id, ErrorCode.THREAD_NOT_FOUND)


def bury_messages(session: Session, thread_id: str, message_ids: Collection[str]) -> None:
    """Remember the requests of messages that are deleted now, and forget what they said."""
    sent = select(MessageRow).where(
        MessageRow.id.in_(message_ids), MessageRow.client_id.is_not(None)
    )
    for message in session.scalars(sent).all():
        gone = ErrorCode.MESSAGE_NOT_FOUND
        _bury(session, message.user_id, str(message.client_id), thread_id, gone)
    quoting = select(ReceiptRow).where(
        ReceiptRow.thread_id == thread_id, ReceiptRow.type == MessageChanged.type
    )
    for row in session.scalars(quoting).all():
        if any(message_id in row.reply for message_id in message_ids):
            row.type, row.reply, row.request = REFUSED, ErrorCode.MESSAGE_NOT_FOUND, ""
    session.flush()


def _bury(session: Session, user_id: str, client_id: str, thread_id: str, code: ErrorCode) -> None:
    """Write it in the place of a receipt. One of that name, of another request, gives way."""
    place = {"user_id": user_id, "client_id": client_id}
    gone = {"thread_id": thread_id, "request": "", "type": REFUSED, "reply": code.value}
    if session.get(ReceiptRow, (user_id, client_id)) is None:
        session.execute(insert(ReceiptRow).values({**place, **gone}))
    else:
        named = update(ReceiptRow).where(
            ReceiptRow.user_id == user_id, ReceiptRow.client_id == client_id
        )
        session.execute(named.values(gone))
