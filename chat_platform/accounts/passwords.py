"""Passwords: which are good enough, and how they are kept (argon2id, RFC 9106)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

SHORTEST = 12
LONGEST = 256
FEWEST_DIFFERENT = 5
_SHORTEST_NAME_PART = 4
_LEET = str.maketrans("013457@$!", "oieastasi")


class Passwords:
    """Hashes and verifies, a few at a time and off the event loop.

    Args:
        memory_kib: Memory for one hash. OWASP's first choice for argon2id is 19,456 KiB,
            2 passes, 1 lane.
        at_once: How many hashes may be computed side by side; more would wait.
    """

    def __init__(self, memory_kib: int, at_once: int = 4) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=memory_kib, parallelism=1)
        self._limiter = CapacityLimiter(at_once)
        self._decoy = self._hasher.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        """The password's hash, with its salt and parameters."""
        plain = _normalised(password)
        return await to_thread.run_sync(self._hasher.hash, plain, limiter=self._limiter)

    async def fits(self, password: str, stored: str | None) -> bool:
        """True when the password has this hash.

        Without a stored hash a decoy is verified, so that an unknown user takes as long as
        a wrong password.
        """
        plain = _normalised(password)[:LONGEST]
        try:
            await to_thread.run_sync(
                self._hasher.verify, stored or self._decoy, plain, limiter=self._limiter
            )
        except VerifyMismatchError:
            return False
        return stored is not None


def good_enough(password: str, *personal: str) -> bool:
    """True when a password is long, not common, and does not contain the user's own words.

    NIST SP 800-63B, 5.1.1.2: length and a list of common passwords, no rules about kinds
    of characters.

    Args:
        password: What the user wants.
        personal: Words that others know of the user: name, address.

    Example:
        >>> good_enough("Password1234!")
        False
        >>> good_enough("ada lovelace 1815", "Ada Lovelace")
        False
        >>> good_enough("a lamp above the harbour")
        True
    """
    plain = _normalised(password).casefold()
    if not SHORTEST <= len(plain) <= LONGEST or len(set(plain)) < FEWEST_DIFFERENT:
        return False
    if _is_common(plain):
        return False
    parts = {part for word in personal for part in re.split(r"[\W_]+", word.casefold())}
    return not any(part in plain for part in parts if len(part) >= _SHORTEST_NAME_PART)


def _normalised(password: str) -> str:
    """The same text however the keyboard composed its characters."""
    return unicodedata.normalize("NFKC", password)


def _is_common(plain: str) -> bool:
    """True for a common password, also with digits around it, doubled, or in leet speak."""
    common = _common_passwords()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    for spelling in (plain, core, core.translate(_LEET)):
        letters = re.sub(r"[^a-z]", "", spelling)
        half = letters[: len(letters) // 2]
        if {spelling, letters} & common or (letters == half * 2 and half in common):
            return True
    return plain.isdigit()


@cache
def _common_passwords() -> frozenset[str]:
    text = files("chat_platform.accounts").joinpath("common_passwords.txt").read_text("utf-8")
    return frozenset(line for line in text.split() if line)
