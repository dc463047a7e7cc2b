"""The second factor of a user, over HTTP."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from chat_platform.accounts.api import Body, Bounded, CurrentCaller, Room
from chat_platform.operations.problems import ProblemBody

router = APIRouter(
    prefix="/api/second-factor",
    tags=["second factor"],
    responses={"4XX": {"model": ProblemBody}},
)


class Code(Body):
    """A code of the authenticator app."""

    code: Bounded


class Password(Body):
    """The password once more, before something sensitive is changed."""

    password: Bounded = Field("", description="Left out where the account has none")


class SecondFactorView(BaseModel):
    """Whether log-ins ask for a code."""

    on: bool
    backup_codes_left: int


class SetUpView(BaseModel):
    """What an authenticator app needs."""

    secret: str = Field(description="Base32, to type in by hand")
    uri: str = Field(description="otpauth://totp/...")
    qr_code: str = Field(description="The same as an image: a data URI")


class BackupCodes(BaseModel):
    """Codes that work once each when the app is lost. They are shown this once."""

    backup_codes: list[str]


@router.get("")
async def second_factor(caller: CurrentCaller, room: Room) -> SecondFactorView:
    """Whether log-ins ask for a code, and how many backup codes are left."""
    factors = room.sessions.second_factors
    return SecondFactorView(
        on=await factors.is_on(caller.user.id),
        backup_codes_left=await factors.codes_left(caller.user.id),
    )


@router.post("")
async def set_up(body: Password, caller: CurrentCaller, room: Room) -> SetUpView:
    """A new secret for the app. Needs the password; it counts once a code of it was confirmed."""
    await room.own.step_up.check_password(caller, body.password)
    made = await room.sessions.second_factors.set_up(caller.user)
    return SetUpView(secret=made.secret, uri=made.uri, qr_code=made.qr_code)


@router.post("/confirmation")
async def switch_on(body: Code, caller: CurrentCaller, room: Room) -> BackupCodes:
    """Confirm the app with a code of it: from now on log-ins ask for one."""
    codes = await room.sessions.second_factors.switch_on(caller.user, body.code)
    return BackupCodes(backup_codes=codes)


@router.delete("", status_code=204)
async def switch_off(body: Password, caller: CurrentCaller, room: Room) -> None:
    """Ask for codes no more. Needs the password."""
    await room.own.step_up.check_password(caller, body.password)
    await room.sessions.second_factors.switch_off(caller.user)
