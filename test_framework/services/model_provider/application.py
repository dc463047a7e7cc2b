"""The provider as a web application: the API, and the control side by which faults are planned."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from test_framework.services.model_provider import replies
from test_framework.services.model_provider.faults import Fault

WORDS_BEFORE_TROUBLE = 3
IN_ANSWERS = (Fault.STALL, Fault.PAUSE, Fault.CUT)


class _Cut(Exception):
    """Ends a connection in the middle: the server then leaves the answer without its end."""


@dataclass
class _State:
    """What was planned and what has happened.

    Attributes:
        planned: How often each fault will still happen.
        asked: When each request for a streamed answer came (``time.monotonic``).
        retry_after: What the provider says of when to come back, in seconds.
        going_on: Set when the plans were forgotten: answers that pause go on.
    """

    planned: Counter[Fault] = field(default_factory=Counter)
    asked: list[float] = field(default_factory=list)
    retry_after: float | None = None
    going_on: asyncio.Event = field(default_factory=asyncio.Event)

    def next_fault(self, body: dict[str, Any]) -> Fault | None:
        """The fault that happens now; what happens to an answer waits for one."""
        answers = replies.last_found(body["messages"]) is not None
        fault = next((each for each in +self.planned if answers or each not in IN_ANSWERS), None)
        if fault is not None:
            self.planned[fault] -= 1
        return fault


def create_application(secret: str) -> Starlette:
    """The provider.

    Args:
        secret: What a caller of the control side must know.
    """
    state = _State()

    async def completions(request: Request) -> Response:
        body = await request.json()
        if not body.get("stream"):
            return JSONResponse(replies.chosen(body))
        state.asked.append(time.monotonic())
        fault = state.next_fault(body)
        if fault is Fault.RATE_LIMIT:
            wait = state.retry_after
            headers = {} if wait is None else {"Retry-After": f"{wait:g}"}
            return _refusal(429, "rate_limit_exceeded", headers)
        if fault is Fault.BROKEN:
            return _refusal(500, "server_error", {})
        return StreamingResponse(
            _spoken(body, fault, state.going_on), media_type="text/event-stream"
        )

    async def faults(request: Request) -> Response:
        given = request.headers.get("Authorization", "")
        if not secrets.compare_digest(given.encode(), f"Bearer {secret}".encode()):
            raise HTTPException(401)
        if request.method == "POST":
            told = await request.json()
            state.planned[Fault(told["fault"])] = told["times"]
            state.retry_after = told.get("retry_after")
            state.going_on.clear()
        elif request.method == "DELETE":
            state.planned.clear()
            state.going_on.set()
        return JSONResponse({"planned": +state.planned, "asked": state.asked})

    return Starlette(
        routes=[
            Route("/v1/chat/completions", completions, methods=["POST"]),
            Route("/control/faults", faults, methods=["GET", "POST", "DELETE"]),
        ]
    )


async def _spoken(
    body: dict[str, Any], fault: Fault | None, going_on: asyncio.Event
) -> AsyncIterator[str]:
    """The stream (HTML Living Standard, "Server-sent events"), and what happens to it."""
    if fault is Fault.NONSENSE:
        yield "data: the model is a teapot\n\n"
        return
    said = replies.call_of_nothing() if fault is Fault.UNKNOWN_TOOL else replies.chunks(body)
    for number, chunk in enumerate(said):
        if number == WORDS_BEFORE_TROUBLE:
            if fault is Fault.STALL:
                await asyncio.Event().wait()
            if fault is Fault.PAUSE:
                await going_on.wait()
            if fault is Fault.CUT:
                raise _Cut
        yield f"data: {json.dumps(chunk)}\n\n"
    yield "data: [DONE]\n\n"


def _refusal(status: int, code: str, headers: dict[str, str]) -> Response:
    error = {"message": "internal-host-17 says no", "type": code, "code": code}
    return JSONResponse({"error": error}, status, headers)
