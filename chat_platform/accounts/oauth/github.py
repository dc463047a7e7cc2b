"""GitHub: plain OAuth 2; who came is asked of its API (GitHub Docs, "Authorizing OAuth apps")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat_platform.accounts.oauth.flows import Departure
from chat_platform.accounts.oauth.providers import Newcomer, oauth_client, same_issuer
from chat_platform.accounts.oauth.tables import Flow
from chat_platform.oauth_settings import ProviderSettings

SCOPE = "read:user user:email"


class GitHub:
    """GitHub, or a GitHub Enterprise server.

    Args:
        name: As in the setting.
        settings: Where it is, and who we are there.
        timeout: Seconds that one of its answers may take.
    """

    def __init__(self, name: str, settings: ProviderSettings, timeout: float) -> None:
        self.name = name
        self.settings = settings
        self._timeout = timeout

    async def address(self, departure: Departure, redirect_uri: str) -> str:
        """Where to send the browser. There is no ID token, so no nonce either."""
        async with self._client() as client:
            url, _ = client.create_authorization_url(
                f"{self.settings.issuer}/login/oauth/authorize",
                state=departure.state,
                code_verifier=departure.code_verifier,
                redirect_uri=redirect_uri,
            )
        return str(url)

    async def newcomer(self, answer: Mapping[str, str], flow: Flow, redirect_uri: str) -> Newcomer:
        """Who came back; of the addresses the primary one counts, if GitHub verified it.

        Raises:
            httpx2.HTTPError: GitHub does not answer.
            AuthlibBaseError, Untrusted: it refuses the code, or another provider answers.
        """
        same_issuer(answer, self.settings.issuer, required=False)
        async with self._client() as client:
            await client.fetch_token(
                f"{self.settings.issuer}/login/oauth/access_token",
                code=answer["code"],
                code_verifier=flow.code_verifier,
                redirect_uri=redirect_uri,
            )
            user = await self._ask(client, "/user")
            addresses = await self._ask(client, "/user/emails")
        primary: dict[str, Any] = next((found for found in addresses if found["primary"]), {})
        return Newcomer(
            issuer=self.settings.issuer,
            subject=str(user["id"]),
            email=str(primary.get("email") or ""),
            email_verified=primary.get("verified") is True,
            name=str(user.get("name") or user["login"]),
        )

    async def _ask(self, client: Any, path: str) -> Any:
        reply = await client.get(f"{self.settings.api_url}{path}")
        return reply.raise_for_status().json()

    def _client(self) -> Any:
        return oauth_client(self.settings, SCOPE, self._timeout)
