"""What Authlib needs to be told to be this provider's authorization server."""

from __future__ import annotations

import time
from typing import Any

import jwt
from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector  # type: ignore[import-untyped] # Authlib has no types
from authlib.oauth2.rfc6749 import grants  # type: ignore[import-untyped] # Authlib has no types
from authlib.oauth2.rfc6750 import BearerTokenValidator  # type: ignore[import-untyped] # Authlib has no types
from authlib.oauth2.rfc7636 import CodeChallenge  # type: ignore[import-untyped] # Authlib has no types
from authlib.oauth2.rfc9207 import IssuerParameter  # type: ignore[import-untyped] # Authlib has no types
from authlib.oidc.core.grants import OpenIDCode  # type: ignore[import-untyped] # Authlib has no types
from flask import Flask
from joserfc.jwk import RSAKey

from test_framework.forged_tokens import sealed, unsigned
from test_framework.services.identity_provider.faults import Fault
from test_framework.services.identity_provider.state import (
    MICROSOFT,
    Code,
    Person,
    ProviderState,
    new_key,
)

OTHERS = "https://somebody-else.example"
A_DAY_S = 86_400


def authorization_server(app: Flask, provider: ProviderState, *, openid: bool) -> Any:
    """The provider's authorization server: codes with PKCE, and with ID tokens if wanted."""

    def save_token(token: dict[str, Any], request: Any) -> None:
        provider.tokens[token["access_token"]] = request.user

    server = AuthorizationServer()
    server.init_app(app, query_client=provider.clients.get, save_token=save_token)
    extensions = [_Pkce(required=True), *([_IdTokens(provider)] if openid else [])]
    server.register_grant(_code_grant(provider), extensions)
    if openid:
        server.register_extension(_ResponseIssuer(provider))
    return server


def resource_protector(provider: ProviderState) -> Any:
    """Lets only the provider's own access tokens through; they never run out."""

    class Tokens(BearerTokenValidator):  # type: ignore[misc] # Authlib has no types
        def authenticate_token(self, token: str) -> Person | None:
            return provider.tokens.get(token)

        def validate_token(self, token: Person | None, _scopes: Any, _request: Any) -> None:
            if token is None:
                super().validate_token(token, _scopes, _request)

    protector = ResourceProtector()
    protector.register_token_validator(Tokens())
    return protector


def _code_grant(provider: ProviderState) -> type:
    class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc] # Authlib has no types
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

        def save_authorization_code(self, code: str, request: Any) -> None:
            asked = request.payload.data
            nonce = asked.get("nonce")
            provider.nonces.update([nonce] if nonce else [])
            provider.codes[code] = Code(
                code,
                request.client.client_id,
                request.payload.redirect_uri,
                request.scope,
                request.user,
                nonce,
                asked.get("code_challenge"),
                asked.get("code_challenge_method"),
            )

        def query_authorization_code(self, code: str, client: Any) -> Code | None:
            found = provider.codes.get(code)
            if found is None or found.used or found.client_id != client.client_id:
                return None
            return found

        def delete_authorization_code(self, code: Code) -> None:
            code.used = True

        def authenticate_user(self, code: Code) -> Person:
            return code.person

    return CodeGrant


class _Pkce(CodeChallenge):  # type: ignore[misc] # Authlib has no types
    """S256 where there is a challenge. As at the real providers, a platform may leave it away."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)


class _ResponseIssuer(IssuerParameter):  # type: ignore[misc] # Authlib has no types
    def __init__(self, provider: ProviderState) -> None:
        self._provider = provider

    def get_issuer(self) -> str:
        # Authlib asks twice for one answer; only one that leaves tells of a fault.
        return self._provider.issuer

    def add_issuer_parameter(self, server: Any, response: Any) -> None:
        super().add_issuer_parameter(server, response)
        if response.location and self._provider.happens(Fault.WRONG_RESPONSE_ISSUER):
            head, _, _ = response.location.partition("&iss=")
            response.location = f"{head}&iss={OTHERS}"


class _IdTokens(OpenIDCode):  # type: ignore[misc] # Authlib has no types
    """ID tokens, true unless a fault is planned."""

    def __init__(self, provider: ProviderState) -> None:
        super().__init__(require_nonce=False)
        self._provider = provider

    def exists_nonce(self, nonce: str, _request: Any) -> bool:
        return nonce in self._provider.nonces

    def generate_user_info(self, person: Person, _scope: str) -> dict[str, Any]:
        return claims_about(self._provider, person)

    def get_client_claims(self, client: Any) -> dict[str, Any]:
        happens = self._provider.happens
        claims: dict[str, Any] = {
            "iss": OTHERS if happens(Fault.WRONG_ISSUER) else self._provider.issuer,
            "aud": OTHERS if happens(Fault.WRONG_AUDIENCE) else client.client_id,
        }
        if happens(Fault.EXPIRED_TOKEN):
            claims["exp"] = int(time.time()) - A_DAY_S
        if happens(Fault.TOKEN_OF_TOMORROW):
            claims["iat"] = int(time.time()) + A_DAY_S
        if happens(Fault.WRONG_PARTY):
            claims["azp"] = OTHERS
        return claims

    def get_authorization_code_claims(self, code: Code) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_authorization_code_claims(code)
        if self._provider.happens(Fault.WRONG_NONCE):
            claims["nonce"] = "a word of another log-in"
        return claims

    def encode_id_token(self, token: dict[str, Any], request: Any) -> str:
        # One decision for algorithm, header and key, which Authlib asks for one by one.
        happens = self._provider.happens
        self._algorithm = "RS256"
        self._key = self._provider.signing_key
        self._kid = self._provider.signing_key.kid
        self._more: dict[str, Any] = {}
        if happens(Fault.WRONG_KEY):
            self._key = new_key()
        elif happens(Fault.UNKNOWN_KEY):
            self._key = new_key()
            self._kid = self._key.kid
        elif happens(Fault.OWN_KEY):
            self._key = new_key()
            self._more = {"jwk": self._key.as_dict(private=False)}
        elif happens(Fault.ALG_NONE):
            self._algorithm = "none"
        if happens(Fault.WRONG_ACCESS_TOKEN):
            token = {**token, "access_token": "another one"}
        encoded: str = super().encode_id_token(token, request)
        return self._beyond_libraries(encoded)

    def _beyond_libraries(self, encoded: str) -> str:
        """The same claims as no library would sign them, where that is planned."""
        claims = jwt.decode(encoded, options={"verify_signature": False})
        key = self._provider.signing_key
        if self._provider.happens(Fault.KEY_CONFUSION):
            public = key.as_pem(private=False)
            return sealed({"alg": "HS256", "kid": key.kid}, claims, public)
        if self._provider.happens(Fault.ALG_NONE_SPELLED):
            # It belongs to the algorithm, and would be a second thing that is false.
            del claims["at_hash"]
            return unsigned({"alg": "nOnE", "kid": key.kid}, claims)
        return encoded

    def get_client_algorithm(self, _client: Any) -> str:
        return self._algorithm

    def get_encode_header(self, _client: Any) -> dict[str, Any]:
        return {"alg": self._algorithm, "kid": self._kid, **self._more}

    def resolve_client_private_key(self, _client: Any) -> RSAKey:
        return self._key


def claims_about(provider: ProviderState, person: Person) -> dict[str, Any]:
    """What the provider tells of a person (OpenID Connect Core, 5.1).

    Microsoft knows no ``email_verified``; it tells whether the address is of a domain of which the
    tenant has proven to be the owner (Microsoft identity platform, "Optional claims reference").
    """
    vouching = "xms_edov" if provider.name == MICROSOFT else "email_verified"
    return {
        "sub": person.sub,
        "name": person.name,
        "email": person.email,
        vouching: person.email_verified,
    }
