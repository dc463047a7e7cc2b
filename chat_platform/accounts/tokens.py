"""Access tokens: short-lived JSON Web Tokens (RFC 7519, RFC 8725), signed with HS256."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt

from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem

ISSUER = "chat-is-king"
AUDIENCE = "chat-is-king-api"
ALGORITHM = "HS256"
CLAIMS = ("iss", "aud", "sub", "sid", "gen", "iat", "exp")
# Ours have some 300 characters: what is much longer is not even decoded.
LONGEST = 2_048


@dataclass(frozen=True)
class Access:
    """Whom a token speaks for: the user, and the session it came from.

    Attributes:
        generation: How often the session had been renewed when the token was issued.
    """

    user_id: str
    session_id: str
    generation: int = 0


class AccessTokens:
    """Issues and reads access tokens.

    Args:
        key: Secret of at least 32 bytes.
        lifetime: How long a token works.
    """

    def __init__(self, key: str, lifetime: timedelta) -> None:
        self._key = key
        self.lifetime = lifetime

    def issue(self, access: Access) -> str:
        """A token for this user and session."""
        now = datetime.now(UTC)
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": access.user_id,
            "sid": access.session_id,
            "gen": access.generation,
            "iat": now,
            "exp": now + self.lifetime,
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM)

    def read(self, token: str) -> Access:
        """Whom the token speaks for.

        Raises:
            Problem: ``token_expired``, or ``unauthenticated`` for any other fault.
        """
        if len(token) > LONGEST:
            raise Problem(ErrorCode.UNAUTHENTICATED)
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": list(CLAIMS)},
            )
        except jwt.ExpiredSignatureError as problem:
            raise Problem(ErrorCode.TOKEN_EXPIRED) from problem
        except jwt.InvalidTokenError as problem:
            raise Problem(ErrorCode.UNAUTHENTICATED) from problem
        return Access(str(claims["sub"]), str(claims["sid"]), int(claims["gen"]))
