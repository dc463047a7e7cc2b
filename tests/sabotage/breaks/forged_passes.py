"""Promises about forged passes, broken: each check of a pass, switched off."""

import hmac
import sqlite3
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import jwt
from jwt.algorithms import RSAAlgorithm
from jwt.api_jws import PyJWS
from sqlalchemy import select

from chat_platform.accounts import tokens
from chat_platform.accounts.secret_words import hashed
from chat_platform.accounts.sessions import Caller, LoggedIn, Sessions
from chat_platform.accounts.tables import Session, User
from chat_platform.accounts.tokens import Access, AccessTokens
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from test_framework.forged_tokens import encoded
from tests.sabotage.catalogue import breaks, replace

GOT_ONE = "Mallory got a ticket"


def _believe(when):
    """Believe passes for which ``when(header, token)`` is true."""

    def make(read):
        def reading(self, token):
            with suppress(jwt.InvalidTokenError, sqlite3.Error, OSError):
                header = PyJWS()._load(token)[2]
                if when(header, token):
                    claims = jwt.decode(token, options={"verify_signature": False})
                    return Access(user_id=str(claims["sub"]), session_id=str(claims["sid"]))
            return read(self, token)

        return reading

    replace(AccessTokens, "read", make)


def _sealed(token, key):
    body, _, seal = token.rpartition(".")
    return encoded(hmac.digest(key, body.encode(), "sha256")) == seal


@breaks("pass-of-the-platform", finding=GOT_ONE)
def unsigned_pass_believed() -> None:
    """A pass that says that it needs no signature is believed."""
    _believe(lambda header, _token: header["alg"] == "none")


@breaks("pass-of-the-platform", finding=GOT_ONE)
def none_refused_in_one_spelling_only() -> None:
    """Only the usual spelling of "none" is refused."""
    _believe(lambda header, _token: header["alg"] != "none" and header["alg"].lower() == "none")


@breaks("pass-of-the-platform", finding=GOT_ONE)
def pairs_of_keys_believed() -> None:
    """A pass that is signed with a pair of keys is believed, whose ever they are."""
    _believe(lambda header, _token: header["alg"] == "RS256" and "jwk" not in header)


@breaks("pass-of-the-platform", finding=GOT_ONE)
def key_taken_from_the_pass() -> None:
    """The key with which a pass is checked is the one that it brings along."""

    def fits(header, token):
        key = RSAAlgorithm.from_jwk(header["jwk"]) if "jwk" in header else ""
        return key and jwt.decode(token, key, ["RS256"], audience=tokens.AUDIENCE)

    _believe(fits)


@breaks("pass-of-the-platform", finding=GOT_ONE)
def key_read_from_any_file() -> None:
    """The name of a key is taken for the name of a file."""
    _believe(
        lambda header, token: header.get("kid") and _sealed(token, Path(header["kid"]).read_bytes())
    )


@breaks("pass-of-the-platform", finding=GOT_ONE)
def key_asked_of_the_database() -> None:
    """The name of a key becomes a part of a query."""

    def fits(header, token):
        with sqlite3.connect(":memory:") as database:
            database.execute("CREATE TABLE keys (kid TEXT, key TEXT)")
            query = f"SELECT key FROM keys WHERE kid = '{header.get('kid')}'"  # noqa: S608 - the break
            row = database.execute(query).fetchone()
        return row and _sealed(token, row[0].encode())

    _believe(fits)


@breaks("pass-of-the-platform", finding=GOT_ONE)
def key_without_a_name_is_empty() -> None:
    """A pass that leaves the name of its key empty is checked with an empty key."""
    _believe(lambda header, token: header.get("kid") == "" and _sealed(token, b""))


@breaks("pass-of-the-platform", finding=GOT_ONE)
def missing_signature_not_missed() -> None:
    """A pass without a signature is not looked at any further."""
    _believe(lambda header, token: header["alg"] == "HS256" and token.endswith("."))


def _fetch(pointer):
    """Go where a pass points to before it is read."""

    def make(read):
        def reading(self, token):
            place = PyJWS()._load(token)[2].get(pointer)
            with suppress(httpx2.HTTPError):
                if place:
                    httpx2.get(place, timeout=0.5, trust_env=False)
            return read(self, token)

        return reading

    replace(AccessTokens, "read", make)


@breaks("key-not-fetched", finding="came to the place that the pass named")
def list_of_keys_fetched() -> None:
    """The platform fetches the list of keys that a pass points to."""
    _fetch("jku")


@breaks("key-not-fetched", finding="came to the place that the pass named")
def certificate_fetched() -> None:
    """The platform fetches the certificate that a pass points to."""
    _fetch("x5u")


def _decode_without(*options, leave=()):
    def make(decode):
        def lenient(*details, options=None, **how):
            unchecked = dict.fromkeys(unasked, False)
            asked = {**(options or {}), **unchecked}
            if "require" in asked:
                asked["require"] = [name for name in asked["require"] if name not in leave]
            kept = {name: told for name, told in how.items() if name not in leave}
            return decode(*details, options=asked, **kept)

        return lenient

    unasked = options
    replace(jwt, "decode", make)


@breaks("pass-for-this-use", finding=GOT_ONE)
def pass_for_any_service() -> None:
    """A pass that was made for another service counts here, too."""
    _decode_without("verify_aud", leave=("audience",))


@breaks("pass-for-this-use", finding=GOT_ONE)
def pass_by_any_service() -> None:
    """A pass that was made by another service counts here, too."""
    _decode_without("verify_iss", leave=("issuer",))


@breaks("pass-for-this-use", finding=GOT_ONE)
def pass_counts_too_early() -> None:
    """A pass counts before the time that it says."""
    _decode_without("verify_nbf")


@breaks("pass-for-this-use", finding=GOT_ONE)
def pass_of_tomorrow_counts() -> None:
    """A pass counts before it was made."""
    _decode_without("verify_iat")


@breaks("pass-for-this-use", finding=GOT_ONE)
def pass_without_an_end_counts() -> None:
    """A pass that names no end counts for ever."""
    _decode_without(leave=("exp",))


@breaks("pass-for-this-use", finding=GOT_ONE)
def unknown_rules_ignored() -> None:
    """A rule that a pass calls critical is ignored by who does not know it."""
    replace(PyJWS, "_validate_crit", lambda _: lambda _self, _headers: None)


@breaks("pass-for-this-use", finding="Mallory (got a ticket|was refused otherwise)")
def log_in_not_looked_up() -> None:
    """A pass counts whether or not there is a log-in that it belongs to."""

    def make(_caller):
        async def caller(self, access_token):
            access = self.tokens.read(access_token)
            async with self.database.read() as session:
                user = await session.get_one(User, access.user_id)
            tomorrow = datetime.now(UTC) + timedelta(days=1)
            return Caller(user, access.session_id, tomorrow)

        return caller

    replace(Sessions, "caller", make)


@breaks("pass-for-this-use", finding=GOT_ONE)
def name_and_log_in_not_compared() -> None:
    """A pass may name one person, and the log-in of another."""

    def make(_caller):
        async def caller(self, access_token):
            found = await self.find_alive(self.tokens.read(access_token).session_id)
            if found is None:
                raise Problem(ErrorCode.UNAUTHENTICATED)
            return found

        return caller

    replace(Sessions, "caller", make)


@breaks("pass-for-this-use", finding=GOT_ONE)
def pass_of_any_length_read() -> None:
    """A pass of any length is read."""
    replace(tokens, "LONGEST", lambda _: 10**9)


@breaks("key-for-one-door", finding="Mallory was not refused")
def pass_renews_itself() -> None:
    """A pass is taken where a log-in is renewed."""

    def make(refresh):
        async def by_pass(self, refresh_token):
            with suppress(Problem):
                caller = await self.caller(refresh_token)
                return LoggedIn(caller.user, refresh_token, None, caller.ends_at)
            return await refresh(self, refresh_token)

        return by_pass

    replace(Sessions, "refresh", make)


@breaks("key-for-one-door", finding="Mallory was not refused")
def renewal_opens_like_a_pass() -> None:
    """What renews a log-in is taken for a pass."""

    def make(caller):
        async def by_renewal(self, access_token):
            query = select(Session.id).where(Session.refresh_hash == hashed(access_token))
            async with self.database.read() as session:
                found = await session.scalar(query)
            return await (self.find_alive(found) if found else caller(self, access_token))

        return by_renewal

    replace(Sessions, "caller", make)


def _when_nearly_right(then):
    def make(read):
        def reading(self, token):
            try:
                return read(self, token)
            except Problem as problem:
                if isinstance(problem.__cause__, jwt.InvalidSignatureError):
                    then()
                raise

        return reading

    replace(AccessTokens, "read", make)


@breaks("guesses-told-nothing", finding="one can tell guesses apart by the words")
def near_guess_told() -> None:
    """A pass with a wrong signature is answered otherwise than one that is none."""

    def tell():
        raise Problem(ErrorCode.TOKEN_EXPIRED)

    _when_nearly_right(tell)


@breaks("guesses-told-nothing", finding="one can tell them apart by the time")
def near_guess_takes_longer() -> None:
    """A pass with a wrong signature is looked at for longer than one that is none."""
    _when_nearly_right(lambda: time.sleep(0.3))
