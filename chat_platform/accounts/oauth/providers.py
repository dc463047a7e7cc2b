"""Providers: how to send somebody there, and what they say of who came back."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import httpx2
import structlog
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped] # Authlib has no types
from authlib.integrations.httpx_client import AsyncOAuth2Client  # type: ignore[import-untyped] # Authlib has no types
from joserfc.errors import JoseError

from chat_platform.accounts.oauth.flows import Departure
from chat_platform.accounts.oauth.tables import Flow
from chat_platform.contract.errors import ErrorCode
from chat_platform.oauth_settings import Offered, ProviderSettings
from chat_platform.operations.problems import Problem

log = structlog.get_logger(__name__)

# The only method that hides the verifier (RFC 7636, 4.2); without one Authlib sends no challenge.
CHALLENGE_METHOD = "S256"


@dataclass(frozen=True)
class Newcomer:
    """What a provider says of a person.

    Attributes:
        issuer: Which provider, by its own name.
        subject: The person's number there, which never changes hands.
        email: The address, empty when the provider tells none.
        email_verified: Whether the provider says that the address is the person's own.
    """

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str


class Untrusted(Exception):
    """The provider's answer is not what it must be; the reason is for the log, not the user."""


class Provider(Protocol):
    """One provider."""

    name: str

    @property
    def settings(self) -> Offered:
        """What the operator told of it."""

    async def address(self, departure: Departure, redirect_uri: str) -> str:
        """Where to send the browser."""

    async def newcomer(self, answer: Mapping[str, str], flow: Flow, redirect_uri: str) -> Newcomer:
        """Who came back, by the parameters of the answer."""


def oauth_client(settings: ProviderSettings, scope: str, timeout: float) -> Any:
    """Authlib's client for one conversation with the provider."""
    return AsyncOAuth2Client(
        settings.client_id,
        settings.client_secret.get_secret_value(),
        scope=scope,
        code_challenge_method=CHALLENGE_METHOD,
        token_endpoint_auth_method="client_secret_post",  # noqa: S106 - a method, no secret
        timeout=timeout,
        verify=_certificates(),
    )


def same_issuer(answer: Mapping[str, str], issuer: str, *, required: bool) -> None:
    """Make sure that the answer is of the provider that was asked (RFC 9207, 2.4).

    Raises:
        Untrusted: when it names another one, or none although it must.
    """
    named = answer.get("iss")
    if named != issuer and (required or named is not None):
        raise Untrusted(f"the answer is of issuer {named}")


@asynccontextmanager
async def trouble_told(provider: str) -> AsyncIterator[None]:
    """What goes wrong with a provider, as a problem for the user; the log says what it was.

    Raises:
        Problem: ``provider_unreachable`` or ``provider_untrusted``.
    """
    try:
        yield
    except httpx2.HTTPError as trouble:
        log.warning("provider_unreachable", provider=provider, reason=type(trouble).__name__)
        raise Problem(ErrorCode.PROVIDER_UNREACHABLE) from trouble
    except (AuthlibBaseError, JoseError, Untrusted, ValueError, KeyError) as trouble:
        # The last two: an answer that is no JSON, or JSON of another shape.
        log.warning("provider_untrusted", provider=provider, reason=str(trouble))
        raise Problem(ErrorCode.PROVIDER_UNTRUSTED) from trouble


@cache
def _certificates() -> ssl.SSLContext:
    """Made once: it takes longer than all the rest of a conversation."""
    return httpx2.create_ssl_context()
