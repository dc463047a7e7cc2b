"""Logs: structured, and without secrets."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from chat_platform.operations.logging import REDACTED, redact

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1MSJ9.c2lnbmF0dXJl"
SECRETS = {
    "password": "a lamp above the harbour",
    "access_token": "abc",
    "Authorization": "Bearer abc",
    "cookies": {"refresh_token": "abc"},
    "ticket": "abc",
    "secret_key": "abc",
    "api_key": "abc",
}


@pytest.mark.parametrize("key", SECRETS)
def test_values_of_secret_keys_are_replaced(key):
    assert redact(None, "info", {key: SECRETS[key]}) == {key: REDACTED}


@pytest.mark.parametrize(
    "text",
    [
        "GET /verify?token=s3cret&x=1",
        "offered chat-is-king.v1, ticket.s3cret",
        "Authorization: Bearer s3cret",
        TOKEN.replace("c2lnbmF0dXJl", "s3cret"),
    ],
)
def test_secrets_inside_texts_are_replaced_wherever_they_stand(text):
    for event in ({"event": text}, {"deep": {"list": [text]}}, {"exception": f"Error: {text}"}):
        assert "s3cret" not in str(redact(None, "info", event))


def test_the_rest_is_kept():
    event = {"event": "request", "path": "/api/me", "input_tokens": 12, "status": 200}
    assert redact(None, "info", event) == event


def test_logs_of_ours_and_of_libraries_are_json_lines_without_secrets():
    code = f"""
import logging, structlog
from chat_platform.operations.logging import set_up_logging
set_up_logging("info", "json")
structlog.get_logger("ours").info("hello", password="s3cret", path="/x")
logging.getLogger("theirs").warning("with %s", "{TOKEN}")
try:
    raise ValueError("token=s3cret")
except ValueError:
    structlog.get_logger().exception("failed")
structlog.get_logger("ours").debug("too quiet")
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["hello", f"with {REDACTED}", "failed"]
    assert lines[0]["path"] == "/x"
    assert "ValueError" in lines[2]["exception"]
    assert "s3cret" not in ended.stderr
    assert TOKEN not in ended.stderr
