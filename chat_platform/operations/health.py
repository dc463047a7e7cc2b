"""Is the platform alive, and is it ready to serve?"""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

import structlog
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import HTTPConnection

from chat_platform.storage.engine import Database

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/health", tags=["health"])

PATIENCE_S = 2.0


class Alive(BaseModel):
    """The process answers."""

    status: Literal["alive"] = "alive"


class Readiness(BaseModel):
    """Whether the platform can serve users now, and what hinders it."""

    status: Literal["ready", "not_ready"]
    database: bool
    accepting: bool


def database_of(connection: HTTPConnection) -> Database:
    """The open database of the application."""
    database: Database = connection.app.state.database
    return database


@router.get("/live")
async def live() -> Alive:
    """Answers as long as the process does: restart it when this fails."""
    return Alive()


@router.get("/ready", responses={503: {"model": Readiness}})
async def ready(
    response: Response, database: Annotated[Database, Depends(database_of)]
) -> Readiness:
    """Says whether to send users here: false while starting, draining, or without database."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            answers = await database.answers()
    except (SQLAlchemyError, TimeoutError):
        log.warning("database_does_not_answer")
        answers = False
    accepting = database.writer.works
    if not (answers and accepting):
        response.status_code = 503
    status: Literal["ready", "not_ready"] = "ready" if answers and accepting else "not_ready"
    return Readiness(status=status, database=answers, accepting=accepting)
