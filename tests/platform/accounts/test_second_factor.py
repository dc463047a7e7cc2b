"""The second factor, over HTTP and without a server."""

from __future__ import annotations

import time

import pyotp
import pytest
from platform_kit.person import Person, code

from chat_platform.accounts.second_factor import SecondFactor

from .conftest import EMAIL, PASSWORD

STEP_S = 30
PATH = "/api/second-factor"


def code_of(secret: str, away: int = 0) -> str:
    return pyotp.TOTP(secret).generate_otp(int(time.time()) // STEP_S + away)


def wrong_code(secret: str) -> str:
    near = {code_of(secret, away) for away in range(-3, 4)}
    return next(each for each in ("000000", "111111") if each not in near)


def begin(person: Person, password: str = ""):
    return person.http.post(PATH, json={"password": password or person.password})


def switch_on(person: Person) -> tuple[str, list[str]]:
    """The secret, and the backup codes."""
    secret = begin(person).raise_for_status().json()["secret"]
    body = {"code": code_of(secret)}
    answer = person.http.post(f"{PATH}/confirmation", json=body).raise_for_status()
    return secret, answer.json()["backup_codes"]


def test_setting_up_gives_the_app_what_it_needs(ada: Person):
    made = begin(ada).json()
    parsed = pyotp.parse_uri(made["uri"])
    assert (parsed.secret, parsed.name, parsed.issuer) == (
        made["secret"],
        ada.email,
        "Chat is King",
    )
    assert len(made["secret"]) == 32
    assert made["qr_code"].startswith("data:image/svg+xml")
    assert ada.http.get(PATH).json() == {"on": False, "backup_codes_left": 0}
    assert ada.log_in().is_success  # not before a code was confirmed


def test_setting_it_up_takes_the_password(ada: Person):
    refused = begin(ada, "not this lamp at all")
    assert (refused.status_code, code(refused)) == (403, "wrong_password")
    assert refused.json()["error"]["field"] == "password"


def test_a_wrong_code_does_not_switch_it_on(ada: Person):
    assert code(ada.http.post(f"{PATH}/confirmation", json={"code": "123456"})) == "wrong_code"
    secret = begin(ada).json()["secret"]
    refused = ada.http.post(f"{PATH}/confirmation", json={"code": wrong_code(secret)})
    assert (refused.status_code, code(refused)) == (403, "wrong_code")
    assert refused.json()["error"]["field"] == "code"


def test_the_log_in_asks_for_a_code_that_works_once(ada: Person):
    secret, _ = switch_on(ada)
    asked = ada.log_in()
    assert (asked.status_code, code(asked)) == (401, "second_factor_needed")
    assert code(ada.log_in(password="not this lamp at all")) == "wrong_credentials"
    assert code(ada.log_in(code=code_of(secret))) == "wrong_code"  # used to switch it on
    following = code_of(secret, 1)
    assert ada.log_in(code=f" {following[:3]} {following[3:]}").is_success
    assert code(ada.log_in(code=following)) == "wrong_code"


def test_a_clock_may_be_a_step_off_and_no_more(ada: Person):
    secret, _ = switch_on(ada)
    assert code(ada.log_in(code=code_of(secret, 3))) == "wrong_code"


def test_a_backup_code_works_once_however_it_is_typed(ada: Person):
    _, codes = switch_on(ada)
    assert len(set(codes)) == 10
    assert ada.log_in(code=codes[0].lower().replace("-", " ")).is_success
    assert code(ada.log_in(code=codes[0])) == "wrong_code"
    assert ada.http.get(PATH).json() == {"on": True, "backup_codes_left": 9}


def test_backup_codes_belong_to_one_user(ada: Person, person):
    grace = person("Grace Hopper").arrive()
    _, codes = switch_on(ada)
    switch_on(grace)
    assert code(grace.log_in(code=codes[0])) == "wrong_code"


def test_while_it_is_on_it_cannot_be_set_up_again(ada: Person):
    secret, _ = switch_on(ada)
    assert code(begin(ada)) == "second_factor_on"
    again = ada.http.post(f"{PATH}/confirmation", json={"code": code_of(secret, 1)})
    assert (again.status_code, code(again)) == (409, "second_factor_on")


def test_switching_it_off_takes_the_password(ada: Person):
    switch_on(ada)

    def switch_off(password: str):
        return ada.http.request("DELETE", PATH, json={"password": password})

    refused = switch_off("not this lamp at all")
    assert (refused.status_code, code(refused)) == (403, "wrong_password")
    assert switch_off(ada.password).status_code == 204
    assert ada.http.get(PATH).json() == {"on": False, "backup_codes_left": 0}
    assert ada.log_in().is_success


@pytest.mark.parametrize("part", ["code", "password at the switch"])
def test_guessing_locks_the_address_and_asking_does_not(launch, person, part):
    ada = person(at=launch(CHAT_LOG_IN_ATTEMPTS="3")).arrive()
    secret, _ = switch_on(ada)
    for _ in range(5):
        assert code(ada.log_in()) == "second_factor_needed"
    for _ in range(3):
        if part == "code":
            assert code(ada.log_in(code=wrong_code(secret))) == "wrong_code"
            continue
        wrong = ada.http.request("DELETE", PATH, json={"password": "not this lamp at all"})
        assert code(wrong) == "wrong_password"
    assert code(ada.log_in(code=code_of(secret, 1))) == "account_locked"


def test_asking_between_guesses_does_not_begin_the_count_anew(launch, person):
    ada = person(at=launch(CHAT_LOG_IN_ATTEMPTS="3")).arrive()
    secret, _ = switch_on(ada)
    for _ in range(3):
        assert code(ada.log_in()) == "second_factor_needed"
        assert code(ada.log_in(code=wrong_code(secret))) == "wrong_code"
    assert code(ada.log_in(code=code_of(secret, 1))) == "account_locked"


def test_neither_secret_nor_codes_are_stored(portal, build, arrive, database):
    accounts = build()
    arrive(accounts)
    factors = accounts.sessions.second_factors

    async def set_up_and_look():
        user = (await accounts.sessions.log_in(EMAIL, PASSWORD)).user
        made = await factors.set_up(user)
        codes = await factors.switch_on(user, code_of(made.secret))
        async with database.read() as session:
            row = await session.get_one(SecondFactor, user.id)
        async with database.engine.connect() as connection:
            stored = (await connection.exec_driver_sql("SELECT * FROM backup_codes")).all()
        return made.secret, codes, f"{row.salt} {stored}"

    secret, codes, stored = portal.call(set_up_and_look)
    assert not any(each in stored for each in (secret, *codes))
