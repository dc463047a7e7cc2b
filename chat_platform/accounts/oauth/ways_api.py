"""The ways into one's account, over HTTP."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from chat_platform.accounts.api import CurrentCaller, Room
from chat_platform.accounts.oauth.api import Browser, Chosen, Part, keep_browser
from chat_platform.accounts.oauth.providers import trouble_told
from chat_platform.accounts.second_factor_api import Password
from chat_platform.accounts.secret_words import new_secret
from chat_platform.operations.problems import ProblemBody

router = APIRouter(tags=["accounts"], responses={"4XX": {"model": ProblemBody}})

ACCOUNT = "/account"


class LinkedView(BaseModel):
    """A provider that is linked to the account."""

    id: int
    title: str
    linked_at: datetime


class OfferedView(BaseModel):
    """A provider that can be linked. POST to ``link`` tells where to go."""

    title: str
    link: str


class WaysView(BaseModel):
    """How the user can come in."""

    password: bool = Field(description="Whether there is a password; changes then ask for it")
    linked: list[LinkedView]
    offered: list[OfferedView]


class Departing(BaseModel):
    """Where to send the browser."""

    address: str


@router.get("/api/auth/oauth/ways")
async def ways(part: Part, caller: CurrentCaller) -> WaysView:
    """How the user can come in."""
    linked = await part.ways.of(caller.user)
    return WaysView(
        password=caller.user.password_hash is not None,
        linked=[
            LinkedView(id=way.identity, title=way.title, linked_at=way.linked_at) for way in linked
        ],
        offered=[
            OfferedView(title=one.settings.title, link=f"/auth/oauth/{name}/linking")
            for name, one in part.providers.items()
        ],
    )


# Under this path, and not under /api, because the cookie of the browser comes along here only.
@router.post("/auth/oauth/{provider}/linking")
async def set_out_to_link(
    *,
    body: Password,
    caller: CurrentCaller,
    part: Part,
    room: Room,
    provider: Chosen,
    response: Response,
    oauth_browser: Browser = "",
) -> Departing:
    """Set out to link a provider to the account that one is logged in to."""
    await part.ways.prove(caller, body.password)
    browser = oauth_browser or new_secret()
    departure = await part.flows.depart(provider.name, browser, ACCOUNT, caller.session_id)
    async with trouble_told(provider.name):
        address = await provider.address(departure, part.redirect_uri(provider.name))
    keep_browser(response, browser, secure=room.secure_cookies)
    return Departing(address=address)


@router.delete("/api/auth/oauth/ways/{identity}", status_code=204)
async def unlink(identity: int, body: Password, caller: CurrentCaller, part: Part) -> None:
    """Remove a way in. Needs the password, where there is one."""
    await part.ways.unlink(caller, identity, body.password)
