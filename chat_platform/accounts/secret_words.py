"""Random secrets that are handed out once and kept only as a hash."""

import hashlib
import secrets


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
