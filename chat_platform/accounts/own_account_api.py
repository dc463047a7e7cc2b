"""One's own account over HTTP: another address, and leaving for good."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from chat_platform.accounts.api import (
    COOKIE_PATH,
    REFRESH_COOKIE,
    Body,
    Bounded,
    CurrentCaller,
    Done,
    Room,
    Token,
)
from chat_platform.operations.problems import ProblemBody

router = APIRouter(prefix="/api", tags=["own account"], responses={"4XX": {"model": ProblemBody}})


class StepUpView(BaseModel):
    """What changing something sensitive takes besides being logged in."""

    password: bool = Field(description="False for who comes in through a provider only")
    code: bool = Field(description="Whether a second factor is on")


class Proof(Body):
    """What it takes, each part where the account has it."""

    password: Bounded = ""
    code: Bounded = ""


class NewAddress(Proof):
    """The address that the account is to have."""

    email: Bounded


class Leaving(Done):
    """Whether the account is deleted, or a mail with a link that does it is on its way."""

    deleted: bool


@router.get("/me/step-up")
async def step_up(caller: CurrentCaller, room: Room) -> StepUpView:
    """What changing something sensitive takes."""
    return StepUpView(
        password=caller.user.password_hash is not None,
        code=await room.sessions.second_factors.is_on(caller.user.id),
    )


@router.post("/me/address", status_code=202)
async def ask_for_address(body: NewAddress, caller: CurrentCaller, room: Room) -> Done:
    """Have a link sent to a new address. The answer is the same for a taken one."""
    await room.own.address_changes.ask(caller, body.email, body.password, body.code)
    return Done(
        message=f"We sent a mail to {body.email.strip()}. Your address changes when you follow "
        "its link."
    )


@router.post("/accounts/address")
async def change_address(body: Token, room: Room) -> Done:
    """Change the address with the token of the link; other devices are logged out."""
    await room.own.address_changes.follow(body.token)
    return Done(message="Your account has its new address.")


@router.post("/accounts/address/undo")
async def put_address_back(body: Token, room: Room) -> Done:
    """Put the former address back with the token of the mail that told of the change."""
    await room.own.address_changes.undo(body.token)
    return Done(
        message="Your account has its former address again, and every device is logged out. "
        "Choose a new password: the old one counts no more."
    )


@router.delete("/me")
async def leave(body: Proof, caller: CurrentCaller, room: Room, response: Response) -> Leaving:
    """Delete the account with everything in it; without a password, have a link sent for that."""
    if not await room.own.farewells.ask(caller, body.password, body.code):
        message = f"We sent a mail to {caller.user.email}. Its link deletes your account."
        return Leaving(message=message, deleted=False)
    response.delete_cookie(REFRESH_COOKIE, path=COOKIE_PATH)
    return Leaving(message="Your account is deleted.", deleted=True)


@router.post("/accounts/deletion")
async def leave_by_link(body: Token, room: Room) -> Done:
    """Delete an account with the token of the link."""
    await room.own.farewells.follow(body.token)
    return Done(message="Your account is deleted.")
