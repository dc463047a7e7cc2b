"""Figures about the running platform, for Prometheus."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from chat_platform.storage.engine import Database

router = APIRouter()
TASKS = Gauge("chat_tasks", "Tasks of the event loop, besides the request for this figure")
IN_USE = Gauge("chat_database_connections_in_use", "Connections with which something reads now")


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """All figures in the Prometheus text format. They name no user and hold no text of one.

    ``chat_tool_notifications_failed_total``, ``chat_outbox_events``, ``chat_runs_in_hand``,
    ``chat_open_sockets``, ``chat_waiting_chars``, ``chat_tasks``,
    ``chat_database_connections_in_use``, ``chat_breaker_open``, ``chat_breaker_changes_total``
    and ``chat_breaker_refusals_total`` are the platform's own; others, as ``process_open_fds``,
    come from its libraries.
    """
    database: Database = request.app.state.database
    TASKS.set(len(asyncio.all_tasks()) - 1)
    IN_USE.set(database.readers_in_use)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
