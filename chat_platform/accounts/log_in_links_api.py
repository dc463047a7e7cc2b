"""Coming in by a mailed link, over HTTP."""

from __future__ import annotations

from fastapi import APIRouter, Response

from chat_platform.accounts.api import (
    AddressOnly,
    Bounded,
    Done,
    LoggedInView,
    Room,
    Token,
    UserAgent,
    welcome,
)
from chat_platform.operations.problems import ProblemBody

router = APIRouter(
    prefix="/api/auth/mailed-link", tags=["accounts"], responses={"4XX": {"model": ProblemBody}}
)


class LogInByLink(Token):
    """The token of a link, and a code where the account asks for one."""

    code: Bounded = ""


@router.post("", status_code=202)
async def ask_for_link(body: AddressOnly, room: Room) -> Done:
    """Ask for a link to log in. The answer is the same for unknown addresses."""
    await room.own.log_in_links.ask(body.email)
    return Done(
        message=f"If there is an account with {body.email.strip()}, a mail with a link is on "
        "its way to it."
    )


@router.post("/login")
async def log_in_by_link(
    body: LogInByLink, room: Room, response: Response, user_agent: UserAgent = ""
) -> LoggedInView:
    """Log in with the token of the link. Sets the refresh token as a cookie, as a log-in does."""
    logged_in = await room.own.log_in_links.come_in(body.token, body.code, user_agent)
    return welcome(room, logged_in, response)
