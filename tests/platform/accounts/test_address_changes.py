"""Another address for an account, over HTTP and with real mails."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from platform_kit.person import Person, code
from platform_kit.running import Running

from test_framework.services.mailbox import links_in, text_of

from .conftest import pretend_to_come_from_a_provider

NEW_PASSWORD = "nine kettles under the pier"
WRONG = "not this lamp at all"


def ask(person: Person, email: str, password: str = ""):
    body = {"email": email, "password": password or person.password}
    return person.http.post("/api/me/address", json=body)


def token_to(person: Person, address: str, title: str = "Confirm your new address") -> str:
    mail = person.mailbox.wait_for_mail(address, title)
    return links_in(mail)[0].partition("#token=")[2]


def follow(person: Person, token: str, way: str = ""):
    return person.http.post(f"/api/accounts/address{way}", json={"token": token})


def move(person: Person, address: str) -> None:
    """Change the address of the account as its owner, or a thief with the password, does."""
    ask(person, address).raise_for_status()
    follow(person, token_to(person, address)).raise_for_status()


def undo_token(person: Person, address: str) -> str:
    return token_to(person, address, "address of your account was changed")


def identities_of(running: Running, subject: str) -> list[tuple[str]]:
    with closing(sqlite3.connect(running.folder / "data" / "chat.db")) as database:
        query = "SELECT user_id FROM identities WHERE subject = ?"
        return database.execute(query, (subject,)).fetchall()


def test_the_address_changes_with_the_link_and_keeps_the_device_that_asked(ada: Person):
    former, new = ada.email, f"New.{ada.email}"
    socket = ada.open_socket()
    bearer = ada.http.headers["Authorization"]
    ada.log_in()
    assert ask(ada, new).status_code == 202
    token = token_to(ada, new)
    assert ada.http.get("/api/me").json()["email"] == former
    assert follow(ada, token).json()["message"] == "Your account has its new address."
    assert ada.http.get("/api/me").json()["email"] == new
    assert socket.closed_with()[0] == 1008
    assert ada.http.get("/api/me", headers={"Authorization": bearer}).status_code == 401
    assert code(ada.log_in()) == "wrong_credentials"
    assert ada.log_in(email=new.lower()).is_success
    assert code(follow(ada, token)) == "link_used"


def test_the_mails_say_how_long_and_lead_to_the_pages(ada: Person):
    new = f"new.{ada.email}"
    move(ada, new)
    told = ada.mailbox.wait_for_mail(ada.email, "address of your account was changed")
    assert links_in(told)[0].startswith(f"{ada.running.url}/undo-change#token=")
    assert "7 days" in text_of(told)
    asked = ada.mailbox.wait_for_mail(new, "Confirm your new address")
    assert links_in(asked)[0].startswith(f"{ada.running.url}/change-email#token=")
    assert "1 hour" in text_of(asked)


def test_it_takes_the_password_and_an_address(ada: Person):
    refused = ask(ada, f"new.{ada.email}", WRONG)
    assert (refused.status_code, code(refused)) == (403, "wrong_password")
    assert refused.json()["error"]["field"] == "password"
    assert code(ask(ada, "nobody")) == "invalid_email"
    assert ada.mailbox.mails_to(f"new.{ada.email}") == ()


def test_a_taken_address_is_answered_alike_and_its_owner_told(ada: Person, person):
    grace = person("Grace Hopper").arrive()
    free = f"free.{ada.email}"
    taken, open_one = ask(ada, grace.email), ask(ada, free)
    assert taken.status_code == open_one.status_code
    assert taken.json()["message"].replace(grace.email, free) == open_one.json()["message"]
    told = grace.mailbox.wait_for_mail(grace.email, "You already have an account")
    assert links_in(told) == [f"{ada.running.url}/log-in"]


def test_an_address_that_somebody_has_got_meanwhile_stays_theirs(ada: Person, person):
    grace = person("Grace Hopper")
    ask(ada, grace.email).raise_for_status()
    token = token_to(ada, grace.email)
    grace.sign_up().raise_for_status()
    grace.confirm(grace.token_from_mail(after=1)).raise_for_status()
    assert code(follow(ada, token)) == "link_expired"
    assert ada.http.get("/api/me").json()["email"] == ada.email
    assert grace.log_in().is_success


def test_whoever_changes_it_twice_loses_it_all_the_same(ada: Person, person):
    mallory = person("Mallory")
    mallory.http.headers["Authorization"] = ada.http.headers["Authorization"]
    mallory.password = ada.password
    first, second = f"first.{mallory.email}", f"second.{mallory.email}"
    move(mallory, first)
    move(mallory, second)
    subject = ada.http.get("/api/me").json()["id"]
    pretend_to_come_from_a_provider(ada.running, subject)
    assert follow(ada, undo_token(ada, ada.email), "/undo").is_success
    assert mallory.http.get("/api/me").status_code == 401
    assert code(mallory.log_in(email=ada.email)) == "wrong_credentials"
    assert not identities_of(ada.running, subject)
    # The thief's own way back is worthless, too.
    assert code(follow(mallory, undo_token(mallory, first), "/undo")) == "link_expired"
    ada.http.post("/api/accounts/password-reset", json={"email": ada.email})
    body = {"token": token_to(ada, ada.email, "new password"), "password": NEW_PASSWORD}
    assert ada.http.post("/api/accounts/password", json=body).is_success
    assert ada.log_in(password=NEW_PASSWORD).is_success


def test_what_was_mailed_to_the_former_address_opens_nothing(ada: Person):
    ada.http.post("/api/accounts/password-reset", json={"email": ada.email})
    reset = token_to(ada, ada.email, "Choose a new password")
    ada.http.post("/api/auth/mailed-link", json={"email": ada.email})
    log_in = token_to(ada, ada.email, "Your link to log in")
    move(ada, f"new.{ada.email}")
    body = {"token": reset, "password": NEW_PASSWORD}
    assert code(ada.http.post("/api/accounts/password", json=body)) == "link_expired"
    came = ada.http.post("/api/auth/mailed-link/login", json={"token": log_in})
    assert code(came) == "link_expired"


def test_links_for_other_purposes_and_invented_ones_are_not_valid(ada: Person):
    new = f"new.{ada.email}"
    ask(ada, new).raise_for_status()
    token = token_to(ada, new)
    for way, each in (("/undo", token), ("", "invented")):
        refused = follow(ada, each, way)
        assert (refused.status_code, code(refused)) == (404, "link_invalid")
