"""A company's own log-in: SAML 2.0, asked by HTTP-Redirect, answered by HTTP-POST."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from onelogin.saml2.authn_request import OneLogin_Saml2_Authn_Request  # type: ignore[import-untyped] # it has no types
from onelogin.saml2.settings import OneLogin_Saml2_Settings  # type: ignore[import-untyped] # it has no types

from chat_platform.accounts.oauth.assertions import PERSISTENT, SECURITY, read_statement
from chat_platform.accounts.oauth.flows import Departure
from chat_platform.accounts.oauth.providers import Newcomer
from chat_platform.accounts.oauth.saml_names import ANSWER, CONSUMER_PATH, METADATA_PATH, NAME
from chat_platform.accounts.oauth.tables import Flow
from chat_platform.saml_settings import SamlSettings


class SamlProvider:
    """The identity provider of one company.

    Args:
        settings: Where it is, and what it signs with.
        url: Where users reach the platform, without a trailing slash.
    """

    def __init__(self, settings: SamlSettings, url: str) -> None:
        self.name = NAME
        self.settings = settings
        self._library = OneLogin_Saml2_Settings(library_settings(settings, url))

    @property
    def metadata(self) -> bytes:
        """What the company's administrator shows to the identity provider (SAML 2.0 Metadata)."""
        told: bytes = self._library.get_sp_metadata()
        return told

    async def address(self, departure: Departure, redirect_uri: str) -> str:
        """Where to send the browser. The nonce becomes the request's ID, which is answered."""
        del redirect_uri  # answers are posted to another address, which the request names
        request = _Request(self._library, request_id(departure.nonce))
        asked = urlencode({"SAMLRequest": request.get_request(), "RelayState": departure.state})
        return f"{self.settings.sso_url}{'&' if '?' in self.settings.sso_url else '?'}{asked}"

    async def newcomer(self, answer: Mapping[str, str], flow: Flow, redirect_uri: str) -> Newcomer:
        """Who came back.

        Raises:
            Untrusted: the answer is not to be believed.
            Problem: ``provider_denied``.
        """
        del redirect_uri
        # In a thread: schema and signature take some milliseconds, in which others would wait.
        said = await asyncio.to_thread(
            read_statement, self._library, answer[ANSWER], request_id(flow.nonce)
        )
        return Newcomer(
            issuer=self.settings.issuer,
            subject=said.subject,
            email=said.first(self.settings.email_attribute),
            email_verified=self.settings.addresses_vouched,
            name=said.first(self.settings.name_attribute),
        )


class _Request(OneLogin_Saml2_Authn_Request):  # type: ignore[misc] # it has no types
    """A request under an ID of our own."""

    def __init__(self, settings: OneLogin_Saml2_Settings, own_id: str) -> None:
        self._own_id = own_id
        super().__init__(settings)

    def _generate_request_id(self) -> str:
        return self._own_id


def request_id(nonce: str) -> str:
    """The nonce as an ID. In XML one must not begin with a digit or a hyphen."""
    return f"_{nonce}"


def library_settings(settings: SamlSettings, url: str) -> dict[str, Any]:
    """All this as python3-saml wants it."""
    return {
        "strict": True,
        "security": dict(SECURITY),
        "sp": {
            "entityId": f"{url}{METADATA_PATH}",
            "assertionConsumerService": {"url": f"{url}{CONSUMER_PATH}"},
            "NameIDFormat": PERSISTENT,
        },
        "idp": {
            "entityId": settings.issuer,
            "singleSignOnService": {"url": settings.sso_url},
            "x509cert": settings.certificate,
        },
    }
