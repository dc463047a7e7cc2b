"""Messages that are edited, deleted, answered again and rated."""

from __future__ import annotations

import json

import pytest
from platform_kit.person import Person
from platform_kit.socket import Socket


@pytest.fixture
def socket(ada: Person) -> Socket:
    return ada.open_socket()


class Talk:
    """A thread with one question and its answer."""

    def __init__(self, socket: Socket, text: str = "Which models do we use?") -> None:
        self.socket = socket
        self.thread = socket.new_thread()
        socket.say(self.thread, text)
        socket.until("agent_completed")
        self.question, self.answer = [message["message_id"] for message in self.said()]

    def said(self):
        return self.socket.ask("history.get", thread_id=self.thread)["payload"]["messages"]

    def change(self, kind: str, message_id: str, sender: Socket | None = None, **fields):
        """Ask for a change; the reply's type and payload."""
        own = {"id": fields.pop("id")} if "id" in fields else {}
        payload = {"message_id": message_id, **fields}
        reply = (sender or self.socket).ask(kind, thread_id=self.thread, payload=payload, **own)
        return reply["type"], reply["payload"]

    def log(self, socket: Socket):
        """The whole log as a socket gets it that begins anew."""
        socket.ask("resume", thread_id=self.thread, payload={"last_seq": 0})
        return socket.log_of(self.thread)


@pytest.fixture
def talk(socket: Socket) -> Talk:
    return Talk(socket)


def test_an_edited_question_says_so_and_keeps_its_answer(talk, socket):
    kind, payload = talk.change("message.edit", talk.question, text="<b>Which</b>?")
    edited = payload["message"]
    assert (kind, edited["text"]) == ("message_changed", "<b>Which</b>?")
    assert edited["html"] == "<p>&lt;b&gt;Which&lt;/b&gt;?</p>"
    assert edited["edited_at"] > edited["created_at"]
    assert talk.said()[0] == edited
    assert socket.log_of(talk.thread)[-1]["type"] == "message_edited"
    assert len(talk.said()) == 2
    found = socket.ask("thread.search", payload={"text": "<B>WHICH"})["payload"]["found"]
    assert len(found) == 1


def test_a_change_sent_again_is_one_change(talk, ada):
    first = talk.change("message.edit", talk.question, text="Other", id="e1")
    again = talk.change("message.edit", talk.question, ada.open_socket(), text="Other", id="e1")
    assert again == first
    assert [e["type"] for e in talk.log(ada.open_socket())].count("message_edited") == 1
    refused = talk.change("message.edit", talk.question, text="Third", id="e1")
    assert refused[1]["code"] == "duplicate_message_id"


def test_asking_again_gives_a_second_answer_and_no_second_question(talk, socket):
    kind, accepted = talk.change("message.retry", talk.question)
    assert (kind, accepted["message_id"]) == ("message_accepted", talk.question)
    socket.until("agent_completed")
    assert [message["author"] for message in talk.said()] == ["user", "agent", "agent"]
    runs = {event["run_id"] for event in socket.log_of(talk.thread) if "run_id" in event}
    assert accepted["run_id"] in runs
    assert len(runs) == 2


def test_an_opinion_is_kept_changed_and_taken_back(talk):
    for rating in ("up", "down", None):
        changed = talk.change("message.feedback", talk.answer, rating=rating)[1]
        assert changed["message"]["rating"] == rating
        assert talk.said()[1]["rating"] == rating
    assert talk.change("message.feedback", talk.answer, rating="so-so")[1]["code"] == (
        "wrong_field_type"
    )


def test_a_deleted_question_takes_its_answers_and_their_events_along(talk, socket, ada):
    secret = "aurora"  # a model that the answer names
    talk.change("message.retry", talk.question)
    socket.until("agent_completed")
    talk.change("message.edit", talk.question, text="Which models? aurora?")
    socket.say(talk.thread, "What did we spend in total in September 2026?")
    socket.until("agent_completed")
    kind, payload = talk.change("message.delete", talk.question)
    assert (kind, len(payload["message_ids"])) == ("messages_removed", 3)
    assert [m["author"] for m in talk.said()] == ["user", "agent"]
    log = talk.log(ada.open_socket())
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
    told = [event for event in log if event["type"] != "event_erased"]
    assert secret not in json.dumps(told)
    starts = [event["type"] for event in told].count("agent_started")
    assert starts == [event["type"] for event in told].count("agent_completed") == 1


def test_what_was_deleted_does_not_come_back_with_its_request(socket):
    thread = socket.new_thread("Bills")
    asked = socket.say(thread, "Hello", id="q1")["payload"]["message_id"]
    socket.until("agent_completed")
    edit = {"message_id": asked, "text": "Hello again"}
    socket.ask("message.edit", thread_id=thread, payload=edit, id="e1")
    first = socket.ask("thread.rename", thread_id=thread, payload={"title": "Costs"}, id="n1")
    socket.ask("thread.rename", thread_id=thread, payload={"title": "Budget"}, id="n2")
    socket.ask("message.delete", thread_id=thread, payload={"message_id": asked})
    before = len(socket.log_of(thread))
    again = socket.say(thread, "Hello", id="q1")["payload"]
    assert again["code"] == "message_not_found"
    again = socket.ask("message.edit", thread_id=thread, payload=edit, id="e1")["payload"]
    assert again["code"] == "message_not_found"
    again = socket.ask("thread.rename", thread_id=thread, payload={"title": "Costs"}, id="n1")
    assert again["payload"] == first["payload"]
    [listed] = socket.ask("thread.list")["payload"]["threads"]
    assert listed["title"] == "Budget"
    assert len(socket.log_of(thread)) == before


def test_what_was_thought_of_an_answer_goes_with_it(talk, ada):
    talk.change("message.feedback", talk.answer, rating="up")
    talk.change("message.delete", talk.question)
    left = {event["type"] for event in talk.log(ada.open_socket())}
    assert left == {"thread_created", "thread_renamed", "event_erased", "messages_deleted"}


@pytest.mark.parametrize(
    ("kind", "whose", "fields", "code"),
    [
        ("message.edit", "answer", {"text": "It is free."}, "forbidden"),
        ("message.delete", "answer", {}, "forbidden"),
        ("message.retry", "answer", {}, "forbidden"),
        ("message.feedback", "question", {"rating": "up"}, "forbidden"),
        ("message.edit", "question", {"text": " \n"}, "empty_message"),
        ("message.edit", "question", {"text": "x" * 8_001}, "message_too_large"),
    ],
)
def test_what_may_not_be_is_refused(talk, kind, whose, fields, code):
    refused, payload = talk.change(kind, getattr(talk, whose), **fields)
    assert (refused, payload["code"]) == ("error", code)
    assert talk.change("message.retry", "no-such-message")[1]["code"] == "message_not_found"


def test_messages_of_others_are_unknown_in_whatever_thread(talk, person):
    mallory = person("Mallory Stranger").arrive().open_socket()
    fields = {"message.edit": {"text": "x"}, "message.feedback": {"rating": "up"}}
    theirs = mallory.new_thread()
    for kind in ("message.edit", "message.delete", "message.retry", "message.feedback"):
        payload = {"message_id": talk.question, **fields.get(kind, {})}
        for thread, code in ((talk.thread, "thread_not_found"), (theirs, "message_not_found")):
            refused = mallory.ask(kind, thread_id=thread, payload=payload)
            assert refused["payload"]["code"] == code, kind


def test_nothing_is_changed_while_the_agents_are_at_work(socket):
    thread = socket.new_thread()
    accepted = socket.say(thread, "Prepare a briefing for September 2026")["payload"]
    for kind in ("message.retry", "message.delete"):
        payload = {"message_id": accepted["message_id"]}
        refused = socket.ask(kind, thread_id=thread, payload=payload)["payload"]
        assert refused["code"] == "run_in_progress"
    socket.until(lambda f: f.get("run_id") == accepted["run_id"] and "status" in f["payload"])
