"""The chat room over HTTP and WebSocket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, Depends, WebSocket
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import OperationalError
from starlette.requests import HTTPConnection

from chat_platform.accounts.api import CurrentCaller
from chat_platform.accounts.plans import no_export
from chat_platform.accounts.sessions import Caller
from chat_platform.agents import usage_csv
from chat_platform.chat.connection import POLICY, TRY_LATER, Connection
from chat_platform.chat.frames import error_payload, reply_frame
from chat_platform.chat.room import ChatRoom
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem, ProblemBody
from chat_platform.settings import Settings

router = APIRouter(tags=["chat"], responses={"4XX": {"model": ProblemBody}})
log = structlog.get_logger(__name__)

SUBPROTOCOL = "chat-is-king.v1"
TICKET_PREFIX = "ticket."
# Why nobody is let in just now, though the same ticket, or another one, may be good later.
PASSING = (ErrorCode.TOO_MANY_CONNECTIONS, ErrorCode.STORAGE_UNAVAILABLE)


def chat_of(connection: HTTPConnection) -> ChatRoom:
    """The chat room of the application."""
    room: ChatRoom = connection.app.state.chat
    return room


Room = Annotated[ChatRoom, Depends(chat_of)]


class Ticket(BaseModel):
    """Permission to open one WebSocket: offer it as subprotocol ``ticket.TICKET``."""

    ticket: str
    expires_in: int = Field(description="Seconds")
    heartbeat_s: float = Field(
        description="How often, in seconds, the client should send a ping; half of it without "
        "an answer, and the line is dead"
    )


@router.post("/api/chat/tickets")
async def issue_ticket(caller: CurrentCaller, room: Room) -> Ticket:
    """A ticket for one WebSocket, good once and for a short time."""
    ticket = await room.tickets.issue(caller)
    return Ticket(
        ticket=ticket,
        expires_in=int(room.tickets.lifetime.total_seconds()),
        heartbeat_s=room.settings.heartbeat_s,
    )


@router.get("/api/usage-data.csv", response_class=StreamingResponse)
async def usage_data(caller: CurrentCaller, room: Room) -> StreamingResponse:
    """The whole AI-spend data set as CSV; costs are exact decimal numbers in USD."""
    plan = caller.user.current_plan
    if not room.book[plan].data_export:
        raise Problem(ErrorCode.PLAN_LIMIT_REACHED, message=no_export(plan))

    async def pieces() -> AsyncIterator[str]:
        async with room.database.read() as session:
            async for piece in usage_csv(session):
                yield piece

    headers = {"Content-Disposition": 'attachment; filename="usage-data.csv"'}
    return StreamingResponse(pieces(), media_type="text/csv", headers=headers)


@router.websocket("/ws")
async def chat_socket(websocket: WebSocket, room: Room) -> None:
    """The chat itself; its messages are described in /asyncapi.yaml."""
    offered: list[str] = websocket.scope["subprotocols"]
    await websocket.accept(SUBPROTOCOL if SUBPROTOCOL in offered else None)
    try:
        caller = (
            ErrorCode.FORBIDDEN if foreign(websocket, room.settings) else await admit(offered, room)
        )
    except OperationalError as problem:
        log.warning("storage_unavailable", path="/ws", exc_info=problem)
        caller = ErrorCode.STORAGE_UNAVAILABLE
    if isinstance(caller, ErrorCode):
        log.info("socket_refused", code=caller)
        await websocket.send_text(reply_frame(error_payload(caller)))
        await websocket.close(TRY_LATER if caller in PASSING else POLICY, caller)
        return
    connection = Connection(websocket, caller, room)
    if room.draining:
        room.send_away(connection)
    await connection.serve()


async def admit(offered: list[str], room: ChatRoom) -> Caller | ErrorCode:
    """Whose socket it is, by the ticket among the offered subprotocols; or why it is nobody's."""
    tickets = [name for name in offered if name.startswith(TICKET_PREFIX)]
    if SUBPROTOCOL not in offered or len(tickets) != 1:
        return ErrorCode.UNAUTHENTICATED
    caller = await room.tickets.redeem(tickets[0].removeprefix(TICKET_PREFIX))
    if caller is None:
        return ErrorCode.UNAUTHENTICATED
    # Nothing is awaited from here until the socket is counted, so that none slips in between.
    if room.hub.open_sockets(caller.user.id) >= room.settings.connections_per_account:
        return ErrorCode.TOO_MANY_CONNECTIONS
    return caller


def foreign(websocket: WebSocket, settings: Settings) -> bool:
    """True when a page of another site opens the socket. Programs send no Origin at all."""
    origin = websocket.headers.get("origin")
    if origin is None or origin in (settings.url, *settings.allowed_origins):
        return False
    return urlsplit(origin).netloc != websocket.headers.get("host")
