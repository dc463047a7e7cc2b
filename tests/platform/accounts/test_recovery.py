"""A forgotten password, over HTTP and with real mails."""

from __future__ import annotations

import pytest
from platform_kit.person import Person, code

from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from test_framework.services.mailbox import links_in, text_of

from .conftest import EMAIL, newest_token

NEW = "nine kettles under the pier"


def ask(person: Person, email: str | None = None):
    return person.http.post("/api/accounts/password-reset", json={"email": email or person.email})


def token_from_mail(person: Person, after: int = 0) -> str:
    mail = person.mailbox.wait_for_mail(person.email, "new password", after=after)
    return links_in(mail)[0].partition("#token=")[2]


def choose(person: Person, token: str, password: str = NEW):
    return person.http.post("/api/accounts/password", json={"token": token, "password": password})


def test_the_link_sets_a_new_password_and_ends_every_session(ada: Person):
    assert ask(ada).status_code == 202
    token = token_from_mail(ada)
    socket = ada.open_socket()
    assert choose(ada, token).status_code == 200
    assert socket.closed_with()[0] == 1008
    assert ada.http.get("/api/me").status_code == 401
    assert ada.http.post("/api/auth/refresh").status_code == 401
    assert code(ada.log_in()) == "wrong_credentials"
    assert ada.log_in(password=NEW).is_success
    told = ada.mailbox.wait_for_mail(ada.email, "password was changed")
    assert links_in(told) == [f"{ada.running.url}/forgot"]
    assert code(choose(ada, token)) == "link_used"


def test_the_mail_says_how_long_and_leads_to_the_page(ada: Person):
    ask(ada)
    mail = ada.mailbox.wait_for_mail(ada.email, "Choose a new password")
    assert links_in(mail)[0].startswith(f"{ada.running.url}/reset#token=")
    assert "30 minutes" in text_of(mail)


def test_an_unknown_address_is_answered_alike_and_gets_no_mail(ada: Person):
    unknown = f"nobody-{ada.email}"
    known, stranger = ask(ada), ask(ada, unknown)
    assert stranger.status_code == known.status_code
    assert stranger.json()["message"].replace(unknown, ada.email) == known.json()["message"]
    token_from_mail(ada)
    assert ada.mailbox.mails_to(unknown) == ()
    assert code(ask(ada, "nobody")) == "invalid_email"


def test_only_the_newest_link_works(ada: Person):
    ask(ada)
    first = token_from_mail(ada)
    ask(ada)
    second = token_from_mail(ada, after=2)
    assert code(choose(ada, first)) == "link_expired"
    assert choose(ada, second).is_success


@pytest.mark.parametrize("password", ["short", "password1234", "ada lovelace 1815"])
def test_a_weak_password_is_refused_and_the_link_stays_good(ada: Person, password):
    ask(ada)
    token = token_from_mail(ada)
    refused = choose(ada, token, password)
    assert (refused.status_code, code(refused)) == (422, "weak_password")
    assert refused.json()["error"]["field"] == "password"
    assert choose(ada, token).is_success


def test_a_confirmation_link_and_an_invented_one_are_not_valid(person):
    ada = person()
    ada.sign_up()
    for token in (ada.token_from_mail(), "invented"):
        refused = choose(ada, token)
        assert (refused.status_code, code(refused)) == (404, "link_invalid")


def test_a_link_expires(portal, build, arrive, tmp_path):
    room = build(reset_lifetime_s=0)
    arrive(room)

    async def ask_and_wait():
        await room.recovery.ask(EMAIL)
        await room.errands.finish()

    portal.call(ask_and_wait)
    with pytest.raises(Problem) as refused:
        portal.call(room.recovery.set_password, newest_token(tmp_path), NEW)
    assert refused.value.code == ErrorCode.LINK_EXPIRED


def test_a_failed_errand_goes_to_the_log(portal, build, capfd):
    room = build()

    async def fail(problem):
        raise problem

    async def run_both():
        room.errands.run(fail(Problem(ErrorCode.MAIL_NOT_SENT)), "a mail")
        room.errands.run(fail(ValueError("boom")), "a surprise")
        await room.errands.finish()

    portal.call(run_both)
    said = capfd.readouterr()
    assert "mail_not_sent" in said.out + said.err
    assert "a surprise" in said.out + said.err
