"""JSON Web Tokens as an attacker makes them: libraries refuse to (RFC 7515, RFC 8725)."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

Told = Mapping[str, Any]


def encoded(content: bytes) -> str:
    """Base64 as tokens have it: for addresses, and without padding (RFC 7515, 2).

    Example:
        >>> encoded(b"?>")
        'Pz4'
    """
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def unsigned(header: Told, claims: Told) -> str:
    """A token that says of itself whatever one likes, with an empty signature.

    Example:
        >>> unsigned({"alg": "nOnE"}, {"sub": "ada"})
        'eyJhbGciOiAibk9uRSJ9.eyJzdWIiOiAiYWRhIn0.'
    """
    return ".".join(encoded(json.dumps(dict(part)).encode()) for part in (header, claims)) + "."


def sealed(header: Told, claims: Told, key: bytes) -> str:
    """The same, signed with HMAC-SHA-256, whatever the key is and whatever the header says."""
    token = unsigned(header, claims)
    digest = hmac.digest(key, token.rstrip(".").encode(), hashlib.sha256)
    return token + encoded(digest)
