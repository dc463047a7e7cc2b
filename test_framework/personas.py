"""Who the users are: people with a reason to come, and the account details they use.

A persona is fixed ("Ada, free plan, first visit"); her identity is drawn from the seed
for each scenario anew, so that scenarios share no account and a seed repeats them all.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from faker import Faker

DOMAIN = "journeys.example"
PASSWORD_CHARACTERS = 20
SHORTEST_TELLING_PART = 3

Plan = Literal["free", "early", "mid", "enterprise"]
GUEST = re.compile(r"Guest[1-9]\d*")


@dataclass(frozen=True)
class Persona:
    """A kind of user.

    Attributes:
        name: What the features call this person, also the first name.
        plan: The plan this person is on.
        locale: The Faker locale of the family name.
        reason: Why this person comes.
    """

    name: str
    plan: Plan
    locale: str
    reason: str


@dataclass(frozen=True)
class Identity:
    """What one persona types in one scenario.

    Attributes:
        full_name: First and family name.
        email: An address nobody else has: not in another scenario, not in another run.
        password: Strong, and without any part of the name.
    """

    full_name: str
    email: str
    password: str


PERSONAS: Mapping[str, Persona] = MappingProxyType(
    {
        persona.name: persona
        for persona in (
            Persona("Ada", "free", "en_GB", "Her first visit: she wants to see what AI costs her"),
            Persona("Grace", "enterprise", "en_US", "She answers for the AI bill of a large firm"),
            Persona("Alan", "free", "en_GB", "He works beside Ada and must never see her threads"),
            Persona(
                "Katherine", "mid", "en_US", "She recomputes every number before she trusts it"
            ),
            Persona(
                "Jürgen", "early", "de_DE", "His name has an umlaut, and his train has tunnels"
            ),
            Persona("Yuki", "mid", "ja_JP", "She writes in Japanese and reads on a phone"),
            Persona("Zoë", "early", "fr_FR", "She compares prices before she changes a model"),
            Persona("Mallory", "free", "en_US", "A stranger who tries doors that are not hers"),
        )
    }
)


def persona_named(name: str) -> Persona:
    """The persona of that name; ``Guest1``, ``Guest2``, ... are one of a crowd each.

    Raises:
        LookupError: when there is none; the message lists who there is.

    Example:
        >>> persona_named("Ada").plan, persona_named("Guest7").reason
        ('free', 'One of a crowd: it is their number that counts')
    """
    if GUEST.fullmatch(name):
        return Persona(name, "free", "en_US", "One of a crowd: it is their number that counts")
    try:
        return PERSONAS[name]
    except KeyError:
        known = ", ".join(sorted(PERSONAS))
        raise LookupError(
            f"There is no persona named {name!r}. Use one of {known}, "
            "or add a person to test_framework/personas.py."
        ) from None


def identity_for(
    persona_name: str, seed: int | str, scenario_key: str, *, run: str = ""
) -> Identity:
    """The account details of one persona in one scenario: the same for the same arguments.

    Args:
        persona_name: A key of ``PERSONAS``.
        seed: The printed seed of the test run.
        scenario_key: What no other scenario run shares, for example the pytest node id
            (with the driver and outline row in it).
        run: Goes into the address only. A fresh seed makes fresh addresses; give a value
            when one seed is repeated against a platform that kept its accounts.

    Raises:
        LookupError: when there is no such persona.

    Example:
        >>> ada = identity_for("Ada", 1815, "signing_up.feature::first visit[wire]")
        >>> ada.full_name.split()[0], ada.email.partition("@")[2], len(ada.password)
        ('Ada', 'journeys.example', 20)
    """
    persona = persona_named(persona_name)
    person_key = _key(str(seed), scenario_key, persona.name)
    faker = _faker(persona.locale)
    faker.seed_instance(person_key)
    full_name = f"{persona.name} {faker.last_name()}"
    local_part = f"{_ascii(persona.name)}.{_key(person_key, run)[:16]}"
    return Identity(full_name, f"{local_part}@{DOMAIN}", _password(faker, full_name))


@lru_cache
def _faker(locale: str) -> Faker:
    return Faker(locale)


def _key(*parts: str) -> str:
    # The separator cannot be typed in a scenario name, so no two lists of parts are alike.
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def _ascii(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isascii())


def _password(faker: Faker, full_name: str) -> str:
    """A password with letters, digits and a special character, free of the name's parts."""
    name_parts = [p for p in full_name.lower().split() if len(p) >= SHORTEST_TELLING_PART]
    while True:
        password: str = faker.password(length=PASSWORD_CHARACTERS)
        if not any(part in password.lower() for part in name_parts):
            return password
