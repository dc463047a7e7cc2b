"""Becoming a user over HTTP, with real mails."""

from __future__ import annotations

import pytest
from platform_kit.person import Person, code

from test_framework.services.mailbox import links_in, text_of


def test_whoever_confirms_the_address_has_an_account(person):
    ada = person()
    answer = ada.sign_up()
    assert answer.status_code == 202
    confirmed = ada.confirm(ada.token_from_mail())
    assert (confirmed.status_code, confirmed.json()["message"]) == (
        200,
        "Your address is confirmed.",
    )
    user = ada.log_in().json()["user"]
    assert (user["name"], user["email"], user["plan"]) == (ada.name, ada.email, "free")


def test_the_mail_has_the_link_in_plain_text_and_in_html(person):
    ada = person('Ada "the Countess" <Lovelace>')
    ada.sign_up()
    mail = ada.mailbox.wait_for_mail(ada.email)
    (link,) = links_in(mail)
    assert link.startswith(f"{ada.running.url}/verify#token=")
    html = mail.get_body(("html",)).get_content()
    assert f'href="{link}"' in html
    assert "<Lovelace>" not in html
    assert "24 hours" in text_of(mail)


def test_a_taken_address_is_answered_alike_and_its_owner_is_told(ada: Person, person):
    stranger = person("Mallory Stranger")
    stranger.email = ada.email.upper()
    fresh = person("Grace Hopper").sign_up()
    taken = stranger.sign_up()
    assert (taken.status_code, taken.headers["content-type"]) == (
        fresh.status_code,
        fresh.headers["content-type"],
    )
    assert set(taken.json()) == set(fresh.json())
    told = ada.mailbox.wait_for_mail(ada.email, "already have an account")
    assert "#token=" not in text_of(told)
    assert links_in(told) == [f"{ada.running.url}/log-in"]
    assert code(stranger.log_in(password="a new password of hers")) == "wrong_credentials"


def test_a_link_works_once(person):
    ada = person()
    ada.sign_up()
    token = ada.token_from_mail()
    assert ada.confirm(token).status_code == 200
    again = ada.confirm(token)
    assert (again.status_code, code(again)) == (409, "link_used")


def test_a_newer_sign_up_replaces_the_older_one(person):
    ada = person()
    ada.sign_up()
    ada.sign_up(password="another lamp by the sea")
    old, new = ada.token_from_mail(), ada.token_from_mail(after=1)
    refused = ada.confirm(old)
    assert (refused.status_code, code(refused)) == (410, "link_expired")
    assert ada.confirm(new).status_code == 200
    assert code(ada.log_in()) == "wrong_credentials"
    assert ada.log_in(password="another lamp by the sea").status_code == 200


def test_an_invented_link_is_not_valid(person):
    refused = person().confirm("invented")
    assert (refused.status_code, code(refused)) == (404, "link_invalid")


@pytest.mark.parametrize("email", ["", "ada", "ada@", "@engine.example", "a b@c.example", "a@b..c"])
def test_no_address_is_refused_with_its_field(person, email):
    refused = person().sign_up(email=email)
    assert (refused.status_code, code(refused)) == (422, "invalid_email")
    assert refused.json()["error"]["field"] == "email"


@pytest.mark.parametrize(
    "prefix", ["o'brien+chat_", "First.Last.", "x-", "!#$%&*-/=?^_`{|}~", "зоя.", "josé."]
)
def test_odd_but_valid_addresses_get_their_mail(person, prefix):
    ada = person()
    ada.email = prefix + ada.email
    assert ada.sign_up().status_code == 202
    assert ada.confirm(ada.token_from_mail()).status_code == 200
    assert ada.log_in(email=ada.email.upper()).json()["user"]["email"] == ada.email


@pytest.mark.parametrize("password", ["short", "password1234", "ada lovelace 1815"])
def test_a_weak_password_is_refused_with_its_field(person, password):
    refused = person().sign_up(password=password)
    assert (refused.status_code, code(refused)) == (422, "weak_password")
    assert refused.json()["error"]["field"] == "password"


@pytest.mark.parametrize(
    ("body", "expected", "field"),
    [
        ({}, "missing_field", "name"),
        ({"name": "Ada", "email": "ada@engine.example"}, "missing_field", "password"),
        ({"name": 7, "email": "a@b.example", "password": "x"}, "wrong_field_type", "name"),
        ({"name": "  ", "email": "a@b.example", "password": "x"}, "wrong_field_type", "name"),
        (
            {"name": "A", "email": "a@b.example", "password": "x", "plan": "enterprise"},
            "wrong_field_type",
            "plan",
        ),
    ],
)
def test_a_wrong_body_names_the_field(person, body, expected, field):
    refused = person().http.post("/api/accounts", json=body)
    assert (refused.status_code, code(refused)) == (422, expected)
    assert refused.json()["error"]["field"] == field


def test_a_body_that_is_no_json_is_refused(person):
    refused = person().http.post(
        "/api/accounts", content="{", headers={"Content-Type": "application/json"}
    )
    assert (refused.status_code, code(refused)) == (400, "invalid_json")
