"""Getting back into an account, over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from chat_platform.accounts.api import AddressOnly, Body, Bounded, Done, Room, Token
from chat_platform.operations.problems import ProblemBody

router = APIRouter(prefix="/api", tags=["recovery"], responses={"4XX": {"model": ProblemBody}})


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


@router.post("/accounts/unlock")
async def unlock(body: Token, room: Room) -> Done:
    """Unlock an account with the token of the mail that told of the lock."""
    await room.sessions.lockouts.unlock(body.token)
    return Done(message="Your account is unlocked.")


@router.post("/accounts/verification/resend", status_code=202)
async def send_again(body: AddressOnly, room: Room) -> Done:
    """Send the confirmation mail again. The answer is the same for every address."""
    await room.registrations.send_again(body.email)
    return Done(
        message=f"If {body.email.strip()} waits to be confirmed, a mail is on its way to it."
    )
