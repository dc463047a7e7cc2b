"""Coming in by a mailed link, and what a step-up takes."""

from __future__ import annotations

import pyotp
import pytest
from platform_kit.person import Person, code

from chat_platform.accounts.tables import User
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from test_framework.services.mailbox import links_in, text_of

from .conftest import EMAIL, PASSWORD

PATH = "/api/auth/mailed-link"
WRONG = "not this lamp at all"


def ask(person: Person, email: str = ""):
    return person.http.post(PATH, json={"email": email or person.email})


def link_to_log_in(person: Person) -> str:
    ask(person).raise_for_status()
    mail = person.mailbox.wait_for_mail(person.email, "Your link to log in")
    assert links_in(mail)[0].startswith(f"{person.running.url}/magic#token=")
    assert "15 minutes" in text_of(mail)
    return links_in(mail)[0].partition("#token=")[2]


def come_in(person: Person, token: str, one_time_code: str = ""):
    return person.http.post(f"{PATH}/login", json={"token": token, "code": one_time_code})


def test_the_link_lets_in_once(ada: Person):
    token = link_to_log_in(ada)
    answer = come_in(ada, token)
    assert answer.json()["user"]["email"] == ada.email
    assert "refresh_token=" in answer.headers["set-cookie"]
    assert code(come_in(ada, token)) == "link_used"
    assert code(come_in(ada, "invented")) == "link_invalid"


def test_an_unknown_address_is_answered_alike_and_gets_no_mail(ada: Person):
    unknown = f"nobody-{ada.email}"
    known, stranger = ask(ada), ask(ada, unknown)
    assert stranger.status_code == known.status_code == 202
    assert stranger.json()["message"].replace(unknown, ada.email) == known.json()["message"]
    ada.mailbox.wait_for_mail(ada.email, "Your link to log in")
    assert ada.mailbox.mails_to(unknown) == ()


def test_codes_are_guessed_no_better_with_a_link(launch, person):
    ada = person(at=launch(CHAT_LOG_IN_ATTEMPTS="3")).arrive()
    body = {"password": ada.password}
    secret = ada.http.post("/api/second-factor", json=body).json()["secret"]
    told = {"code": pyotp.TOTP(secret).now()}
    codes = ada.http.post("/api/second-factor/confirmation", json=told).json()["backup_codes"]
    token = link_to_log_in(ada)
    for _ in range(4):
        assert code(come_in(ada, token)) == "second_factor_needed"
    assert code(come_in(ada, token, "made up")) == "wrong_code"
    assert come_in(ada, token, codes[0]).is_success
    token = link_to_log_in_again(ada)
    for _ in range(3):
        assert code(come_in(ada, token, "made up")) == "wrong_code"
    assert code(come_in(ada, token, codes[1])) == "account_locked"


def link_to_log_in_again(person: Person) -> str:
    before = len(person.mailbox.mails_to(person.email))
    ask(person).raise_for_status()
    mail = person.mailbox.wait_for_mail(person.email, "Your link to log in", after=before)
    return links_in(mail)[0].partition("#token=")[2]


@pytest.mark.parametrize(("recent", "fresh"), [(600, True), (0, False)])
def test_where_there_is_no_password_a_recent_log_in_counts(portal, build, arrive, recent, fresh):
    room = build(recent_log_in_s=recent)
    arrive(room)

    async def caller_without_password():
        logged_in = await room.sessions.log_in(EMAIL, PASSWORD)
        await room.sessions.database.writer.run(
            lambda session: session.query(User).update({"password_hash": None})
        )
        return await room.sessions.caller(logged_in.access_token)

    caller = portal.call(caller_without_password)
    if fresh:
        portal.call(room.own.step_up.check, caller, "", "")
        return
    with pytest.raises(Problem) as refused:
        portal.call(room.own.step_up.check, caller, "", "")
    assert refused.value.code == ErrorCode.LOG_IN_AGAIN


def test_wrong_passwords_at_a_step_up_lock_the_address(launch, person):
    ada = person(at=launch(CHAT_LOG_IN_ATTEMPTS="2")).arrive()
    for _ in range(2):
        body = {"email": f"new.{ada.email}", "password": WRONG}
        assert code(ada.http.post("/api/me/address", json=body)) == "wrong_password"
    assert code(ada.log_in()) == "account_locked"


def test_signing_up_is_limited_by_address_whether_or_not_it_is_taken(launch, person):
    ada = person(at=launch(CHAT_MAILS_PER_ADDRESS="2")).arrive()
    grace = person("Grace Hopper", at=ada.running)
    assert ada.sign_up().status_code == 202
    for one in (ada, grace, grace, grace):
        answer = one.sign_up()
    assert (answer.status_code, code(answer)) == (429, "rate_limited")
    assert code(ada.sign_up()) == "rate_limited"
