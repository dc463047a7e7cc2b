"""Personas: the same seed gives the same people, and no two scenarios share an account."""

import string
import unicodedata
from pathlib import Path

import pytest

from test_framework.personas import DOMAIN, PERSONAS, identity_for, persona_named

EVERYONE = sorted(PERSONAS)


def test_the_same_seed_scenario_and_name_give_the_same_person() -> None:
    first = identity_for("Ada", 7, "scenario")
    identity_for("Grace", 7, "scenario")  # another draw in between changes nothing
    assert identity_for("Ada", 7, "scenario") == first


@pytest.mark.parametrize(
    "other",
    [
        identity_for("Ada", 8, "scenario"),
        identity_for("Ada", 7, "other scenario"),
        identity_for("Alan", 7, "scenario"),
        identity_for("Ada", 7, "scenario", run="2"),
    ],
    ids=["seed", "scenario", "persona", "run"],
)
def test_no_address_is_shared(other: object) -> None:
    assert identity_for("Ada", 7, "scenario").email != getattr(other, "email", None)


def test_another_run_of_one_seed_changes_the_address_only() -> None:
    first, again = identity_for("Ada", 7, "s"), identity_for("Ada", 7, "s", run="again")
    assert (first.full_name, first.password) == (again.full_name, again.password)


def test_a_thousand_scenarios_share_no_address() -> None:
    addresses = {identity_for(n, 1, f"s{i}").email for i in range(125) for n in EVERYONE}
    assert len(addresses) == 125 * len(EVERYONE)


@pytest.mark.parametrize("name", EVERYONE)
def test_every_persona_has_a_usable_identity(name: str) -> None:
    for scenario in range(20):
        identity = identity_for(name, 1, str(scenario))
        local_part, _, domain = identity.email.partition("@")
        assert identity.full_name.startswith(f"{PERSONAS[name].written or name} ")
        assert domain == DOMAIN
        assert local_part.isascii()
        assert len(local_part) <= 64
        assert local_part == local_part.lower()
        assert len(identity.password) >= 12
        assert not any(
            part in identity.password.lower()
            for part in identity.full_name.lower().split()
            if len(part) > 2
        )
        for letters in (string.ascii_lowercase, string.ascii_uppercase, string.digits):
            assert set(identity.password) & set(letters)


def test_every_persona_is_described() -> None:
    for name, persona in PERSONAS.items():
        assert persona.name == name
        assert len(persona.reason.split()) >= 4


def test_an_unknown_persona_is_refused_with_the_known_ones() -> None:
    with pytest.raises(LookupError, match=r"'Bob'.*Ada.*Mallory"):
        persona_named("Bob")


def test_the_table_that_product_owners_read_says_what_the_suite_knows() -> None:
    feature = Path(__file__).parents[2] / "features" / "journeys" / "twelve_people.feature"
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in feature.read_text("utf-8").splitlines()
        if line.count("|") > 3  # not the limits of the stages
    ]
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    known = [
        {
            "who": each.name,
            "kind": each.kind,
            "plan": each.plan,
            "role": each.role,
            "way": each.way_in,
            "seconds": f"{each.patience_s:g}",
            "may": ", ".join(each.may) or "nothing",
            "may not": ", ".join(each.may_not) or "nothing",
            "asks": " / ".join(each.asks),
            "asks on": each.asks_on,
        }
        for each in PERSONAS.values()
        if each.kind
    ]
    assert told == known
    assert len(told) >= 12


def test_names_come_in_scripts_that_break_carelessly_written_pages() -> None:
    names = " ".join(identity_for(name, 1, "s").full_name for name in EVERYONE)
    for script in ("ARABIC", "HEBREW", "CJK", "HIRAGANA", "WITH DIAERESIS", "WITH STROKE"):
        assert any(script in unicodedata.name(letter, "") for letter in names), script
