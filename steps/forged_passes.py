"""Passes and other secrets that are forged, guessed, or brought to the wrong door."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from statistics import median
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from pytest_bdd import given, then, when

from steps.people import Actor, People, eventually, says
from steps.security import ask_for_ticket, claims_of
from targets.reference import settings
from targets.reference.api import Api, Refused
from targets.reference.doors import Doors
from test_framework.forged_tokens import sealed, unsigned
from test_framework.pytest_plugin.fixtures import PlatformWith
from test_framework.services.lure import Lure

RESET = "Choose a new password"
GUESSES = 15
BEYOND_ANY_PASS = "a" * 20_000
MADE_UP = b"a key that Mallory made up, and long enough"


@cache
def pair_of_keys() -> rsa.RSAPrivateKey:
    """Mallory's own, made once: it takes a moment."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def brings_its_key(claims: dict[str, Any]) -> str:
    public = RSAAlgorithm.to_jwk(pair_of_keys().public_key(), as_dict=True)
    return jwt.encode(claims, pair_of_keys(), algorithm="RS256", headers={"jwk": public})


# RFC 8725, 2.1, 3.10; OWASP Web Security Testing Guide, "Testing JSON Web Tokens".
TRICKS: dict[str, Callable[[dict[str, Any]], str]] = {
    "says that it needs no signature": lambda c: unsigned({"alg": "none"}, c),
    "says None to signatures": lambda c: unsigned({"alg": "None"}, c),
    "says NONE to signatures": lambda c: unsigned({"alg": "NONE"}, c),
    "says nOnE to signatures": lambda c: unsigned({"alg": "nOnE"}, c),
    "is signed with a pair of keys of her own": lambda c: jwt.encode(
        c, pair_of_keys(), algorithm="RS256"
    ),
    "brings along the key that fits it": brings_its_key,
    "names an empty file as its key": lambda c: sealed(
        {"alg": "HS256", "kid": "../../../../../../dev/null"}, c, b""
    ),
    "slips a key past the list of keys": lambda c: sealed(
        {"alg": "HS256", "kid": f"nothing' UNION SELECT '{MADE_UP.decode()}"}, c, MADE_UP
    ),
    "has no name for its key": lambda c: sealed({"alg": "HS256", "kid": ""}, c, b""),
    "lacks its signature": lambda c: unsigned({"alg": "HS256"}, c),
}
# RFC 7515, 4.1.2 and 4.1.5.
POINTERS = {"list of keys": "jku", "certificate": "x5u"}


def under_shared_key(claims: dict[str, Any], **header: Any) -> str:
    return jwt.encode(claims, settings.SHARED_KEY, algorithm="HS256", headers=header or None)


TOMORROW = timedelta(days=1)
# RFC 7519, 4.1; RFC 7515, 4.1.11.
FAULTS: dict[str, Callable[[dict[str, Any], dict[str, Any], datetime], str]] = {
    "was made for another service": lambda c, _, __: under_shared_key({**c, "aud": "billing"}),
    "was made by another service": lambda c, _, __: under_shared_key({**c, "iss": "billing"}),
    "counts from tomorrow on": lambda c, _, now: under_shared_key({**c, "nbf": now + TOMORROW}),
    "was made tomorrow": lambda c, _, now: under_shared_key(
        {**c, "iat": now + TOMORROW, "exp": now + 2 * TOMORROW}
    ),
    "never runs out": lambda c, _, __: under_shared_key({k: c[k] for k in c if k != "exp"}),
    "asks for a rule that nobody knows": lambda c, _, __: under_shared_key(
        c, crit=["urn:example:only-on-sundays"]
    ),
    "belongs to a log-in that never was": lambda c, _, __: under_shared_key(
        {**c, "sid": "00000000-0000-7000-8000-000000000000"}
    ),
    "names Ada in the log-in of Mallory": lambda c, own, _: under_shared_key(
        {**c, "sid": own["sid"]}
    ),
    "is longer than any pass": lambda c, _, __: under_shared_key({**c, "more": BEYOND_ANY_PASS}),
}


def reset_secret(who: Actor) -> str:
    who.access.ask_for_reset(who.context.identity.email)
    eventually(lambda: who.context.mails(RESET), who, f"a mail titled {RESET!r} to {who.name}")
    return who.context.link_in(who.context.mails(RESET)[-1]).partition("#token=")[2]


def renewal_of(who: Actor) -> str:
    who.pass_of_log_in()
    return Api.of(who.context).refresh_token


SECRETS: dict[str, Callable[[Actor], str]] = {
    "a pass": lambda who: who.pass_of_log_in(),
    "the pass": lambda who: who.pass_of_log_in(),
    "a renewal": renewal_of,
    "the renewal": renewal_of,
    "a ticket": lambda who: who.api.ticket(),
    "a new ticket": lambda who: who.api.ticket(),
    "a link to reset": reset_secret,
}
DOORS: dict[str, Callable[[Doors, str], Refused | None]] = {
    "a pass": Doors.with_pass,
    "a renewal": Doors.with_renewal,
    "the renewal": Doors.with_renewal,
    "a ticket": Doors.with_ticket,
    "a link to reset": Doors.with_link,
}


def nearly(secret: str, letter: str) -> str:
    """The secret but for one letter, not the last: that may stand for bits that do not count."""
    at = len(secret) - 10
    other = letter if secret[at] != letter else "-"
    return f"{secret[:at]}{other}{secret[at + 1 :]}"


@pytest.fixture
def lure() -> Iterator[Lure]:
    """Mallory's place in the net."""
    with Lure() as open_place:
        yield open_place


# Given


@given(says("{who:Person} has a place in the net"))
def _(people: People, lure: Lure, who: str) -> None:
    people[who].kept["place"] = lure


@given("the platform shares its key with other services")
def _(platform_with: PlatformWith) -> None:
    platform_with(settings.KEY_IS_SHARED)


# When


@when(says("{who:Person} points to a {what} there in a pass of {other:Person}"))
def _(people: People, who: str, other: str, what: str) -> None:
    claims = claims_of(people[other].pass_of_log_in())
    pointer = {POINTERS[what]: f"{people[who].kept['place'].url}/keys"}
    token = jwt.encode(claims, pair_of_keys(), algorithm="RS256", headers=pointer)
    ask_for_ticket(people[who], token)


@when(says("{who:Person} shows a pass of {other:Person} that {trick}"))
def _(people: People, who: str, other: str, trick: str) -> None:
    ask_for_ticket(people[who], TRICKS[trick](claims_of(people[other].pass_of_log_in())))


@when(says("{who:Person} shows a pass under the shared key that {fault}"))
def _(people: People, who: str, fault: str) -> None:
    ada, own = (claims_of(people[name].pass_of_log_in()) for name in ("Ada", who))
    ask_for_ticket(people[who], FAULTS[fault](ada, own, datetime.now(UTC)))


@when(says("{who:Person} passes off {what} of {other:Person} as {another}"))
def _(people: People, who: str, what: str, other: str, another: str) -> None:
    secret = SECRETS[what](people[other])
    refusal = DOORS[another](Doors(people[who].context), secret)
    if refusal is not None:
        people[who].kept["refusal"] = refusal


@when(says("{who:Person} guesses at {what} many times, near the truth and far from it"))
def _(people: People, who: str, what: str) -> None:
    secret = SECRETS[what](people["Ada"])
    actor, doors = people[who], Doors(people[who].context)
    taken: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(GUESSES):
        letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]
        for kind, guess in (("known", nearly(secret, letter)), ("unknown", letter * len(secret))):
            begun = time.monotonic()
            refusal = DOORS[what](doors, guess)
            taken[kind].append(time.monotonic() - begun)
            actor.kept.setdefault("answers", set()).add(str(refusal))
    actor.kept["taken"] = {kind: median(each) for kind, each in taken.items()}


# Then


@then(says("nobody came to the place of {who:Person}"))
def _(people: People, who: str) -> None:
    place = people[who].kept["place"]
    assert not place.visited, "the platform came to the place that the pass named"


@then(says("all guesses of {who:Person} are answered alike, and with a refusal"))
def _(people: People, who: str) -> None:
    answers = people[who].kept["answers"]
    assert len(answers) == 1, f"one can tell guesses apart by the words: {answers}"
    assert "None" not in answers, "a guess opened the door"
