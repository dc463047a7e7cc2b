"""ID tokens: whether the provider signed it, and for this log-in (OpenID Connect Core, 3.1.3.7)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped] # Authlib has no types
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError
from joserfc.jwk import KeySet

# One algorithm, whatever the token or the provider's metadata say (RFC 8725, 3.1): not "none",
# and none of which the key would be a public one (HS256).
ALGORITHMS = ("RS256",)
LEEWAY_S = 60

Fetch = Callable[[], Awaitable[dict[str, Any]]]


class SigningKeys:
    """The provider's public keys, fetched once, and once more for a key nobody knows yet.

    Args:
        fetch: Gets the provider's JSON Web Key Set (RFC 7517).
    """

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._keys: KeySet | None = None

    async def verified(self, token: str) -> jwt.Token:
        """The token, with a good signature.

        Raises:
            JoseError: it has none.
        """
        if self._keys is None:
            return verify(token, await self.fetched())
        try:
            return verify(token, self._keys)
        except InvalidKeyIdError:
            return verify(token, await self.fetched())

    async def fetched(self) -> KeySet:
        """The keys as the provider tells them now."""
        self._keys = KeySet.import_key_set(await self._fetch())  # type: ignore[arg-type] # checked there
        return self._keys


def verify(token: str, keys: KeySet) -> jwt.Token:
    """The token if one of the keys signed it.

    Raises:
        JoseError: it did not.
    """
    return jwt.decode(token, keys, algorithms=ALGORITHMS)


def expected(issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """What the claims of a token for this log-in must be."""
    return {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client_id},
        "exp": {"essential": True},
        "sub": {"essential": True},
        "nonce": {"essential": True, "value": nonce},
    }


def check_claims(token: jwt.Token, options: dict[str, Any], client_id: str, access: str) -> None:
    """Compare the claims with what is expected.

    Args:
        token: With its signature verified.
        options: From :func:`expected`.
        client_id: The platform's own name.
        access: The access token that came along, which the ID token may vouch for.

    Raises:
        JoseError: names the claim that is wrong.
    """
    params = {"client_id": client_id, "access_token": access}
    CodeIDToken(token.claims, token.header, options, params).validate(leeway=LEEWAY_S)
