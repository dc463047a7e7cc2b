"""What holds for every HTTP answer: headers, the shape of errors, health."""

from __future__ import annotations

import httpx2
import pytest
from fastapi import FastAPI
from platform_kit.person import code

from chat_platform.operations.middleware import EveryRequest
from chat_platform.operations.problems import install_problem_handlers


@pytest.fixture
def http(running):
    with httpx2.Client(base_url=running.url) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/health/live", "/api/me", "/log-in", "/nowhere", "/openapi.json"]
)
def test_every_answer_has_the_security_headers(http, path):
    headers = http.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


@pytest.mark.parametrize(
    ("method", "path", "status", "expected"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/api/nowhere", 404, "not_found"),
        ("DELETE", "/api/accounts", 405, "method_not_allowed"),
    ],
)
def test_problems_of_addresses_have_the_shape_too(http, method, path, status, expected):
    answer = http.request(method, path)
    assert (answer.status_code, code(answer)) == (status, expected)


def test_a_body_that_is_no_text_is_refused(http):
    answer = http.post(
        "/api/auth/login",
        content=b'{"email": "\xff"}',
        headers={"Content-Type": "application/json"},
    )
    assert (answer.status_code, code(answer)) == (400, "invalid_json")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_is_refused(http, chunked):
    pieces = [b'{"token": "', *[b"x" * 1_000] * 100, b'"}']
    answer = http.post(
        "/api/accounts/verification",
        content=iter(pieces) if chunked else b"".join(pieces),
        headers={"Content-Type": "application/json"},
    )
    assert (answer.status_code, code(answer)) == (413, "message_too_large")


def test_a_surprise_is_told_without_internals_and_logged_with_its_reference(portal, capsys):
    app = FastAPI()
    app.add_middleware(EveryRequest)
    install_problem_handlers(app)

    @app.get("/surprise")
    async def surprise() -> None:
        raise RuntimeError("the wires are crossed")

    async def ask():
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://x") as http:
            return await http.get("/surprise")

    answer = portal.call(ask)
    assert (answer.status_code, code(answer)) == (500, "internal")
    assert "wires" not in answer.text
    reference = answer.json()["error"]["message"].split("Reference: ")[1].rstrip(".")
    logged = capsys.readouterr()
    assert reference in logged.out + logged.err


def test_alive_and_ready(http):
    assert http.get("/health/live").json() == {"status": "alive"}
    answer = http.get("/health/ready")
    assert answer.status_code == 200
    told = answer.json()
    bridge = told.pop("bridge")
    assert told == {"status": "ready", "database": True, "accepting": True, "hindrances": []}
    assert bridge["state"] == "ready"
