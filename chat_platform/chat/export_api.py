"""Conversations to take along: what is stored of one, in a file that programs can read."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy import select

from chat_platform.accounts.api import CurrentCaller
from chat_platform.chat.api import Room
from chat_platform.chat.store import Refused, message_of
from chat_platform.chat.tables import MessageRow
from chat_platform.contract.server_messages import Rating
from chat_platform.operations.problems import Problem, ProblemBody

router = APIRouter(tags=["chat"], responses={"4XX": {"model": ProblemBody}})


class StoredMessage(BaseModel):
    """One message, as its row in the database has it."""

    message_id: str
    author: Literal["user", "agent"]
    agent: str | None
    text: str = Field(description="As it was written: plain text, or the agent's Markdown")
    created_at: datetime
    edited_at: datetime | None
    rating: Rating | None


class StoredConversation(BaseModel):
    """One conversation; its files are had one by one, see /api/attachments."""

    thread_id: str
    title: str
    created_at: datetime
    messages: list[StoredMessage] = Field(description="Oldest first")


@router.get("/api/threads/{thread_id}/export")
async def export(
    thread_id: str, caller: CurrentCaller, room: Room, response: Response
) -> StoredConversation:
    """A conversation of one's own, to be saved (GDPR, Article 20: data portability)."""
    try:
        thread = await room.store.thread(caller.user.id, thread_id)
    except Refused as refusal:
        raise Problem(refusal.code, refusal.field) from refusal
    rows = (
        select(MessageRow)
        .where(MessageRow.thread_id == thread_id, MessageRow.seq <= thread.last_seq)
        .order_by(MessageRow.seq)
    )
    async with room.database.read() as session:
        stored = await session.scalars(rows)
        messages = [
            StoredMessage.model_validate(message_of(row), from_attributes=True) for row in stored
        ]
    response.headers["Content-Disposition"] = 'attachment; filename="conversation.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return StoredConversation(
        thread_id=thread.thread_id,
        title=thread.title,
        created_at=thread.created_at,
        messages=messages,
    )
