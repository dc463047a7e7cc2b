"""Is the platform alive, and is it ready to serve?"""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal, Protocol

import structlog
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import HTTPConnection

from chat_platform.storage.engine import Database

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/health", tags=["health"])

PATIENCE_S = 2.0


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
    database: bool
    accepting: bool
    bridge: BridgeHealth


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
    try:
        async with asyncio.timeout(PATIENCE_S):
            answers = await database.answers()
    except (SQLAlchemyError, TimeoutError):
        log.warning("database_does_not_answer")
        answers = False
    accepting = database.writer.works
    bridge = works.health()
    serving = answers and accepting and bridge.state == "ready"
    if not serving:
        response.status_code = 503
    status: Literal["ready", "not_ready"] = "ready" if serving else "not_ready"
    return Readiness(status=status, database=answers, accepting=accepting, bridge=bridge)
