"""Conversations to take along: as they are stored, for their owner alone."""

from __future__ import annotations

from platform_kit.person import code

ASKED = "  Z\u0351a\u200b <b>\n"


def test_a_conversation_is_had_as_it_is_stored(ada):
    socket = ada.open_socket()
    thread = socket.new_thread()
    socket.ask("message.send", thread_id=thread, payload={"text": ASKED})
    answer = ada.http.get(f"/api/threads/{thread}/export")
    assert answer.is_success, answer.text
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "no-store" in answer.headers["cache-control"]
    told = answer.json()
    assert told["thread_id"] == thread
    question = told["messages"][0]
    assert (question["author"], question["text"]) == ("user", ASKED)
    assert "html" not in question


def test_conversations_of_others_are_as_unknown_as_those_that_never_were(ada, person):
    thread = ada.open_socket().new_thread()
    mallory = person("Mallory Stranger").arrive()
    for unknown in (thread, "no-such-thread"):
        answer = mallory.http.get(f"/api/threads/{unknown}/export")
        assert (answer.status_code, code(answer)) == (404, "thread_not_found")
    del ada.http.headers["Authorization"]
    assert ada.http.get(f"/api/threads/{thread}/export").status_code == 401
