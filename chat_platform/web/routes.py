"""Which address shows which page, and the files the pages load."""

import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent
PAGES: Mapping[str, str] = {
    "/sign-up": "sign_up.html",
    "/verify": "verify.html",
    "/log-in": "log_in.html",
    "/forgot": "forgot.html",
    "/reset": "reset.html",
    "/unlock": "unlock.html",
    "/resend": "resend.html",
    "/magic": "magic.html",
    "/new-address": "new_address.html",
    "/change-email": "change_email.html",
    "/undo-change": "undo_change.html",
    "/leave": "leave.html",
    "/second-factor": "second_factor.html",
    "/account": "account.html",
    "/admin": "admin.html",
    "/runs": "runs.html",
    "/chat": "chat.html",
}

# Files are small and carry an ETag: a browser asks each time, so that a page never runs
# with a module of the release before.
ALWAYS_ASK = {"Cache-Control": "no-cache"}


def mount_pages(app: FastAPI) -> None:
    """Serve the pages and their files; ``/`` leads to ``/chat``.

    The pages hold no user data: whoever has no session is sent to ``/log-in`` by the
    page itself, because the session lives in a cookie that only ``/api/auth`` receives.

    Example:
        >>> app = FastAPI()
        >>> mount_pages(app)
        >>> app.url_path_for("/sign-up")
        '/sign-up'
    """
    for path, file_name in PAGES.items():
        _serve(app, path, _page(FOLDER / "pages" / file_name))
    _serve(app, "/", _to_chat)
    app.mount("/static", _Files(directory=FOLDER / "static"), name="static")


def _serve(app: FastAPI, path: str, answer: Callable[[], Awaitable[Response]]) -> None:
    app.add_api_route(path, answer, methods=["GET", "HEAD"], name=path, include_in_schema=False)


def _page(file: Path) -> Callable[[], Awaitable[Response]]:
    async def answer() -> Response:
        return FileResponse(file, media_type="text/html", headers=ALWAYS_ASK)

    return answer


async def _to_chat() -> Response:
    return RedirectResponse("/chat")


class _Files(StaticFiles):
    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(ALWAYS_ASK)
        return response
