"""The control side: how a scenario sets the providers up. Not part of any provider."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, abort, jsonify, request

from test_framework.services.identity_provider.faults import Fault
from test_framework.services.identity_provider.state import Client, Person, ProviderState

PREFIX = "/control/<name>"


def serve(app: Flask, providers: Mapping[str, ProviderState], secret: str) -> None:
    """Serve the control side to whoever knows the secret."""

    def asked_for(name: str) -> tuple[ProviderState, dict[str, Any]]:
        given = request.headers.get("Authorization", "")
        if not secrets.compare_digest(given.encode(), f"Bearer {secret}".encode()):
            abort(401)
        if name not in providers:
            abort(404)
        return providers[name], request.get_json(silent=True) or {}

    def people(name: str) -> Response:
        provider, told = asked_for(name)
        provider.people[told["sub"]] = Person(**told)
        return jsonify(registered=told["sub"])

    def clients(name: str) -> Response:
        provider, told = asked_for(name)
        redirect_uri = told.pop("redirect_uri")
        client = provider.clients.setdefault(told["client_id"], Client(**told))
        client.redirect_uris.add(redirect_uri)
        _ = provider.keys  # made now, lest somebody's log-in waits for it
        return jsonify(registered=client.client_id)

    def faults(name: str) -> Response:
        provider, told = asked_for(name)
        if request.method == "POST":
            provider.planned[Fault(told["fault"])] += 1
            provider.delay_s = told.get("seconds", 0.0)
        elif request.method == "DELETE":
            provider.planned.clear()
        return jsonify(planned=+provider.planned, fired=provider.fired)

    def keys(name: str) -> Response:
        provider, _ = asked_for(name)
        return jsonify(kid=provider.rotate_keys())

    app.add_url_rule(f"{PREFIX}/people", view_func=people, methods=["POST"])
    app.add_url_rule(f"{PREFIX}/clients", view_func=clients, methods=["POST"])
    app.add_url_rule(f"{PREFIX}/faults", view_func=faults, methods=["GET", "POST", "DELETE"])
    app.add_url_rule(f"{PREFIX}/keys", view_func=keys, methods=["POST"])
