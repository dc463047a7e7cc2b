"""Threads that are renamed, archived, restored, deleted and found."""

from __future__ import annotations

from contextlib import closing
from sqlite3 import connect

import pytest
from platform_kit.person import Person
from platform_kit.socket import Socket

CHANGES = {
    "thread.rename": {"title": "Bills"},
    "thread.archive": {},
    "thread.restore": {},
    "thread.delete": {},
}


@pytest.fixture
def socket(ada: Person) -> Socket:
    return ada.open_socket()


def change(socket: Socket, kind: str, thread: str, **fields):
    return socket.ask(kind, thread_id=thread, payload=CHANGES.get(kind, {}), **fields)


def titles(socket: Socket, *, archived: bool = False) -> list[str]:
    threads = socket.ask("thread.list", payload={"archived": archived})["payload"]["threads"]
    return [thread["title"] for thread in threads]


def test_each_change_is_an_event_of_the_log(socket):
    thread = socket.new_thread("First")
    for kind in ("thread.rename", "thread.archive", "thread.restore"):
        changed = change(socket, kind, thread)["payload"]["thread"]
        assert (changed["title"], changed["archived"]) == ("Bills", kind == "thread.archive")
    socket.ask("resume", thread_id=thread, payload={"last_seq": 0})
    told = [event["type"] for event in socket.log_of(thread)]
    expected = ["thread_created", "thread_renamed", "thread_archived", "thread_restored"]
    assert told[-4:] == expected


def test_a_name_stands_on_one_line_and_is_not_empty(socket):
    thread = socket.new_thread()
    renamed = socket.ask("thread.rename", thread_id=thread, payload={"title": " a\n b "})
    assert renamed["payload"]["thread"]["title"] == "a b"
    refused = socket.ask("thread.rename", thread_id=thread, payload={"title": "\u200b"})
    assert refused["payload"]["code"] == "empty_message"
    too_long = socket.ask("thread.rename", thread_id=thread, payload={"title": "x" * 201})
    assert too_long["payload"]["code"] == "wrong_field_type"


def test_the_users_other_sockets_hear_of_it_and_nobody_else(ada, person, socket):
    other, stranger = ada.open_socket(), person("Alan Turing").arrive().open_socket()
    for one in (other, stranger):
        one.ask("ping")
    thread = socket.new_thread()
    change(socket, "thread.rename", thread)
    heard = other.until("thread_changed")
    assert heard["payload"]["thread"]["title"] == "Bills"
    assert "reply_to" not in heard
    change(socket, "thread.delete", thread)
    assert other.until("thread_removed")["payload"] == {"thread_id": thread}
    stranger.ask("ping")
    assert [frame["type"] for frame in stranger.frames] == ["pong", "pong"]


def test_another_message_under_the_same_id_is_refused(socket):
    thread = socket.new_thread()
    change(socket, "thread.archive", thread, id="c1")
    refused = change(socket, "thread.restore", thread, id="c1")
    assert refused["payload"]["code"] == "duplicate_message_id"
    assert titles(socket, archived=True) == [""]


def test_a_deleted_thread_is_gone_and_can_be_deleted_again(socket):
    thread = socket.new_thread("Bills")
    socket.say(thread, "Which models do we use?")
    socket.until("agent_completed")
    first = change(socket, "thread.delete", thread, id="d1")
    assert (first["type"], first["payload"]) == ("thread_removed", {"thread_id": thread})
    assert socket.log_of(thread)[-1]["type"] == "thread_deleted"
    assert change(socket, "thread.delete", thread, id="d1")["payload"] == first["payload"]
    for kind in ("thread.open", "history.get", *CHANGES):
        assert change(socket, kind, thread)["payload"]["code"] == "thread_not_found", kind
    assert titles(socket) == titles(socket, archived=True) == []


def test_deleting_stops_what_runs_and_leaves_nothing_in_the_database(socket, running):
    thread = socket.new_thread("Bills")
    socket.say(thread, "Prepare a briefing for September 2026")
    socket.until("tool_executing")
    change(socket, "thread.rename", thread)
    change(socket, "thread.delete", thread)
    ends = [e for e in socket.log_of(thread) if e["type"] == "agent_completed"]
    assert {end["payload"]["status"] for end in ends} == {"cancelled"}
    with closing(connect(running.folder / "data" / "chat.db")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master")]
        for table in {"messages", "events", "runs", "attachments"} & set(tables):
            query = f"SELECT count(*) FROM {table} WHERE thread_id = ?"  # noqa: S608 - our names
            assert database.execute(query, (thread,)).fetchone() == (0,), table
        kept = database.execute("SELECT reply FROM receipts WHERE thread_id = ?", (thread,))
        replies = {reply for (reply,) in kept.fetchall()}
        # That it was begun, and that it was deleted: so neither happens again.
        assert replies == {"thread_not_found", f'{{"thread_id":"{thread}"}}'}


def test_a_thread_that_was_deleted_does_not_come_back_with_the_request_that_began_it(socket):
    begun = socket.ask("thread.create", id="t1")["payload"]["thread"]["thread_id"]
    change(socket, "thread.delete", begun)
    assert socket.ask("thread.create", id="t1")["payload"]["code"] == "thread_not_found"
    assert titles(socket) == titles(socket, archived=True) == []


@pytest.mark.parametrize("kind", list(CHANGES))
def test_threads_of_others_cannot_be_changed(socket, person, kind):
    thread = socket.new_thread("Secret")
    mallory = person("Mallory Stranger").arrive().open_socket()
    assert change(mallory, kind, thread)["payload"]["code"] == "thread_not_found"
    assert titles(socket) == ["Secret"]


def test_what_is_found_is_ones_own_newest_first_with_its_place(socket, person):
    mallory = person("Mallory Stranger").arrive().open_socket()
    for title in ("Straße one", "Other", "STRASSE two"):
        socket.new_thread(title)
    found = socket.ask("thread.search", payload={"text": "strasse"})["payload"]["found"]
    assert [each["thread"]["title"] for each in found] == ["STRASSE two", "Straße one"]
    thread = socket.new_thread("Long")
    socket.say(thread, "word " * 60 + "needle_1 " + "word " * 60)
    socket.until("agent_completed")
    found = socket.ask("thread.search", payload={"text": "NEEDLE_1"})["payload"]["found"]
    assert "needle_1" in found[0]["excerpt"].lower()
    assert len(found[0]["excerpt"]) < 120
    assert socket.ask("thread.search", payload={"text": "needle%1"})["payload"]["found"] == []
    assert mallory.ask("thread.search", payload={"text": "word"})["payload"]["found"] == []


def test_a_thread_that_was_half_deleted_goes_when_the_platform_starts(launch, person):
    platform = launch()
    thread = person(at=platform).arrive().open_socket().new_thread("Bills")
    platform.process.stop()
    with closing(connect(platform.folder / "data" / "chat.db")) as database:
        database.execute("UPDATE threads SET deleting = 1")
        database.commit()
        platform.start()
        for table, column in (("threads", "id"), ("events", "thread_id")):
            left = f"SELECT count(*) FROM {table} WHERE {column} = ?"  # noqa: S608 - our names
            assert database.execute(left, (thread,)).fetchone() == (0,), table
