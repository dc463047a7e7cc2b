"""The twin shaped as GitHub: plain OAuth 2 with an API for user and addresses, no ID tokens.

Source: GitHub Docs, "Authorizing OAuth apps" and "REST API endpoints for emails".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, jsonify
from werkzeug.wrappers import Response as AnyResponse

from test_framework.services.identity_provider.grants import (
    authorization_server,
    resource_protector,
)
from test_framework.services.identity_provider.state import ProviderState

Endpoint = Callable[[ProviderState, Any], Any]


def serve(app: Flask, provider: ProviderState, authorize: Endpoint, token: Endpoint) -> None:
    """Serve the twin's addresses, as GitHub and its API have them."""
    server = authorization_server(app, provider, openid=False)
    protector = resource_protector(provider)

    def access_token() -> Any:
        answer = token(provider, server)
        if isinstance(answer, AnyResponse):
            # GitHub tells of refused codes with status 200.
            answer.status_code = 200
        return answer

    def user() -> Response:
        with protector.acquire() as person:
            # The public address is null for most people; one asks /user/emails for it.
            login = person.email.partition("@")[0]
            return jsonify(id=int(person.sub), login=login, name=person.name, email=None)

    def emails() -> Response:
        with protector.acquire() as person:
            address = {"email": person.email, "verified": person.email_verified}
            spare = {"email": f"spare+{person.email}", "verified": True}
            return jsonify(
                [
                    {**spare, "primary": False, "visibility": None},
                    {**address, "primary": True, "visibility": "private"},
                ]
            )

    app.add_url_rule(
        "/github/login/oauth/authorize",
        "github.authorize",
        lambda: authorize(provider, server),
        methods=["GET", "POST"],
    )
    app.add_url_rule(
        "/github/login/oauth/access_token", "github.token", access_token, methods=["POST"]
    )
    app.add_url_rule("/github/user", "github.user", user)
    app.add_url_rule("/github/user/emails", "github.emails", emails)
