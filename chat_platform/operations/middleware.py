"""What happens to every HTTP request: security headers, a size limit, a line in the log."""

from __future__ import annotations

import time
from http import HTTPStatus

import structlog
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger(__name__)

LARGEST_BODY = 65_536
# What sends the whole conversation along with each question needs more room, and so do files.
LARGEST_BODY_OF = {"/ag-ui": 4_194_304, "/api/attachments": 2_097_152}

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class EveryRequest:
    """ASGI middleware around the whole application.

    The log names method and path, never the query string, headers or body.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; other things than HTTP pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            largest = LARGEST_BODY_OF.get(scope["path"], LARGEST_BODY)
            await self._app(scope, _limited(receive, largest), send_with_headers)
        finally:
            took = round((time.perf_counter() - begun) * 1000, 1)
            words = {"method": scope["method"], "path": scope["path"], "status": status}
            log.info("request", **words, duration_ms=took)


def _limited(receive: Receive, largest: int) -> Receive:
    """The same body, but refused with 413 once it grows beyond the limit."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > largest:
            # Of this kind, because the framework hides any other that comes while it reads.
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return limited
