"""Getting back into an account, over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from chat_platform.accounts.api import Body, Bounded, Done, Room
from chat_platform.operations.problems import ProblemBody

router = APIRouter(prefix="/api", tags=["recovery"], responses={"4XX": {"model": ProblemBody}})


class AddressOnly(Body):
    """An address to which a mail is to go."""

    email: Bounded


class NewPassword(Body):
    """The token of a reset link, and the password from now on."""

    token: Bounded
    password: Bounded


@router.post("/accounts/password-reset", status_code=202)
async def ask_for_reset(body: AddressOnly, room: Room) -> Done:
    """Ask for a link to a new password. The answer is the same for unknown addresses."""
    await room.recovery.ask(body.email)
    return Done(
        message=f"If there is an account with {body.email.strip()}, a mail with a link is on "
        "its way to it."
    )


@router.post("/accounts/password")
async def set_password(body: NewPassword, room: Room) -> Done:
    """Choose a new password with the token of the link; every device is logged out."""
    await room.recovery.set_password(body.token, body.password)
    return Done(message="Your new password is set.")
