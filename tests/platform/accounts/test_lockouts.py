"""Guessing passwords and asking for mails, over HTTP and without a server."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from platform_kit.person import Person, code

from chat_platform.accounts.mail_links import in_words
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from test_framework.services.mailbox import links_in

from .conftest import EMAIL, PASSWORD, newest_mail, newest_token

WRONG = "not this lamp at all"
NOBODY = "nobody@engine.example"


def refusal(portal, work, *details) -> ErrorCode:
    with pytest.raises(Problem) as refused:
        portal.call(work, *details)
    return refused.value.code


def guess(portal, accounts, times: int, email: str = EMAIL) -> list[ErrorCode]:
    return [refusal(portal, accounts.sessions.log_in, email, WRONG) for _ in range(times)]


@pytest.mark.parametrize("email", [EMAIL, NOBODY, "no address"])
def test_an_address_is_locked_known_or_not(portal, build, arrive, email):
    accounts = build(log_in_attempts=3)
    arrive(accounts)
    wrong, locked = ErrorCode.WRONG_CREDENTIALS, ErrorCode.ACCOUNT_LOCKED
    assert guess(portal, accounts, 5, email) == [wrong] * 3 + [locked] * 2
    assert refusal(portal, accounts.sessions.log_in, email, PASSWORD) == locked


def test_the_mail_unlocks_once(portal, build, arrive, tmp_path):
    accounts = build(log_in_attempts=3)
    arrive(accounts)
    guess(portal, accounts, 4)
    portal.call(accounts.errands.finish)
    assert "locked" in newest_mail(tmp_path)["Subject"]
    token = newest_token(tmp_path)
    portal.call(accounts.sessions.lockouts.unlock, token)
    assert portal.call(accounts.sessions.log_in, EMAIL, PASSWORD).user.email == EMAIL
    assert refusal(portal, accounts.sessions.lockouts.unlock, token) == ErrorCode.LINK_USED


def test_many_guesses_at_once_all_count(portal, build, arrive):
    accounts = build(log_in_attempts=3)
    arrive(accounts)

    async def guess_at_once():
        guesses = [accounts.sessions.log_in(EMAIL, WRONG) for _ in range(12)]
        return await asyncio.gather(*guesses, return_exceptions=True)

    codes = [problem.code for problem in portal.call(guess_at_once)]
    assert codes.count(ErrorCode.WRONG_CREDENTIALS) == 3
    assert codes.count(ErrorCode.ACCOUNT_LOCKED) == 9


def test_a_good_log_in_begins_the_count_anew(portal, build, arrive):
    accounts = build(log_in_attempts=3)
    arrive(accounts)
    for _ in range(3):
        assert guess(portal, accounts, 2) == [ErrorCode.WRONG_CREDENTIALS] * 2
        portal.call(accounts.sessions.log_in, EMAIL, PASSWORD)


def test_wrong_passwords_are_forgotten_in_time(portal, build, arrive):
    patient, forgetful = build(log_in_attempts=3), build(log_in_attempts=3, lockout_s=0)
    arrive(patient)
    guess(portal, patient, 3)
    assert portal.call(forgetful.sessions.log_in, EMAIL, PASSWORD).user.email == EMAIL


def test_a_new_password_unlocks_the_account(portal, build, arrive, tmp_path):
    accounts = build(log_in_attempts=3)
    arrive(accounts)
    guess(portal, accounts, 3)

    async def reset():
        await accounts.errands.finish()
        await accounts.recovery.ask(EMAIL)
        await accounts.errands.finish()
        await accounts.recovery.set_password(newest_token(tmp_path), "nine kettles at sea")
        await accounts.errands.finish()

    portal.call(reset)
    assert portal.call(accounts.sessions.log_in, EMAIL, "nine kettles at sea")


def test_the_confirmation_mail_is_sent_again(person):
    ada = person()
    ada.sign_up()
    first = ada.token_from_mail()
    answer = ada.http.post("/api/accounts/verification/resend", json={"email": ada.email})
    assert answer.status_code == 202
    second = links_in(ada.mailbox.wait_for_mail(ada.email, "Confirm", after=1))[0]
    assert code(ada.confirm(first)) == "link_expired"
    assert ada.confirm(second.partition("#token=")[2]).is_success


def test_a_confirmed_address_gets_no_confirmation_mail(ada: Person):
    unknown = f"nobody.{ada.email}"
    answers = [
        ada.http.post("/api/accounts/verification/resend", json={"email": email})
        for email in (ada.email, unknown)
    ]
    words = [answer.json()["message"].replace(unknown, ada.email) for answer in answers]
    assert (answers[0].status_code, words[0]) == (answers[1].status_code, words[1])
    ada.http.post("/api/accounts/password-reset", json={"email": ada.email})
    ada.mailbox.wait_for_mail(ada.email, "Choose a new password")
    assert len(ada.mailbox.mails_to(ada.email)) == 2


@pytest.mark.parametrize("path", ["verification/resend", "password-reset"])
def test_mails_are_limited_by_address_known_or_not(launch, person, path):
    ada = person(at=launch(CHAT_MAILS_PER_ADDRESS="2"))
    for _ in range(2):
        assert ada.http.post(f"/api/accounts/{path}", json={"email": ada.email}).is_success
    refused = ada.http.post(f"/api/accounts/{path}", json={"email": ada.email.upper()})
    error = refused.json()["error"]
    assert (refused.status_code, error["code"]) == (429, "rate_limited")
    assert refused.headers["Retry-After"] == str(error["retry_after"])
    assert 3_500 < error["retry_after"] <= 3_600
    assert ada.http.post(f"/api/accounts/{path}", json={"email": f"x{ada.email}"}).is_success


def test_the_window_ends(portal, build):
    accounts = build(mails_per_address=1, mail_window_s=0)
    for _ in range(3):
        portal.call(accounts.registrations.send_again, EMAIL)
    portal.call(accounts.errands.finish)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 minute"),
        (900, "15 minutes"),
        (3_600, "1 hour"),
        (86_400, "1 day"),
        (604_800, "7 days"),
    ],
)
def test_a_time_is_said_in_words(seconds, words):
    assert in_words(timedelta(seconds=seconds)) == words
