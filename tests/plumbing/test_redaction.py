"""Nothing secret gets into a report, and nothing else gets lost."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from test_framework.reporting import redaction
from test_framework.reporting.redaction import REDACTED, redact, redact_bytes

SECRET = "s3cr3t-V4lue"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "text",
    [
        f'{{"password": "{SECRET}"}}',
        f'{{"access_token":"{SECRET}","token_type":"Bearer"}}',
        f"{{'new_password': '{SECRET}'}}",
        json.dumps({"text": json.dumps({"password": SECRET})}),
        json.dumps({"a": json.dumps({"b": json.dumps({"ticket": SECRET})})}),
        f'{{"name":"Cookie","value":"refresh_token={SECRET}; theme=dark"}}',
        f'{{"name": "sec-websocket-protocol", "value": "chat-is-king.v1, ticket.{SECRET}"}}',
        f"Cookie: refresh_token={SECRET}",
        f"GET / HTTP/1.1\r\nAuthorization: Basic {SECRET}\r\nHost: x",
        f"set-cookie: refresh_token={SECRET}; HttpOnly",
        f"http://127.0.0.1:8000/verify#token={SECRET}",
        f"/login?next=/chat&password={SECRET}&x=1",
        f"Identity(email='ada@x.example', password='{SECRET}')",
        f"    password = '{SECRET}'",
        f"offered chat-is-king.v1, ticket.{SECRET}",
        f"sent Bearer {SECRET}",
        f"-----BEGIN RSA PRIVATE KEY-----\n{SECRET}\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_a_secret_is_taken_out(text: str) -> None:
    assert SECRET not in redact(text)
    assert REDACTED in redact(text)


EVERY_PATTERN = [(words, pattern) for words, patterns in redaction._SECRETS for pattern in patterns]


@pytest.mark.parametrize(("words", "pattern"), EVERY_PATTERN)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_no_pattern_fits_a_text_without_one_of_its_words(
    words: tuple[str, ...], pattern: re.Pattern[str], data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(pattern))
    assert any(word in text.lower() for word in words) or redaction._ODD_LETTERS.search(text)
    whole = text
    for _, each in EVERY_PATTERN:
        whole = each.sub(redaction._KEPT, whole)
    assert redact(text) == whole


def test_odd_letters_hide_no_secret() -> None:
    for word in ("Pa\u017f\u017fword", "author\u0130zation", "to\u212aen", "t\u0131cket"):
        assert SECRET not in redact(f'{{"{word}": "{SECRET}"}}')


def test_a_web_token_is_taken_out_wherever_it_stands() -> None:
    assert redact(f"the answer was {JWT} and more") == f"the answer was {REDACTED} and more"


def test_known_values_are_taken_out_even_when_one_contains_another() -> None:
    assert redact("typed abc then abcdef", ["abc", "abcdef", ""]) == (
        f"typed {REDACTED} then {REDACTED}"
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"input_tokens": 12, "output_tokens": 40, "usage": {"tool_calls": 1}}',
        '{"type": "message_accepted", "payload": {"message_id": "01a2", "seq": 3}}',
        "When Ada chooses the password too short",
        "GET /health/ready 200",
        "token_type",
        "the ticket is used",
        '{"password": ""}',
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


def test_what_stands_around_a_secret_stays() -> None:
    text = json.dumps({"email": "ada@x.example", "password": 'with " quote', "name": "Ada"})
    assert json.loads(redact(text)) == {
        "email": "ada@x.example",
        "password": REDACTED,
        "name": "Ada",
    }


def test_redacting_twice_changes_nothing() -> None:
    once = redact(f'Cookie: a=b\npassword={SECRET} {{"token": "{SECRET}"}}')
    assert redact(once) == once


def test_a_trace_is_redacted_inside_and_pictures_stay() -> None:
    picture = b"\x89PNG\r\n\x1a\n\xff\xfe"
    trace = io.BytesIO()
    with zipfile.ZipFile(trace, "w") as archive:
        archive.writestr("trace.trace", f'{{"value":"{SECRET}"}}\n')
        archive.writestr("trace.network", f'{{"name":"Cookie","value":"{JWT}"}}\n')
        archive.writestr("resources/1.png", picture)
    with zipfile.ZipFile(io.BytesIO(redact_bytes(trace.getvalue(), [SECRET]))) as archive:
        assert SECRET.encode() not in archive.read("trace.trace")
        assert JWT.encode() not in archive.read("trace.network")
        assert archive.read("resources/1.png") == picture
    assert redact_bytes(picture) == picture
