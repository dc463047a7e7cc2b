"""Random secrets that are handed out once and kept only as a hash."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode


def new_secret() -> str:
    """A fresh secret of 256 bits, safe in links, headers and subprotocol names."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits, so one plain SHA-256 is enough.

    Example:
        >>> len(hashed(new_secret()))
        64
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def successor(secret: str, key: str) -> str:
    """The secret that takes the place of this one; the same whenever it is asked for.

    Only whoever has both the secret and the platform's key can tell it (HMAC, RFC 2104).

    Example:
        >>> successor("old", "key") == successor("old", "key") != successor("old", "other key")
        True
    """
    message = f"what comes after {secret}".encode()
    digest = hmac.digest(key.encode(), message, hashlib.sha256)
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
