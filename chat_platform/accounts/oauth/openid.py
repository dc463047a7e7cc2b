"""Providers that speak OpenID Connect: found by discovery, believed by their ID tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat_platform.accounts.oauth import id_tokens
from chat_platform.accounts.oauth.flows import Departure
from chat_platform.accounts.oauth.providers import (
    Newcomer,
    Untrusted,
    oauth_client,
    same_issuer,
)
from chat_platform.accounts.oauth.tables import Flow
from chat_platform.oauth_settings import ProviderSettings

SCOPE = "openid email profile"
# A boolean in Microsoft's documents, and seen as a number and as a text, too.
YES = (True, "1", "true")
ISS_PARAMETER = "authorization_response_iss_parameter_supported"


class OpenIdProvider:
    """One provider, with what it told of itself.

    Args:
        name: As in the setting: google, microsoft, gitlab, sso.
        settings: Where it is, and who we are there.
        timeout: Seconds that one of its answers may take.
    """

    def __init__(self, name: str, settings: ProviderSettings, timeout: float) -> None:
        self.name = name
        self.settings = settings
        self._timeout = timeout
        self._metadata: dict[str, Any] = {}
        self._keys = id_tokens.SigningKeys(self._fetch_keys)

    async def address(self, departure: Departure, redirect_uri: str) -> str:
        """Where to send the browser."""
        metadata = await self._discover()
        async with self._client() as client:
            url, _ = client.create_authorization_url(
                metadata["authorization_endpoint"],
                state=departure.state,
                nonce=departure.nonce,
                code_verifier=departure.code_verifier,
                redirect_uri=redirect_uri,
            )
        return str(url)

    async def newcomer(self, answer: Mapping[str, str], flow: Flow, redirect_uri: str) -> Newcomer:
        """Who came back.

        Raises:
            httpx2.HTTPError: the provider does not answer.
            AuthlibBaseError, JoseError, Untrusted: it or somebody else answers falsely.
        """
        metadata = await self._discover()
        required = bool(metadata.get(ISS_PARAMETER))
        same_issuer(answer, self.settings.issuer, required=required)
        async with self._client() as client:
            token = await client.fetch_token(
                metadata["token_endpoint"],
                code=answer["code"],
                code_verifier=flow.code_verifier,
                redirect_uri=redirect_uri,
            )
        id_token = await self._keys.verified(token["id_token"])
        client_id = self.settings.client_id
        options = id_tokens.expected(self.settings.issuer, client_id, flow.nonce)
        id_tokens.check_claims(id_token, options, client_id, token["access_token"])
        claims = id_token.claims
        return Newcomer(
            issuer=self.settings.issuer,
            subject=str(claims["sub"]),
            email=str(claims.get("email") or ""),
            email_verified=vouched(claims, self.name, self.settings),
            name=str(claims.get("name") or ""),
        )

    async def _discover(self) -> dict[str, Any]:
        """What the provider tells of itself (OpenID Connect Discovery 1.0, 4)."""
        if not self._metadata:
            issuer = self.settings.issuer
            url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
            told = await self._get(url)
            if told["issuer"] != issuer:
                raise Untrusted(f"discovery names the issuer {told['issuer']}")
            self._metadata = told
        return self._metadata

    async def _fetch_keys(self) -> dict[str, Any]:
        return await self._get((await self._discover())["jwks_uri"])

    async def _get(self, url: str) -> dict[str, Any]:
        async with self._client() as client:
            reply = await client.request("GET", url, withhold_token=True)
        told = reply.raise_for_status().json()
        if not isinstance(told, dict):
            raise Untrusted(f"{url} answers with no JSON object")
        return told

    def _client(self) -> Any:
        return oauth_client(self.settings, SCOPE, self._timeout)


def vouched(claims: Mapping[str, Any], name: str, settings: ProviderSettings) -> bool:
    """Whether the provider says that the address is the person's own.

    Microsoft never tells ``email_verified``. With the optional claim ``xms_edov`` it tells whether
    the owner of the address's domain was verified (Microsoft identity platform, "Optional claims
    reference"); without it, addresses there are whatever the administrator of any tenant wrote.

    Args:
        claims: Of the ID token.
        name: Which provider, as in the setting.
        settings: Of the provider.

    Example:
        >>> settings = ProviderSettings(client_id="c", client_secret="s")
        >>> vouched({"xms_edov": "1"}, "microsoft", settings), vouched({}, "microsoft", settings)
        (True, False)
    """
    if settings.addresses_vouched:
        return True
    if name == "microsoft" and "email_verified" not in claims:
        return claims.get("xms_edov") in YES
    # Not "true": some providers write what others tell them.
    return claims.get("email_verified") is True
