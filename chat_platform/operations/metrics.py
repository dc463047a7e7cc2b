"""Figures about the running platform, for Prometheus."""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

router = APIRouter()


@router.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    """All figures in the Prometheus text format. They name no user and hold no text of one.

    ``chat_tool_notifications_failed_total``, ``chat_outbox_events``, ``chat_runs_in_hand`` and
    ``chat_open_sockets`` are the platform's own; others come from its libraries.
    """
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
