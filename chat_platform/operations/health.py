"""Is the platform alive, and is it ready to serve?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Annotated, Literal, Protocol

import structlog
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import HTTPConnection

from chat_platform.storage.engine import Database
from chat_platform.storage.writer import WriterClosed

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/health", tags=["health"])

PATIENCE_S = 2.0
IN_THE_WAY = {
    "recovering": "The platform is starting: it takes up what an earlier process left.",
    "draining": "The platform is stopping: it ends what is in hand and begins nothing more.",
}


class Alive(BaseModel):
    """The process answers."""

    status: Literal["alive"] = "alive"


class BridgeHealth(BaseModel):
    """What the bridge between agents and users is at."""

    state: Literal["recovering", "ready", "draining"] = Field(
        description="recovering: it takes up what an earlier process left; draining: it ends what "
        "is in hand and begins nothing more"
    )
    runs_in_hand: int = Field(description="Runs that agents work at")
    events_waiting: int = Field(description="Events of runs that wait to be stored")


class Readiness(BaseModel):
    """Whether the platform can serve users now, and what hinders it."""

    status: Literal["ready", "not_ready"]
    database: bool = Field(description="Whether it can be read and written")
    accepting: bool
    bridge: BridgeHealth
    hindrances: list[str] = Field(
        description="What is in the way, a sentence each; none when ready"
    )


class Works(Protocol):
    """What carries out runs, and can tell how that goes."""

    def health(self) -> BridgeHealth:
        """How it is at this moment."""


def database_of(connection: HTTPConnection) -> Database:
    """The open database of the application."""
    database: Database = connection.app.state.database
    return database


def works_of(connection: HTTPConnection) -> Works:
    """What carries out the runs of the application."""
    works: Works = connection.app.state.chat
    return works


@router.get("/live")
async def live() -> Alive:
    """Answers as long as the process does: restart it when this fails."""
    return Alive()


@router.get("/ready", responses={503: {"model": Readiness}})
async def ready(
    response: Response,
    database: Annotated[Database, Depends(database_of)],
    works: Annotated[Works, Depends(works_of)],
) -> Readiness:
    """Says whether to send users here: false while starting, draining, or without database."""
    accepting = database.writer.works
    read = await _works("read", database.can_be_read())
    # A writer that takes no more jobs says nothing of the database.
    written = not accepting or await _works("write", database.can_be_written())
    bridge = works.health()
    checks = {
        "The database cannot be read.": read,
        "The database cannot be written.": written,
        "The platform is shutting down.": accepting,
        IN_THE_WAY.get(bridge.state, ""): bridge.state == "ready",
    }
    hindrances = [words for words, fine in checks.items() if not fine]
    if hindrances:
        response.status_code = 503
    return Readiness(
        status="not_ready" if hindrances else "ready",
        database=read and written,
        accepting=accepting,
        bridge=bridge,
        hindrances=hindrances,
    )


async def _works(deed: str, check: Awaitable[bool]) -> bool:
    """Whether the database does this, and in time."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await check
    except (SQLAlchemyError, TimeoutError, WriterClosed) as problem:
        log.warning("database_does_not_answer", deed=deed, reason=str(problem).partition("\n")[0])
        return False
