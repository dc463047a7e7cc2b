"""Messages to and fro: durable, once, in order, and clear when refused."""

from __future__ import annotations

import json
from itertools import pairwise

import google_crc32c
import pytest
import rfc8785
from platform_kit.person import Person
from platform_kit.socket import Socket


def gapless(events):
    return [event["seq"] for event in events] == list(range(1, len(events) + 1))


@pytest.fixture
def socket(ada: Person) -> Socket:
    return ada.open_socket()


def test_a_whole_conversation_is_one_gapless_log(socket):
    thread = socket.new_thread()
    assert socket.say(thread, "Which models cost most last month?")["type"] == "message_accepted"
    socket.until("agent_completed")
    log = socket.log_of(thread)
    assert gapless(log)
    assert [event["type"] for event in log[:4]] == [
        "thread_created",
        "message_created",
        "thread_renamed",
        "agent_started",
    ]
    assert log[2]["payload"] == {"title": "Which models cost most last month?"}
    assert [event["type"] for event in log[-2:]] == ["message_created", "agent_completed"]
    # Only the five events of the run carry its id.
    of_run = {event["type"] for event in log if "run_id" in event}
    assert of_run == {
        "agent_started",
        "agent_thinking",
        "tool_executing",
        "tool_completed",
        "agent_completed",
    }
    stamps = [event["timestamp"] for event in log]
    assert stamps == sorted(stamps)


def test_the_pieces_of_the_answer_joined_are_the_answer(socket):
    thread = socket.new_thread()
    socket.say(thread, "Which models cost most last month?")
    completed = socket.until("agent_completed")["payload"]
    log = socket.log_of(thread)
    pieces = [event["payload"] for event in log if event["type"] == "message_delta"]
    answer = log[-2]["payload"]["message"]
    assert len(pieces) > 1
    assert "".join(piece["delta"] for piece in pieces) == answer["text"] == completed["result"]
    assert {piece["message_id"] for piece in pieces} == {answer["message_id"]}
    assert answer["author"] == "agent"
    assert answer["agent"] == log[3]["payload"]["agent"]
    assert "<table>" in answer["html"]


def test_every_frame_proves_that_it_arrived_whole(socket):
    thread = socket.new_thread()
    socket.say(thread, "Zoë's bill: 1 < 2 \N{ROCKET} \N{HEBREW LETTER ALEF}")
    socket.until("agent_completed")
    ids = [frame["id"] for frame in socket.frames]
    assert len(set(ids)) == len(ids)
    for frame in socket.frames:
        told = frame.pop("digest")
        assert told == f"{google_crc32c.value(rfc8785.dumps(frame)):08x}"


def test_a_resend_is_answered_alike_and_stored_once(ada, socket):
    thread = socket.new_thread()
    first = socket.say(thread, "What did we spend last month?", id="q1")
    socket.until("agent_completed")
    other = ada.open_socket()
    again = other.say(thread, "What did we spend last month?", id="q1")
    assert again["payload"] == first["payload"]
    history = other.ask("history.get", thread_id=thread)["payload"]
    assert [message["author"] for message in history["messages"]] == ["user", "agent"]
    assert history["last_seq"] == socket.log_of(thread)[-1]["seq"]


def test_resends_that_race_are_stored_once(ada, socket):
    thread = socket.new_thread()
    message = {"type": "message.send", "id": "q", "thread_id": thread, "payload": {"text": "Hi"}}
    sockets = [ada.open_socket() for _ in range(4)]
    for one in sockets:
        one.send_raw(json.dumps(message))
    replies = [one.until("message_accepted")["payload"] for one in sockets]
    assert all(reply == replies[0] for reply in replies)
    history = socket.ask("history.get", thread_id=thread)["payload"]
    assert [m["author"] for m in history["messages"]].count("user") == 1


def test_the_same_id_of_two_people_is_two_messages(ada, person):
    grace = person("Grace Hopper").arrive()
    accepted = []
    for one in (ada, grace):
        socket = one.open_socket()
        accepted.append(socket.say(socket.new_thread(), "Hello", id="same")["payload"])
    assert accepted[0]["message_id"] != accepted[1]["message_id"]


def test_a_resent_thread_is_the_same_thread(ada, socket):
    opened = [
        one.ask("thread.create", id="t1", payload={"title": "Bills"})["payload"]["thread"]
        for one in (socket, ada.open_socket())
    ]
    assert opened[0]["thread_id"] == opened[1]["thread_id"]
    assert len(socket.ask("thread.list")["payload"]["threads"]) == 1


def test_questions_of_one_thread_are_answered_one_after_the_other(socket):
    thread = socket.new_thread()
    for text in ("What did we spend in July?", "And in August?", "And in September?"):
        socket.say(thread, text)
    for _ in range(3):
        socket.until("agent_completed")
    log = socket.log_of(thread)
    assert gapless(log)
    runs = [event["run_id"] for event in log if "run_id" in event]
    assert sum(a != b for a, b in pairwise(runs)) == 2
    messages = [e["payload"]["message"] for e in log if e["type"] == "message_created"]
    asked = [m["message_id"] for m in messages if m["author"] == "user"]
    started = [e["payload"]["context"]["message_id"] for e in log if e["type"] == "agent_started"]
    assert started == asked


def test_threads_are_listed_newest_first(socket):
    for title in ("First", "Second", "Third"):
        socket.new_thread(title)
    threads = socket.ask("thread.list")["payload"]["threads"]
    assert [thread["title"] for thread in threads] == ["Third", "Second", "First"]


def test_a_thread_with_a_title_keeps_it(socket):
    thread = socket.new_thread("Bills")
    socket.say(thread, "What did we spend last month?")
    socket.until("agent_completed")
    assert "thread_renamed" not in [event["type"] for event in socket.log_of(thread)]


def test_what_a_user_types_is_shown_as_text(socket):
    thread = socket.new_thread()
    socket.say(thread, '<script>alert("x")</script> & {{7*7}}\nsecond line')
    message = socket.until("message_created")["payload"]["message"]
    assert message["text"] == '<script>alert("x")</script> & {{7*7}}\nsecond line'
    assert message["html"] == (
        "<p>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; {{7*7}}<br>second line</p>"
    )


@pytest.mark.parametrize(
    ("payload", "expected", "field"),
    [
        ("{", "invalid_json", None),
        ("[1]", "invalid_json", None),
        ('{"type": "ping", "id": NaN}', "invalid_json", None),
        ('{"type": "ping", "id": "\\ud800"}', "invalid_json", None),
        (b"\x00\x01", "not_text", None),
        ('{"id": "1"}', "missing_field", "type"),
        ('{"type": 7, "id": "1"}', "wrong_field_type", "type"),
        ('{"type": "message.shout", "id": "1"}', "unknown_type", "type"),
        ('{"type": "ping"}', "missing_field", "id"),
        ('{"type": "ping", "id": 7}', "wrong_field_type", "id"),
        ('{"type": "ping", "id": "a b"}', "wrong_field_type", "id"),
        ('{"type": "ping", "id": "1", "extra": 1}', "wrong_field_type", "extra"),
        ('{"type": "message.send", "id": "1", "thread_id": "t"}', "missing_field", "payload"),
        (
            '{"type": "message.send", "id": "1", "thread_id": "t", "payload": {}}',
            "missing_field",
            "payload.text",
        ),
        (
            '{"type": "resume", "id": "1", "thread_id": "t", "payload": {"last_seq": "3"}}',
            "wrong_field_type",
            "payload.last_seq",
        ),
        (
            '{"type": "resume", "id": "1", "thread_id": "t", "payload": {"last_seq": -1}}',
            "wrong_field_type",
            "payload.last_seq",
        ),
        ("[" * 5_000, "invalid_json", None),
    ],
)
def test_an_unreadable_message_is_told_why(socket, payload, expected, field):
    socket.send_raw(payload)
    error = socket.receive()
    assert error["type"] == "error"
    assert (error["payload"]["code"], error["payload"]["field"]) == (expected, field)
    assert error["payload"]["message"]
    assert error["payload"]["what_next"]
    assert ("reply_to" in error) == ('"id": "' in str(payload) and expected != "invalid_json")
    assert socket.ask("ping")["type"] == "pong"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "empty_message"),
        (" \n\t\N{NO-BREAK SPACE}", "empty_message"),
        ("\N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT MARK}", "empty_message"),
        ("x" * 8_001, "message_too_large"),
    ],
)
def test_an_empty_or_too_long_message_is_refused(socket, text, expected):
    thread = socket.new_thread()
    refused = socket.say(thread, text)
    assert (refused["type"], refused["payload"]["code"]) == ("error", expected)
    assert socket.ask("history.get", thread_id=thread)["payload"]["messages"] == []


@pytest.mark.parametrize("text", ["x" * 8_000, "\0 NUL", "\N{PILE OF POO}" * 100, "e\u0301" * 50])
def test_odd_but_good_messages_are_kept_as_they_are(socket, text):
    thread = socket.new_thread()
    assert socket.say(thread, text)["type"] == "message_accepted"
    kept = socket.ask("history.get", thread_id=thread)["payload"]["messages"][0]["text"]
    assert kept == text.replace("\0", "\N{REPLACEMENT CHARACTER}")


@pytest.mark.parametrize("kind", ["message.send", "thread.open", "history.get", "resume"])
def test_another_users_thread_is_as_unknown_as_one_that_never_was(socket, person, kind):
    thread = socket.new_thread("Secret")
    mallory = person("Mallory Stranger").arrive().open_socket()
    fields = {"message.send": {"text": "Hi"}, "resume": {"last_seq": 0}}.get(kind, {})
    answers = []
    for thread_id in (thread, "no-such-thread"):
        answer = mallory.ask(kind, thread_id=thread_id, payload=fields)
        answers.append((answer["type"], answer["payload"]))
    assert answers[0] == answers[1]
    assert answers[0][1]["code"] == "thread_not_found"
    assert mallory.ask("thread.list")["payload"]["threads"] == []


def test_the_agents_and_their_tools_are_listed(socket):
    agents = socket.ask("agent.list")["payload"]["agents"]
    by_name = {agent["name"]: agent for agent in agents}
    assert {"triage", "cost_analyst", "optimizer", "reporter"} <= set(by_name)
    assert all(tool["parameters"]["type"] == "object" for tool in by_name["cost_analyst"]["tools"])


def test_the_usage_data_is_exact_and_for_those_logged_in(ada: Person):
    lines = ada.http.get("/api/usage-data.csv").text.splitlines()
    assert lines[0] == "day,provider,model,team,requests,input_tokens,output_tokens,cost_usd"
    assert len(lines) > 1_000
    del ada.http.headers["Authorization"]
    assert ada.http.get("/api/usage-data.csv").status_code == 401
