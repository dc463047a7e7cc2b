"""Which passwords are good enough, and that they are kept as OWASP asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_platform.accounts.passwords import Passwords, good_enough
from chat_platform.settings import Settings


@pytest.mark.parametrize(
    "password",
    [
        "elevenchars",
        "password1234",
        "Password1234!",
        "P@ssw0rd!!!!",
        "passwordpassword",
        "2026password2026",
        "correct horse battery staple",
        "qwertyuiopas",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "198273645564738",
        "i am LOVELACE today",
        "countess@engine",
        "x" * 257,
    ],
)
def test_easy_passwords_are_refused(password):
    assert not good_enough(password, "Ada Lovelace", "countess")


@pytest.mark.parametrize(
    "password",
    [
        "a lamp above the harbour",
        "пароль для гавани",
        "灯台の上のランプと港の夜空",
        "Tr0ub4dor&3-xyz",
    ],
)
def test_long_uncommon_passwords_are_taken_in_any_script(password):
    assert good_enough(password, "Ada Lovelace", "countess")


@given(st.text(st.characters(codec="ascii"), max_size=11))
def test_nothing_short_is_taken(password):
    assert not good_enough(password)


def test_the_default_cost_is_what_owasp_recommends(portal):
    stored = portal.call(Passwords(Settings().password_hash_memory_kib).hash, "a lamp")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_fits_however_its_characters_were_composed(portal):
    passwords = Passwords(1024)
    stored = portal.call(passwords.hash, "caf\N{LATIN SMALL LETTER E WITH ACUTE} harbour")
    assert portal.call(passwords.fits, "cafe\N{COMBINING ACUTE ACCENT} harbour", stored)
    assert not portal.call(passwords.fits, "cafe harbour", stored)
    assert not portal.call(passwords.fits, "cafe harbour", None)
