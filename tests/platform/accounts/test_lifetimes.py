"""What ends by itself, and what takes how long, without waiting for either."""

from __future__ import annotations

from statistics import median
from time import process_time

import httpx2
import pytest

from chat_platform.accounts.mail import SmtpPostman, confirmation
from chat_platform.application import create_application
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem

from .conftest import EMAIL, NAME, PASSWORD, newest_mail, newest_token


def test_a_link_expires(portal, build, tmp_path):
    accounts = build(verification_lifetime_s=0)
    portal.call(accounts.registrations.sign_up, NAME, EMAIL, PASSWORD)
    with pytest.raises(Problem) as refused:
        portal.call(accounts.registrations.confirm, newest_token(tmp_path))
    assert (refused.value.code, refused.value.status) == (ErrorCode.LINK_EXPIRED, 410)
    with pytest.raises(Problem) as refused:
        portal.call(accounts.sessions.log_in, EMAIL, PASSWORD)
    assert refused.value.code == ErrorCode.EMAIL_UNVERIFIED


def test_an_access_token_runs_out_and_the_refresh_token_gives_a_new_one(portal, build, arrive):
    hasty, patient = build(access_token_lifetime_s=0), build()
    arrive(hasty)
    logged_in = portal.call(hasty.sessions.log_in, EMAIL, PASSWORD)
    with pytest.raises(Problem) as refused:
        portal.call(hasty.sessions.caller, logged_in.access_token)
    assert (refused.value.code, refused.value.status) == (ErrorCode.TOKEN_EXPIRED, 401)
    fresh = portal.call(patient.sessions.refresh, logged_in.refresh_token)
    assert portal.call(patient.sessions.caller, fresh.access_token).user.name == NAME


def test_a_session_has_an_end(portal, build, arrive):
    hasty = build(session_lifetime_s=0)
    arrive(hasty)
    logged_in = portal.call(hasty.sessions.log_in, EMAIL, PASSWORD)
    with pytest.raises(Problem) as refused:
        portal.call(hasty.sessions.caller, logged_in.access_token)
    assert refused.value.code == ErrorCode.UNAUTHENTICATED
    with pytest.raises(Problem):
        portal.call(hasty.sessions.refresh, logged_in.refresh_token)


def test_a_refresh_token_used_again_later_ends_the_session(portal, build, arrive):
    sessions = build(refresh_grace_s=0).sessions
    arrive(build())
    revoked = []
    sessions.on_revoked.append(revoked.append)
    stolen = portal.call(sessions.log_in, EMAIL, PASSWORD)
    fresh = portal.call(sessions.refresh, stolen.refresh_token)
    portal.call(sessions.caller, fresh.access_token)
    with pytest.raises(Problem) as refused:
        portal.call(sessions.refresh, stolen.refresh_token)
    assert refused.value.code == ErrorCode.UNAUTHENTICATED
    assert len(revoked) == 1
    with pytest.raises(Problem):
        portal.call(sessions.refresh, fresh.refresh_token)


def test_a_renewal_whose_answer_was_lost_is_given_again(portal, build, arrive):
    sessions = build(refresh_grace_s=0).sessions
    arrive(build())
    kept = portal.call(sessions.log_in, EMAIL, PASSWORD).refresh_token
    lost = portal.call(sessions.refresh, kept)
    again = portal.call(sessions.refresh, kept)
    assert again.refresh_token == lost.refresh_token != kept
    # The pass of before the renewal says nothing of what arrived.
    following = portal.call(sessions.refresh, again.refresh_token)
    portal.call(sessions.caller, again.access_token)
    assert portal.call(sessions.refresh, again.refresh_token).refresh_token is not None
    portal.call(sessions.caller, following.access_token)
    with pytest.raises(Problem):
        portal.call(sessions.refresh, again.refresh_token)


def test_unknown_address_and_wrong_password_take_like_time(portal, build, arrive):
    # A dear hash, so that leaving it out would show.
    accounts = build(password_hash_memory_kib=32_768)
    arrive(accounts)

    def took(email):
        begun = process_time()
        with pytest.raises(Problem):
            portal.call(accounts.sessions.log_in, email, "not this lamp at all")
        return process_time() - begun

    known = median(took(EMAIL) for _ in range(5))
    unknown = median(took("nobody@engine.example") for _ in range(5))
    assert unknown > 0.5 * known


def test_a_mail_server_that_is_away_is_told_in_a_clear_sentence(portal):
    postman = SmtpPostman("127.0.0.1", 1, "Chat <chat@engine.example>")
    with pytest.raises(Problem) as refused:
        portal.call(postman.deliver, confirmation(EMAIL, NAME, "http://x.example", 24))
    assert (refused.value.code, refused.value.status) == (ErrorCode.MAIL_NOT_SENT, 503)


def test_without_a_mail_server_mails_are_written_into_the_folder(portal, build, tmp_path):
    portal.call(build().registrations.sign_up, NAME, EMAIL, PASSWORD)
    mail = newest_mail(tmp_path)
    assert (mail["To"], mail["Subject"]) == (f"{NAME} <{EMAIL}>", "Confirm your e-mail address")


def test_over_https_the_cookie_is_secure(portal, settings, tmp_path):
    app = create_application(settings.model_copy(update={"public_url": "https://engine.example"}))

    async def log_in():
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(
                transport=httpx2.ASGITransport(app), base_url="https://engine.example"
            ) as http,
        ):
            body = {"name": NAME, "email": EMAIL, "password": PASSWORD}
            await http.post("/api/accounts", json=body)
            token = newest_token(tmp_path)
            await http.post("/api/accounts/verification", json={"token": token})
            del body["name"]
            return await http.post("/api/auth/login", json=body)

    cookie = portal.call(log_in).headers["set-cookie"]
    assert "; Secure" in cookie
