"""Coming in through a provider, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from starlette.requests import HTTPConnection

from chat_platform.accounts.api import Accounts, CurrentCaller, Done, Room, set_refresh_cookie
from chat_platform.accounts.oauth.flows import HOME, Flows, Return, own_path
from chat_platform.accounts.oauth.github import GitHub
from chat_platform.accounts.oauth.newcomers import Newcomers, ProofNeeded
from chat_platform.accounts.oauth.openid import OpenIdProvider
from chat_platform.accounts.oauth.providers import Newcomer, Provider, trouble_told
from chat_platform.accounts.oauth.saml_names import ANSWER
from chat_platform.accounts.oauth.saml_names import NAME as SAML
from chat_platform.accounts.oauth.ways import Ways
from chat_platform.accounts.secret_words import new_secret
from chat_platform.contract.errors import ERROR_TEXTS, ErrorCode
from chat_platform.oauth_settings import ProviderName, ProviderSettings
from chat_platform.operations.problems import Problem, ProblemBody, ProblemDetails
from chat_platform.saml_settings import SamlSettings

router = APIRouter(tags=["accounts"], responses={"4XX": {"model": ProblemBody}})

BROWSER_COOKIE = "oauth_browser"
BROWSER_PATH = "/auth/oauth"
LINK_COOKIE = "pending_link"
LINK_PATH = "/api/auth/oauth"
LOG_IN = "/log-in"
SEE_OTHER = 303


@dataclass(frozen=True)
class OAuth:
    """What the routes of this file work with; the application keeps one in its state.

    Attributes:
        url: Where users reach the platform; what providers send them back to begins with it.
    """

    providers: Mapping[str, Provider]
    flows: Flows
    newcomers: Newcomers
    ways: Ways
    url: str

    def redirect_uri(self, provider: str) -> str:
        """Where that provider sends people back to, exactly."""
        return f"{self.url}/auth/oauth/{provider}/callback"


def build_oauth(
    settings: Mapping[ProviderName, ProviderSettings],
    accounts: Accounts,
    url: str,
    lifetime: timedelta,
    timeout: float,
    *,
    company: SamlSettings | None,
) -> OAuth:
    """The part of the accounts room that knows the providers.

    Args:
        settings: The providers by name.
        accounts: The rest of the accounts room.
        url: Where users reach the platform, without a trailing slash.
        lifetime: How long one may take at a provider, or to prove that an account is one's own.
        timeout: Seconds that a provider may take to answer.
        company: The company whose people may come in by its own log-in.
    """
    providers: dict[str, Provider] = {
        name: (GitHub if name == "github" else OpenIdProvider)(name, told, timeout)
        for name, told in settings.items()
    }
    if company is not None:
        # The library takes its time to load: only those wait for it who use it.
        from chat_platform.accounts.oauth.saml import SamlProvider  # noqa: PLC0415

        providers[SAML] = SamlProvider(company, url)
    writer = accounts.sessions.database.writer
    step_up, postman = accounts.own.step_up, accounts.recovery.postman
    ways = Ways(accounts.sessions, step_up, providers, postman, accounts.errands, url)
    return OAuth(providers, Flows(writer, lifetime), Newcomers(writer, lifetime), ways, url)


def oauth_of(connection: HTTPConnection) -> OAuth:
    """The application's."""
    oauth: OAuth = connection.app.state.oauth
    return oauth


def provider_of(provider: str, connection: HTTPConnection) -> Provider:
    """The provider of that name.

    Raises:
        Problem: ``provider_unknown``.
    """
    try:
        return oauth_of(connection).providers[provider]
    except KeyError:
        raise Problem(ErrorCode.PROVIDER_UNKNOWN) from None


Part = Annotated[OAuth, Depends(oauth_of)]
Chosen = Annotated[Provider, Depends(provider_of)]
Browser = Annotated[str, Cookie(alias=BROWSER_COOKIE)]
Waiting = Annotated[str, Cookie(alias=LINK_COOKIE)]


class ProviderView(BaseModel):
    """A provider as the pages offer it."""

    name: str
    title: str
    start: str


@router.get("/api/auth/oauth/providers")
async def providers(part: Part) -> list[ProviderView]:
    """Through which providers one may come in."""
    return [
        ProviderView(name=name, title=one.settings.title, start=f"/auth/oauth/{name}/start")
        for name, one in part.providers.items()
    ]


@router.get("/api/auth/oauth/problems/{code}")
async def problem(code: ErrorCode) -> ProblemDetails:
    """The words for a problem that somebody came back with."""
    told = ERROR_TEXTS[code]
    return ProblemDetails(code=code, message=told.message, what_next=told.what_next)


@router.post("/api/auth/oauth/link")
async def link(
    part: Part, caller: CurrentCaller, response: Response, pending_link: Waiting = ""
) -> Done:
    """Link the identity that waits in this browser to the account that one is logged in to."""
    response.delete_cookie(LINK_COOKIE, path=LINK_PATH)
    await part.newcomers.link(caller.user, pending_link)
    return Done(message="From now on you can come in through this provider.")


@router.get("/auth/oauth/{provider}/start", status_code=SEE_OTHER)
async def start(
    part: Part,
    room: Room,
    provider: Chosen,
    to: Annotated[str, Query(alias="next")] = HOME,
    oauth_browser: Browser = "",
) -> RedirectResponse:
    """Leave for the provider."""
    # Kept when it is there: one may be on the way in two tabs.
    browser = oauth_browser or new_secret()
    departure = await part.flows.depart(provider.name, browser, own_path(to))
    try:
        async with trouble_told(provider.name):
            address = await provider.address(departure, part.redirect_uri(provider.name))
    except Problem as trouble:
        return _refused(trouble.code)
    leaving = RedirectResponse(address, SEE_OTHER)
    keep_browser(leaving, browser, secure=room.secure_cookies)
    return leaving


@router.get("/auth/oauth/{provider}/callback", status_code=SEE_OTHER)
async def callback(
    request: Request, part: Part, room: Room, provider: Chosen, oauth_browser: Browser = ""
) -> RedirectResponse:
    """Come back from the provider, and in, or to the log-in page with the reason why not.

    Who set out to link the provider comes back to the account page instead.
    """
    answer = dict(request.query_params)
    try:
        back = await part.flows.come_back(provider.name, oauth_browser, answer.get("state", ""))
        if back.linking is not None:
            return await _link(part, provider, answer, back, back.linking)
        newcomer = await _who_came(part, provider, answer, back)
        user = await part.newcomers.account_of(newcomer)
        if await room.sessions.second_factors.is_on(user.id):
            # Whoever asked for a second factor did not ask for a way around it.
            return _refused(ErrorCode.PROVIDER_NOT_ENOUGH)
        logged_in = await room.sessions.begin(user, request.headers.get("user-agent", ""))
    except Problem as trouble:
        return _refused(trouble.code)
    except ProofNeeded as needed:
        asked = _refused(ErrorCode.ACCOUNT_EXISTS)
        secure = room.secure_cookies
        _set_cookie(asked, LINK_COOKIE, needed.token, LINK_PATH, secure=secure)
        return asked
    arrived = RedirectResponse(back.flow.next_path, SEE_OTHER)
    set_refresh_cookie(room, logged_in, arrived)
    return arrived


async def _who_came(
    part: OAuth, provider: Provider, answer: Mapping[str, str], back: Return
) -> Newcomer:
    if answer.get("error") == "access_denied":
        raise Problem(ErrorCode.PROVIDER_DENIED)
    answer = {**answer, ANSWER: back.posted}
    async with trouble_told(provider.name):
        return await provider.newcomer(answer, back.flow, part.redirect_uri(provider.name))


async def _link(
    part: OAuth, provider: Provider, answer: Mapping[str, str], back: Return, session_id: str
) -> RedirectResponse:
    try:
        await part.ways.link(await _who_came(part, provider, answer, back), session_id)
    except Problem as trouble:
        return _refused(trouble.code, back.flow.next_path)
    return RedirectResponse(f"{back.flow.next_path}?linked={provider.name}", SEE_OTHER)


def _refused(code: ErrorCode, page: str = LOG_IN) -> RedirectResponse:
    return RedirectResponse(f"{page}?problem={code}", SEE_OTHER)


def keep_browser(response: Response, browser: str, *, secure: bool) -> None:
    """Let the browser remember that it is the one that set out."""
    _set_cookie(response, BROWSER_COOKIE, browser, BROWSER_PATH, secure=secure)


def _set_cookie(response: Response, name: str, value: str, path: str, *, secure: bool) -> None:
    # Lax and not strict: it must come along when the provider sends the browser back. It goes
    # with the browser; how long it counts, the platform itself remembers.
    response.set_cookie(
        name,
        value,
        path=path,
        httponly=True,
        samesite="lax",
        secure=secure,
    )
