"""What the suite needs to forge tokens, and to see whether somebody took the bait."""

from __future__ import annotations

import socket

import jwt
import pytest

from test_framework.forged_tokens import sealed, unsigned
from test_framework.services.lure import Lure

CLAIMS = {"sub": "ada"}
KEY = b"a key of more than thirty-two bytes"


def test_a_sealed_token_is_what_a_library_accepts():
    token = sealed({"alg": "HS256", "kid": "../dev/null"}, CLAIMS, KEY)
    assert jwt.decode(token, KEY, ["HS256"]) == CLAIMS
    assert jwt.get_unverified_header(token)["kid"] == "../dev/null"


def test_an_unsigned_token_says_what_no_library_would():
    token = unsigned({"alg": "nOnE"}, CLAIMS)
    assert jwt.get_unverified_header(token) == {"alg": "nOnE"}
    with pytest.raises(jwt.InvalidTokenError):
        jwt.decode(token, KEY, ["HS256"])


def test_a_lure_tells_whether_somebody_came():
    with Lure() as lure:
        assert not lure.visited
        host, _, port = lure.url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port))):
            assert lure.visited
