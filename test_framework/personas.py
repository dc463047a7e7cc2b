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

from babel.numbers import format_decimal
from faker import Faker

DOMAIN = "journeys.example"
PASSWORD_CHARACTERS = 20
SHORTEST_TELLING_PART = 3

Plan = Literal["free", "trial", "early", "mid", "enterprise"]
Role = Literal["member", "support", "manager", "admin"]
FIRST_LANGUAGE = "en-GB"
# Faker's Arabic is that of no country (ISO 3166: AA is nobody's).
NO_COUNTRY = "_AA"
GUEST = re.compile(r"Guest[1-9]\d*")


@dataclass(frozen=True)
class Persona:
    """A kind of user.

    Attributes:
        name: What the features call this person, also the first name.
        plan: The plan this person is on.
        locale: The Faker locale of the family name.
        reason: Why this person comes.
        kind: What people of this kind are called; empty for who has no journey.
        way_in: How this person comes in: "password", "password and code", or a provider.
        role: What this person may do for others.
        asks: What this person habitually asks, the most usual first.
        may: What plan and role let this person do, of what not everybody may.
        may_not: What they do not.
        patience_s: Seconds from the first click to the first answer that this person bears.
        written: The given name in the person's own script, where that is not Latin.
        asks_on: What this person asks next, in the same conversation: it is about August 2026.
    """

    name: str
    plan: Plan
    locale: str
    reason: str
    kind: str = ""
    way_in: str = "password"
    role: Role = "member"
    asks: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    may_not: tuple[str, ...] = ()
    patience_s: float = 0.0
    written: str = ""
    asks_on: str = ""

    @property
    def language(self) -> str:
        """What this person's browser is set to, as RFC 5646 writes it.

        Example:
            >>> PERSONAS["Zoë"].language, PERSONAS["Noor"].language
            ('fr-FR', 'ar')
        """
        return self.locale.removesuffix(NO_COUNTRY).replace("_", "-")


@dataclass(frozen=True)
class Identity:
    """What one persona types in one scenario.

    Attributes:
        full_name: First and family name, in the person's own script.
        email: An address nobody else has: not in another scenario, not in another run.
        password: Strong, and without any part of the name.
        language: What the person's browser is set to, as RFC 5646 writes it.
    """

    full_name: str
    email: str
    password: str
    language: str = FIRST_LANGUAGE

    def written(self, number: int) -> str:
        """A whole number as this person's browser writes it.

        Example:
            >>> Identity("Jürgen Margraf", "j@journeys.example", "", "de-DE").written(2023)
            '2.023'
        """
        return format_decimal(number, locale=self.language.replace("-", "_"))


PERSONAS: Mapping[str, Persona] = MappingProxyType(
    {
        persona.name: persona
        for persona in (
            Persona(
                "Ada",
                "free",
                "en_GB",
                "Her first visit: she wants to see what AI costs her",
                "free user",
                asks=("What are the three most expensive models in September 2026?",),
                may_not=("ask for savings", "ask for a report", "download the data"),
                patience_s=30,
                asks_on="And in August 2026?",
            ),
            Persona(
                "Zoë",
                "early",
                "fr_FR",
                "She compares prices before she changes a model",
                "early adopter",
                way_in="Google",
                asks=("Compare the prices of aurora-large and borealis-pro",),
                may=("ask for savings",),
                may_not=("ask for a report", "download the data"),
                patience_s=20,
                asks_on="What did we spend on aurora-large in August 2026?",
            ),
            Persona(
                "Katherine",
                "mid",
                "en_US",
                "She recomputes every number before she trusts it",
                "mid-size business",
                way_in="Microsoft",
                asks=("What did we spend in total in September 2026?",),
                may=("ask for a report", "download the data"),
                may_not=("see people",),
                patience_s=20,
                asks_on="And in August 2026?",
            ),
            Persona(
                "Grace",
                "enterprise",
                "en_US",
                "She answers for the AI bill of a large firm",
                "enterprise",
                way_in="single sign-on",
                asks=("Write me a report for September 2026",),
                may=("ask for a report", "download the data"),
                may_not=("see people", "see usage"),
                patience_s=20,
                asks_on="And for August 2026?",
            ),
            Persona(
                "Yuki",
                "mid",
                "ja_JP",
                "She writes in Japanese and reads on a phone",
                "developer",
                way_in="GitHub",
                asks=("Which models do we use?",),
                may=("ask for savings", "download the data"),
                may_not=("change people",),
                patience_s=20,
                asks_on="What did we spend in total in August 2026?",
                written="ゆき",
            ),
            Persona(
                "Wei",
                "mid",
                "zh_CN",
                "He loads the raw data before he reads a single answer",
                "data scientist",
                way_in="GitLab",
                asks=("How much did each team spend in September 2026?",),
                may=("download the data",),
                may_not=("see usage",),
                patience_s=20,
                asks_on="And in August 2026?",
                written="伟",
            ),
            Persona(
                "Noor",
                "enterprise",
                "ar_AA",
                "She plans the budget by how much her people ask",
                "manager",
                role="manager",
                asks=("What will we spend next month?",),
                may=("see usage", "ask for a report"),
                may_not=("see people", "change people"),
                patience_s=30,
                asks_on="What did we spend in total in August 2026?",
                written="نور",
            ),
            Persona(
                "Noam",
                "early",
                "he_IL",
                "He helps people who call him because something does not work",
                "support",
                way_in="password and code",
                role="support",
                asks=("What did we spend in total in September 2026?",),
                may=("see people",),
                may_not=("change people", "see usage", "download the data"),
                patience_s=40,
                asks_on="And in August 2026?",
                written="נועם",
            ),
            Persona(
                "Margaret",
                "enterprise",
                "en_US",
                "She gives colleagues their plans and takes them away again",
                "administrator",
                way_in="password and code",
                role="admin",
                asks=("Which models do we use?",),
                may=("see people", "change people", "see usage"),
                patience_s=40,
                asks_on="What did we spend in total in August 2026?",
            ),
            Persona(
                "Søren",
                "trial",
                "da_DK",
                "He tries everything out before his firm pays for it",
                "trial user",
                way_in="Google",
                asks=("Write me a report for September 2026",),
                may=("ask for savings", "ask for a report"),
                may_not=("download the data",),
                patience_s=20,
                asks_on="And for August 2026?",
            ),
            Persona(
                "Jürgen",
                "early",
                "de_DE",
                "His name has an umlaut, and his train has tunnels",
                "power user",
                asks=(
                    "What did we spend on each of the last 5 days?",
                    "Which three models cost us the most?",
                    "How much did each team spend?",
                ),
                may=("ask for savings",),
                may_not=("ask for a report",),
                patience_s=30,
                asks_on="And in August 2026?",
            ),
            Persona(
                "Łukasz",
                "mid",
                "pl_PL",
                "He writes a report for another client every day",
                "consultant",
                way_in="GitHub",
                asks=("Write me a report for September 2026", "What will we spend next month?"),
                may=("ask for a report", "ask for savings"),
                may_not=("see people",),
                patience_s=20,
                asks_on="What did we spend in total in August 2026?",
            ),
            Persona("Alan", "free", "en_GB", "He works beside Ada and must never see her threads"),
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


def language_of(owner: str) -> str:
    """What the browser of somebody in a recording was set to.

    Args:
        owner: A persona, or a device of one: "Zoë's other device".

    Example:
        >>> language_of("Zoë's other device"), language_of("somebody else")
        ('fr-FR', 'en-GB')
    """
    persona = PERSONAS.get(owner.partition("'")[0])
    return FIRST_LANGUAGE if persona is None else persona.language


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
    full_name = f"{persona.written or persona.name} {faker.last_name()}"
    local_part = f"{_ascii(persona.name)}.{_key(person_key, run)[:16]}"
    address = f"{local_part}@{DOMAIN}"
    return Identity(full_name, address, _password(faker, full_name), persona.language)


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
