"""Sessions over HTTP: log in, refresh, log out."""

from __future__ import annotations

import base64
import json

import pytest
from platform_kit.person import Person, code


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(person):
    ada = person()
    ada.sign_up()
    ada.confirm(ada.token_from_mail())
    answer = ada.log_in()
    cookie = answer.headers["set-cookie"].lower()
    for part in ("refresh_token=", "httponly", "samesite=strict", "path=/api/auth", "max-age="):
        assert part in cookie
    assert "secure" not in cookie  # this platform speaks plain http
    assert answer.json()["token_type"] == "Bearer"
    assert answer.headers["cache-control"] == "no-store"


def test_unknown_address_and_wrong_password_are_answered_alike(ada: Person):
    wrong = ada.log_in(password="not this lamp at all")
    unknown = ada.log_in(email="nobody@engine.example")
    no_address = ada.log_in(email="nobody")
    assert wrong.status_code == unknown.status_code == no_address.status_code == 401
    assert wrong.json() == unknown.json() == no_address.json()
    assert code(wrong) == "wrong_credentials"


def test_an_unconfirmed_address_is_told_only_to_who_knows_the_password(person):
    ada = person()
    ada.sign_up()
    assert code(ada.log_in(password="not this lamp at all")) == "wrong_credentials"
    refused = ada.log_in()
    assert (refused.status_code, code(refused)) == (403, "email_unverified")


def test_me_says_who_is_logged_in(ada: Person):
    assert ada.http.get("/api/me").json()["email"] == ada.email


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer x.y.z", "Basic YWRhOmFkYQ=="])
def test_without_a_good_token_nobody_is_logged_in(ada: Person, header):
    del ada.http.headers["Authorization"]
    headers = {} if header is None else {"Authorization": header}
    refused = ada.http.get("/api/me", headers=headers)
    assert (refused.status_code, code(refused)) == (401, "unauthenticated")


def test_a_forged_token_is_refused(ada: Person):
    head, claims, signature = ada.http.headers["Authorization"].split(" ")[1].split(".")
    padded = claims + "=" * (-len(claims) % 4)
    changed = json.loads(base64.urlsafe_b64decode(padded)) | {"sub": "somebody-else"}
    forged = base64.urlsafe_b64encode(json.dumps(changed).encode()).decode().rstrip("=")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    for token in (f"{head}.{forged}.{signature}", f"{none}.{forged}.", f"{none}.{claims}."):
        refused = ada.http.get("/api/me", headers={"Authorization": f"Bearer {token}"})
        assert (refused.status_code, code(refused)) == (401, "unauthenticated")


def test_refresh_changes_the_cookie_and_two_tabs_may_race(ada: Person):
    old = ada.http.cookies["refresh_token"]
    first = ada.http.post("/api/auth/refresh").raise_for_status()
    new = ada.http.cookies["refresh_token"]
    assert new != old
    bearer = {"Authorization": f"Bearer {first.json()['access_token']}"}
    assert ada.http.get("/api/me", headers=bearer).is_success
    ada.http.cookies.clear()
    late = ada.http.post("/api/auth/refresh", headers={"Cookie": f"refresh_token={old}"})
    assert late.is_success
    assert "set-cookie" not in late.headers
    assert ada.http.post("/api/auth/refresh", headers={"Cookie": f"refresh_token={new}"}).is_success


def test_without_a_cookie_there_is_no_refresh(ada: Person):
    ada.http.cookies.clear()
    refused = ada.http.post("/api/auth/refresh")
    assert (refused.status_code, code(refused)) == (401, "unauthenticated")


@pytest.mark.parametrize("kept", ["bearer", "cookie"])
def test_logging_out_ends_the_session_for_token_and_cookie(ada: Person, kept):
    token, cookie = ada.http.headers.pop("Authorization"), ada.http.cookies["refresh_token"]
    ada.http.cookies.clear()
    both = {"bearer": {"Authorization": token}, "cookie": {"Cookie": f"refresh_token={cookie}"}}
    assert ada.http.post("/api/auth/logout", headers=both[kept]).status_code == 204
    assert ada.http.get("/api/me", headers=both["bearer"]).status_code == 401
    assert ada.http.post("/api/auth/refresh", headers=both["cookie"]).status_code == 401


def test_logging_out_ends_one_session_only(ada: Person):
    phone = ada.http.headers["Authorization"]
    ada.log_in()
    ada.http.post("/api/auth/logout")
    assert ada.http.get("/api/me").status_code == 401
    assert ada.http.get("/api/me", headers={"Authorization": phone}).is_success
