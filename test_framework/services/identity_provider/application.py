"""The providers as one web application."""

from __future__ import annotations

import secrets
from threading import Event
from typing import Any

from authlib.oauth2 import OAuth2Error  # type: ignore[import-untyped] # Authlib has no types
from flask import Flask, Response, jsonify, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from test_framework.services.identity_provider import control, github, saml
from test_framework.services.identity_provider.faults import Fault
from test_framework.services.identity_provider.grants import (
    authorization_server,
    claims_about,
    resource_protector,
)
from test_framework.services.identity_provider.pages import page
from test_framework.services.identity_provider.state import (
    GITHUB,
    OPENID_PROVIDERS,
    SAML,
    ProviderState,
)

Answer = AnyResponse | str | tuple[str, int]


def create_application(url: str, control_secret: str) -> Flask:
    """All providers and their control side.

    Args:
        url: Where the process is reached, without a trailing slash.
        control_secret: What a caller of the control side must know.
    """
    app = Flask("identity_provider")
    app.secret_key = secrets.token_bytes(32)
    # Cookies know no ports: the name keeps ours apart from those of the platform.
    app.config["SESSION_COOKIE_NAME"] = "identity_provider"
    names = (*OPENID_PROVIDERS, GITHUB, SAML)
    providers = {name: ProviderState(name, f"{url}/{name}") for name in names}
    for name in OPENID_PROVIDERS:
        _serve_openid(app, providers[name])
    github.serve(app, providers[GITHUB], authorize, token)
    saml.serve(app, providers[SAML], _log_in)
    control.serve(app, providers, control_secret)
    return app


def _serve_openid(app: Flask, provider: ProviderState) -> None:
    server = authorization_server(app, provider, openid=True)
    protector = resource_protector(provider)

    def discovery() -> Response:
        issuer = provider.issuer
        return jsonify(
            issuer=issuer,
            authorization_endpoint=f"{issuer}/authorize",
            token_endpoint=f"{issuer}/token",
            userinfo_endpoint=f"{issuer}/userinfo",
            jwks_uri=f"{issuer}/jwks",
            response_types_supported=["code"],
            subject_types_supported=["public"],
            id_token_signing_alg_values_supported=["RS256"],
            code_challenge_methods_supported=["S256"],
            authorization_response_iss_parameter_supported=True,
        )

    def userinfo() -> Response:
        with protector.acquire() as person:
            return jsonify(claims_about(provider, person))

    def jwks() -> Response:
        return jsonify(provider.keys.as_dict(private=False))

    prefix, endpoint = f"/{provider.name}", provider.name
    app.add_url_rule(
        f"{prefix}/.well-known/openid-configuration", f"{endpoint}.discovery", discovery
    )
    app.add_url_rule(f"{prefix}/userinfo", f"{endpoint}.userinfo", userinfo)
    app.add_url_rule(f"{prefix}/jwks", f"{endpoint}.jwks", jwks)
    app.add_url_rule(
        f"{prefix}/authorize",
        f"{endpoint}.authorize",
        lambda: authorize(provider, server),
        methods=["GET", "POST"],
    )
    app.add_url_rule(
        f"{prefix}/token", f"{endpoint}.token", lambda: token(provider, server), methods=["POST"]
    )


def authorize(provider: ProviderState, server: Any) -> Answer:
    """The authorization endpoint: log-in page, consent page, and back to the platform."""
    person = provider.people.get(session.get(provider.name, ""))
    try:
        grant = server.get_consent_grant(end_user=person)
    except OAuth2Error as error:
        # Never back to an address that nobody registered.
        return page(provider.title, problem=f"{error.error}: {error.description}"), 400
    step = request.form.get("step", "")
    if step == "log in":
        return _log_in(provider)
    if person is None:
        return page(provider.title, "log in")
    if step not in ("allow", "deny"):
        client = grant.client.client_id
        return page(provider.title, "consent", name=person.name, client=client)
    granted = person if step == "allow" else None
    answer: AnyResponse = server.create_authorization_response(grant=grant, grant_user=granted)
    return _troubled(provider, answer) if granted else answer


def _log_in(provider: ProviderState) -> Answer:
    person = provider.person_with(request.form["email"], request.form["password"])
    if person is None:
        return page(provider.title, "log in", problem="Address or password is wrong.")
    session[provider.name] = person.sub
    return redirect(request.url, 303)


def _troubled(provider: ProviderState, answer: AnyResponse) -> Answer:
    """The answer with the code, or what becomes of it when somebody catches or swaps codes."""
    location = answer.location or ""
    code = location.partition("code=")[2].partition("&")[0]
    if provider.happens(Fault.KEEP_CODE):
        provider.kept_code = code
        problem = "Something went wrong on the way back."
        return page(provider.title, problem=problem, way_back=location), 500
    if provider.happens(Fault.INJECT_CODE):
        answer.location = location.replace(code, provider.kept_code)
    return answer


def token(provider: ProviderState, server: Any) -> Answer:
    """The token endpoint."""
    if provider.happens(Fault.DELAY):
        Event().wait(provider.delay_s)
    if provider.happens(Fault.FAIL):
        return "The provider is out of order.", 500
    answer: AnyResponse = server.create_token_response()
    return answer
