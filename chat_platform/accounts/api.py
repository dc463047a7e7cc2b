"""The accounts room over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Depends, Header, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.requests import HTTPConnection

from chat_platform.accounts.devices import Devices
from chat_platform.accounts.errands import Errands
from chat_platform.accounts.own_account import OwnAccount
from chat_platform.accounts.recovery import Recovery
from chat_platform.accounts.registrations import Registrations
from chat_platform.accounts.sessions import Caller, LoggedIn, Sessions
from chat_platform.accounts.tables import User
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.standing import Plan, Role
from chat_platform.operations.problems import Problem, ProblemBody

router = APIRouter(prefix="/api", tags=["accounts"], responses={"4XX": {"model": ProblemBody}})

REFRESH_COOKIE = "refresh_token"
COOKIE_PATH = "/api/auth"


@dataclass(frozen=True)
class Accounts:
    """What the routes of this room work with; the application keeps one in its state."""

    registrations: Registrations
    sessions: Sessions
    secure_cookies: bool
    errands: Errands
    recovery: Recovery
    devices: Devices
    own: OwnAccount


def accounts_of(connection: HTTPConnection) -> Accounts:
    """The accounts room of the application."""
    accounts: Accounts = connection.app.state.accounts
    return accounts


def bearer(authorization: Annotated[str | None, Header()] = None) -> str | None:
    """The access token of the request, if it has one."""
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token else None


Room = Annotated[Accounts, Depends(accounts_of)]
UserAgent = Annotated[str, Header()]
AccessToken = Annotated[str | None, Depends(bearer)]
RefreshToken = Annotated[str | None, Cookie(alias=REFRESH_COOKIE)]


async def current_caller(room: Room, token: AccessToken) -> Caller:
    """Who makes this request; a dependency of every route for logged-in users.

    Raises:
        Problem: ``unauthenticated`` or ``token_expired``.
    """
    if token is None:
        raise Problem(ErrorCode.UNAUTHENTICATED)
    return await room.sessions.caller(token)


CurrentCaller = Annotated[Caller, Depends(current_caller)]
Short = StringConstraints(strip_whitespace=True, min_length=1, max_length=100)
NoControls = StringConstraints(pattern=r"^[^\x00-\x1f\x7f]+$")
Bounded = Annotated[str, Field(max_length=1024)]


class Body(BaseModel):
    """The body of a request: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class SignUp(Body):
    """What a person gives to sign up."""

    name: Annotated[str, Short, NoControls]
    email: Bounded
    password: Bounded


class Verification(Body):
    """The token of a confirmation link."""

    token: Bounded


class LogIn(Body):
    """Address and password, and a code where the account asks for one."""

    email: Bounded
    password: Bounded
    code: Bounded = ""


class AddressOnly(Body):
    """An address to which a mail is to go."""

    email: Bounded


class Token(Body):
    """The token of a link."""

    token: Bounded


class Done(BaseModel):
    """It was done; what to tell the user."""

    message: str


class UserView(BaseModel):
    """A user, as the user may see it."""

    id: str
    name: str
    email: str
    plan: Plan
    role: Role
    trial_ends_at: datetime | None = Field(None, description="Only on a trial")

    @classmethod
    def of(cls, user: User) -> UserView:
        """The view of a stored user."""
        return cls(
            id=user.id,
            name=user.name,
            email=user.email,
            plan=user.current_plan,
            role=user.role,
            trial_ends_at=user.trial_ends_at,
        )


class LoggedInView(BaseModel):
    """An access token and whom it speaks for. Send it as ``Authorization: Bearer ...``."""

    access_token: str
    token_type: Literal["Bearer"] = Field("Bearer")
    expires_in: int = Field(description="Seconds")
    user: UserView


@router.post("/accounts", status_code=202)
async def sign_up(body: SignUp, room: Room) -> Done:
    """Sign up. The answer is the same whether or not the address is taken."""
    await room.registrations.sign_up(body.name, body.email, body.password)
    return Done(message=f"Check your inbox: we sent a mail to {body.email.strip()}.")


@router.post("/accounts/verification")
async def verify(body: Verification, room: Room) -> Done:
    """Confirm an address with the token of the link; this creates the account."""
    await room.registrations.confirm(body.token)
    return Done(message="Your address is confirmed.")


@router.post("/auth/login")
async def log_in(
    body: LogIn, room: Room, response: Response, user_agent: UserAgent = ""
) -> LoggedInView:
    """Log in. Sets the refresh token as a cookie that no script can read."""
    logged_in = await room.sessions.log_in(body.email, body.password, user_agent, body.code)
    return welcome(room, logged_in, response)


@router.post("/auth/refresh")
async def refresh(
    room: Room, response: Response, refresh_token: RefreshToken = None
) -> LoggedInView:
    """A fresh access token for the cookie of an earlier log-in."""
    if refresh_token is None:
        raise Problem(ErrorCode.UNAUTHENTICATED)
    return welcome(room, await room.sessions.refresh(refresh_token), response)


@router.post("/auth/logout", status_code=204)
async def log_out(
    room: Room, response: Response, token: AccessToken, refresh_token: RefreshToken = None
) -> None:
    """Log out: the session ends, and its WebSockets are closed at once."""
    await room.sessions.log_out(token, refresh_token)
    response.delete_cookie(REFRESH_COOKIE, path=COOKIE_PATH)


@router.get("/me")
async def me(caller: CurrentCaller) -> UserView:
    """Who is logged in."""
    return UserView.of(caller.user)


def welcome(room: Accounts, logged_in: LoggedIn, response: Response) -> LoggedInView:
    """What whoever has come in gets: the access token, and the cookie that renews it."""
    set_refresh_cookie(room, logged_in, response)
    return LoggedInView(
        access_token=logged_in.access_token,
        expires_in=int(room.sessions.tokens.lifetime.total_seconds()),
        user=UserView.of(logged_in.user),
    )


def set_refresh_cookie(room: Accounts, logged_in: LoggedIn, response: Response) -> None:
    """Keep the session in the browser, unless it has a newer cookie already."""
    if logged_in.refresh_token is not None:
        response.set_cookie(
            REFRESH_COOKIE,
            logged_in.refresh_token,
            max_age=int((logged_in.expires_at - datetime.now(UTC)).total_seconds()),
            path=COOKIE_PATH,
            httponly=True,
            samesite="strict",
            secure=room.secure_cookies,
        )
