"""Leaving for good: nothing is left of a user, and what went on for them has ended."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import httpx2
import pyotp
import pytest
from platform_kit.person import Person, code
from platform_kit.running import Running

from chat_platform.accounts.secret_words import hashed
from chat_platform.accounts.tables import User
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem
from test_framework.services.mailbox import links_in

from .conftest import (
    EMAIL,
    PASSWORD,
    newest_mail,
    newest_token,
    pretend_to_come_from_a_provider,
    pretend_to_have_been_promoted,
)

QUESTION = "What did we spend in total in September 2026?"
WRONG = "not this lamp at all"
OF_NOBODY = {
    "model_prices",
    "usage_records",
    "oauth_flows",
    "oauth_posted_answers",
    "ledger_lines",
    "earning_lines",
}

Rows = dict[str, list[tuple[object, ...]]]


def leave(person: Person, password: str | None = None, one_time_code: str = ""):
    body = {"password": password or person.password, "code": one_time_code}
    return person.http.request("DELETE", "/api/me", json=body)


def stored(running: Running) -> Rows:
    """Every row of every table."""
    with closing(sqlite3.connect(running.folder / "data" / "chat.db")) as database:
        # Those of the database: other tests add tables of their own to the metadata.
        names = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {
            name: database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            for (name,) in names.fetchall()
        }


def naming(rows: Rows, words: list[str]) -> dict[str, int]:
    """In how many rows of which tables one of the words stands."""
    found = {
        name: sum(any(word in str(value) for value in row for word in words) for row in table)
        for name, table in rows.items()
    }
    return {name: count for name, count in found.items() if count}


def use_everything(who: Person) -> tuple[list[str], list[str]]:
    """Do whatever leaves rows; the words by which rows name the person, and backup codes."""
    post = who.http.post
    socket = who.open_socket()
    thread = socket.new_thread()
    accepted = socket.say(thread, QUESTION)["payload"]
    socket.until("agent_completed")
    socket.ask("preferences.set", payload={"colour_scheme": "dark"})
    file = post("/api/attachments", params={"name": "a.csv"}, content=b"model,cost\nlamp,1\n")
    add = {"upload_id": file.json()["upload_id"]}
    socket.ask("attachment.add", thread_id=thread, payload=add)
    secret = post("/api/second-factor", json={"password": who.password}).json()["secret"]
    body = {"code": pyotp.TOTP(secret).now()}
    codes = post("/api/second-factor/confirmation", json=body).json()["backup_codes"]
    new = {"email": f"new-{who.email}", "password": who.password, "code": codes.pop()}
    post("/api/me/address", json=new).raise_for_status()
    who.mailbox.wait_for_mail(new["email"], "Confirm your new address")
    assert code(who.log_in(password=WRONG)) == "wrong_credentials"
    who.ticket()
    words = [thread, accepted["message_id"], accepted["run_id"], who.email, who.name]
    words += [each["id"] for each in who.http.get("/api/sessions").json()]
    words += [who.http.get("/api/me").json()["id"], hashed(who.email)]
    pretend_to_come_from_a_provider(who.running, words[-2])
    pretend_to_have_been_promoted(who.running, words[-2], words[-3])
    return words, codes


def test_no_row_of_any_table_names_the_user_any_more(launch, person):
    running = launch()
    grace, ada = (person(name, at=running).arrive() for name in ("Grace Hopper", "Ada Lovelace"))
    of_grace, _ = use_everything(grace)
    of_ada, backup_codes = use_everything(ada)
    before = stored(running)
    assert set(before) - set(naming(before, of_ada)) == OF_NOBODY, "the test misses a table"
    assert leave(ada, one_time_code=backup_codes.pop()).json()["deleted"]
    after = stored(running)
    assert naming(after, of_ada) == {}
    assert naming(after, of_grace) == naming(before, of_grace)
    # The ledger keeps its lines, and names nobody.
    for kept in ("ledger_lines", "earning_lines"):
        assert after[kept] == before[kept]
    # What is named by others, and so by no word of the user's own.
    assert len(after["address_changes"]) == len(after["backup_codes"]) / 10 == 1


def test_a_run_in_mid_work_ends_and_sockets_are_closed(launch, person):
    running = launch(CHAT_TOOL_PACE_MS="60000")
    ada = person(at=running).arrive()
    socket = ada.open_socket()
    thread = socket.new_thread()
    socket.say(thread, QUESTION)
    socket.say(thread, "Another question that waits")
    socket.until("tool_executing")
    assert leave(ada).is_success
    assert socket.closed_with()[0] == 1008
    assert "chat_runs_in_hand 0.0" in httpx2.get(f"{running.url}/metrics").text
    assert not any(stored(running)[name] for name in ("users", "threads", "events", "runs"))
    assert "error" not in running.log.lower()


def test_the_address_begins_anew_and_finds_nothing_of_before(ada: Person):
    ada.open_socket().new_thread("Secrets")
    before = ada.http.get("/api/me").json()["id"]
    assert leave(ada).is_success
    assert ada.http.get("/api/me").status_code == 401
    assert ada.http.post("/api/auth/refresh").status_code == 401
    assert code(ada.log_in()) == "wrong_credentials"
    told = ada.mailbox.wait_for_mail(ada.email, "Your account is deleted")
    assert links_in(told) == [f"{ada.running.url}/sign-up"]
    ada.sign_up().raise_for_status()
    ada.confirm(ada.token_from_mail(after=2)).raise_for_status()
    ada.log_in().raise_for_status()
    assert ada.http.get("/api/me").json()["id"] != before
    assert ada.open_socket().ask("thread.list")["payload"]["threads"] == []


def test_it_takes_the_password(ada: Person):
    assert ada.http.get("/api/me/step-up").json() == {"password": True, "code": False}
    refused = leave(ada, password=WRONG)
    assert (refused.status_code, code(refused)) == (403, "wrong_password")
    assert ada.http.get("/api/me").is_success


def test_without_a_password_a_mailed_link_does_it(portal, build, arrive, tmp_path):
    room = build()
    arrive(room)

    async def ask():
        logged_in = await room.sessions.log_in(EMAIL, PASSWORD)
        await room.sessions.database.writer.run(
            lambda session: session.query(User).update({"password_hash": None})
        )
        caller = await room.sessions.caller(logged_in.access_token)
        deleted = await room.own.farewells.ask(caller, "", "")
        await room.errands.finish()
        return caller, deleted

    caller, deleted = portal.call(ask)
    assert not deleted
    token = newest_token(tmp_path)
    with pytest.raises(Problem) as refused:
        portal.call(room.recovery.set_password, token, PASSWORD)
    assert refused.value.code == ErrorCode.LINK_INVALID

    async def follow():
        await room.own.farewells.follow(token)
        await room.errands.finish()

    portal.call(follow)
    assert newest_mail(tmp_path)["Subject"] == "Your account is deleted"
    assert portal.call(room.sessions.find_alive, caller.session_id) is None
    with pytest.raises(Problem) as refused:
        portal.call(room.own.farewells.follow, token)
    assert refused.value.code == ErrorCode.LINK_INVALID
