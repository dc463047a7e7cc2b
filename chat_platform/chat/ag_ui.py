"""The chat for programs that speak AG-UI: a question in, the events of its run out.

Source: https://docs.ag-ui.com/spec/1.0/basic/transports/http-sse.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any
from uuid import UUID

from ag_ui.core import RunAgentInput, UserMessage
from ag_ui.encoder import EventEncoder
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from chat_platform.accounts.api import CurrentCaller
from chat_platform.accounts.sessions import Caller
from chat_platform.chat.ag_ui_events import RunWriter, snapshot
from chat_platform.chat.api import Room
from chat_platform.chat.frames import Payload
from chat_platform.chat.questions import question
from chat_platform.chat.room import ChatRoom
from chat_platform.chat.run_stream import RunStream
from chat_platform.chat.store import Refused
from chat_platform.chat.tables import MessageRow
from chat_platform.contract.base import ClientId
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.server_messages import MessageAccepted
from chat_platform.operations.problems import Problem, ProblemBody

router = APIRouter(tags=["ag-ui"], responses={"4XX": {"model": ProblemBody}})

SIGN_OF_LIFE_S = 15.0
SIGN_OF_LIFE = ": still at work\n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
DESCRIBED: dict[str, Any] = {
    "description": "The events of the run, as AG-UI 1.0 describes them",
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}
OUR_IDS = 7  # the version of the UUIDs that name the platform's own threads

_NAMES: TypeAdapter[str] = TypeAdapter(ClientId)


@router.post("/ag-ui", response_class=StreamingResponse, responses={200: DESCRIBED})
async def run_agent(body: RunAgentInput, caller: CurrentCaller, room: Room) -> StreamingResponse:
    """Ask the agents as AG-UI 1.0 does, and get the run as server-sent events.

    The last user message is the question; what was said before is the thread's own, not the
    request's. Its id makes the request repeatable: the same id gets the same run, from its
    beginning, also while it still goes on. ``threadId`` is the id of one of the user's threads, or
    a name of the client's choice, under which a thread is made when it is first used; a UUID of
    version 7 is always an id. Whoever goes away does not stop the run. A stream that breaks off
    without RUN_FINISHED or RUN_ERROR says nothing about the run: ask again.
    """
    try:
        asked = await _ask(body, caller, room)
    except Refused as refusal:
        raise Problem(refusal.code, refusal.field, message=refusal.message) from refusal
    events = _events(body, caller, room, asked)
    return StreamingResponse(events, media_type=EventEncoder().get_content_type(), headers=HEADERS)


async def _ask(body: RunAgentInput, caller: Caller, room: ChatRoom) -> MessageAccepted:
    """Store the question and let the agents begin; a question sent before is only found."""
    place, asked = _last_question(body)
    where = f"messages.{place}"
    limit = room.settings.max_message_chars
    text = question(_text(asked), limit, f"{where}.content")
    name = _name(asked.id, f"{where}.id")
    thread_id = await _thread(body.thread_id, caller, room)
    accepted: list[Any] = []

    async def acknowledge(reply: Payload, _: str) -> None:
        accepted.append(reply)

    await room.submit(caller.user.id, thread_id, name, text, acknowledge=acknowledge)
    reply: MessageAccepted = accepted[0]
    return reply


def _last_question(body: RunAgentInput) -> tuple[int, UserMessage]:
    for place in range(len(body.messages) - 1, -1, -1):
        message = body.messages[place]
        if isinstance(message, UserMessage):
            return place, message
    raise Refused(ErrorCode.MISSING_FIELD, field="messages")


def _text(message: UserMessage) -> str:
    """What the person wrote; parts that the agents cannot take are passed over."""
    if isinstance(message.content, str):
        return message.content
    return "\n".join(part.text for part in message.content if part.type == "text")


def _name(text: str, field: str) -> str:
    try:
        return _NAMES.validate_python(text)
    except ValidationError as problem:
        raise Refused(ErrorCode.WRONG_FIELD_TYPE, field=field) from problem


async def _thread(named: str, caller: Caller, room: ChatRoom) -> str:
    try:
        ours = UUID(named).version == OUR_IDS
    except ValueError:
        ours = False
    if ours:
        return (await room.store.thread(caller.user.id, named)).thread_id
    made = await room.store.create_thread(caller.user.id, _name(named, "threadId"), "")
    return made.thread_id


async def _events(
    body: RunAgentInput, caller: Caller, room: ChatRoom, asked: MessageAccepted
) -> AsyncIterator[str]:
    writer, encoder = RunWriter(body.thread_id, body.run_id), EventEncoder()
    stream = RunStream(room.hub, room.store, caller.session_id, asked)
    if room.draining:
        return
    async with aclosing(stream.frames(SIGN_OF_LIFE_S)) as frames:
        async for frame in frames:
            if frame is None:
                yield SIGN_OF_LIFE
                continue
            if writer.ends(frame):
                said = await _said(room, asked.thread_id, frame["seq"])
                yield encoder.encode(snapshot(said, frame["seq"]))
            for event in writer.written(frame):
                yield encoder.encode(event)


async def _said(room: ChatRoom, thread_id: str, last_seq: int) -> list[MessageRow]:
    """The messages of a thread up to that event, oldest first."""
    query = select(MessageRow).where(MessageRow.thread_id == thread_id, MessageRow.seq <= last_seq)
    async with room.database.read() as session:
        return list(await session.scalars(query.order_by(MessageRow.seq)))
