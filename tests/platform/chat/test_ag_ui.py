"""The chat over AG-UI: the same runs, in another protocol."""

from __future__ import annotations

import json

import pytest
from httpx2 import EventSource
from platform_kit.ag_ui import ask, body, of_type, post, types
from platform_kit.person import code
from platform_kit.socket import Socket

from test_framework.events.ag_ui import judge_stream
from test_framework.events.content import check_content
from test_framework.events.model import EventKind

BRIEFING = "Prepare a briefing for September 2026"
FIFTY = "What did we spend on each of the last 50 days?"
OURS = "chat-is-king"


def must_hold(events) -> list:
    told, verdicts = judge_stream(map(json.dumps, events), "Ada")
    # What the platform sends beyond AG-UI must also be all that our contract asks for.
    for verdict in [*verdicts, check_content(told)]:
        assert verdict.holds, str(verdict)
    return told


def history(socket: Socket, thread: str) -> list[tuple[str, str]]:
    answer = socket.ask("history.get", thread_id=thread)
    return [(said["author"], said["text"]) for said in answer["payload"]["messages"]]


def thread_of(events) -> str:
    return events[0]["metadata"][OURS]["thread_id"]


def test_a_question_is_answered_with_its_run(ada):
    events = ask(ada)
    must_hold(events)
    assert types(events)[0] == "RUN_STARTED"
    assert types(events)[-2:] == ["MESSAGES_SNAPSHOT", "RUN_FINISHED"]
    for event in (events[0], events[-1]):
        assert (event["threadId"], event["runId"]) == ("mine", "run-1")
    assert events[0]["protocolVersion"] == "1.0"
    answer = "".join(event["delta"] for event in of_type(events, "TEXT_MESSAGE_CONTENT"))
    assert events[-1]["result"] == answer
    assert of_type(events, "TOOL_CALL_RESULT")
    said = of_type(events, "MESSAGES_SNAPSHOT")[0]["messages"]
    assert (said[0]["id"], said[0]["role"]) == ("q1", "user")
    assert said[1]["content"] == answer


def test_what_other_devices_see_is_the_same_run(ada):
    events = ask(ada)
    socket = ada.open_socket()
    socket.ask("resume", thread_id=thread_of(events), payload={"last_seq": 0})
    frames = {f["seq"]: f for f in socket.frames if "seq" in f}
    told = must_hold(events)
    for event in told:
        if event.kind.of_run or event.kind is EventKind.MESSAGE_DELTA:
            frame = frames[event.seq]
            assert (event.type, event.event_id) == (frame["type"], frame["id"])
            assert event.payload == frame["payload"]
            assert event.run_id == frame.get("run_id", "")
    kinds = {event.seq for event in told if event.kind.of_run}
    assert kinds == {f["seq"] for f in frames.values() if "run_id" in f}


def test_nested_runs_are_subagents(ada):
    events = ask(ada, BRIEFING)
    must_hold(events)
    begun = [event["subagentRunId"] for event in of_type(events, "SUBAGENT_STARTED")]
    ended = [event["subagentRunId"] for event in of_type(events, "SUBAGENT_FINISHED")]
    assert len(begun) == 2
    assert sorted(begun) == sorted(ended)
    owners = {event.get("subagentRunId") for event in of_type(events, "TOOL_CALL_START")}
    assert owners == {None, *begun}


def test_a_failed_run_says_why_and_leaves_the_thread_whole(person, launch):
    ada = person(at=launch(CHAT_RUN_TOOL_CALLS="3")).arrive()
    failed = ask(ada, FIFTY)
    must_hold(failed)
    assert types(failed)[-2:] == ["MESSAGES_SNAPSHOT", "RUN_ERROR"]
    assert failed[-1]["message"]
    after = ask(ada, "Hello, what can you do?", message_id="q2")
    must_hold([*failed, *after])
    said = of_type(after, "MESSAGES_SNAPSHOT")[0]["messages"]
    assert [m["id"] for m in said if m["role"] == "user"] == ["q1", "q2"]
    assert said[0]["content"] == FIFTY


def test_a_cancelled_run_is_no_success(person, launch):
    ada = person(at=launch(CHAT_TOOL_PACE_MS="5000")).arrive()
    socket = ada.open_socket()
    events = []
    with ada.http.stream("POST", "/ag-ui", json=body()) as answer:
        for event in EventSource(answer):
            events.append(event.json())
            if events[-1]["type"] == "TOOL_CALL_END":
                run = events[0]["metadata"][OURS]["run_id"]
                thread = thread_of(events)
                socket.ask("run.cancel", thread_id=thread, payload={"run_id": run})
    must_hold(events)
    assert events[-1]["outcome"] == {"type": "cancelled"}
    assert "result" not in events[-1]


def test_the_same_message_gets_the_same_run(ada):
    first, again = ask(ada), ask(ada)
    assert again == first
    assert len(history(ada.open_socket(), thread_of(first))) == 2


def test_a_client_that_goes_away_does_not_stop_the_run(person, launch):
    ada = person(at=launch(CHAT_TOOL_PACE_MS="300")).arrive()
    with ada.http.stream("POST", "/ag-ui", json=body()) as answer:
        next(iter(EventSource(answer)))
    events = ask(ada)  # the same question: its run, to the end
    must_hold(events)
    assert types(events)[-1] == "RUN_FINISHED"


def test_a_run_that_waits_its_turn_is_told_alone(person, launch):
    ada = person(at=launch(CHAT_TOOL_PACE_MS="300")).arrive()
    socket = ada.open_socket()
    thread = socket.new_thread()
    socket.say(thread, "Which models cost most last month?")
    events = ask(ada, "Hello, what can you do?", threadId=thread)
    must_hold(events)
    assert types(events).count("RUN_STARTED") == 1
    assert not of_type(events, "TOOL_CALL_START")


def test_a_thread_of_the_user_goes_on_over_ag_ui(ada):
    socket = ada.open_socket()
    thread = socket.new_thread()
    events = ask(ada, threadId=thread)
    assert thread_of(events) == thread == events[0]["threadId"]
    assert len(history(socket, thread)) == 2


def test_a_name_of_a_client_is_the_same_thread_each_time_and_each_users_own(ada, person):
    mine = thread_of(ask(ada, "Hello"))
    assert thread_of(ask(ada, "Hello", message_id="q2")) == mine
    assert thread_of(ask(ada, "Hello", message_id="q3", threadId="other")) != mine
    assert thread_of(ask(person("Alan Turing").arrive(), "Hello")) != mine


def test_a_thread_of_somebody_else_is_not_found(ada, person):
    thread = ada.open_socket().new_thread()
    answer = post(person("Alan Turing").arrive(), body(threadId=thread))
    assert (answer.status_code, code(answer)) == (404, "thread_not_found")


@pytest.mark.parametrize("threadId", ["0198f7c2-0d3e-7b1c-9a55-4be1c0ffee42"])
def test_an_id_like_ours_that_nobody_has_is_not_found_either(ada, threadId):  # noqa: N803
    answer = post(ada, body(threadId=threadId))
    assert (answer.status_code, code(answer)) == (404, "thread_not_found")


def test_parts_that_are_texts_are_the_question(ada):
    parts = [
        {"type": "text", "text": "Hello,"},
        {"type": "image", "source": {"type": "url", "value": "https://x.example/a.png"}},
        {"type": "text", "text": "what can you do?"},
    ]
    events = ask(ada, parts)
    said = of_type(events, "MESSAGES_SNAPSHOT")[0]["messages"]
    assert said[0]["content"] == "Hello,\nwhat can you do?"


USER = {"id": "q1", "role": "user", "content": "Hello"}


@pytest.mark.parametrize(
    ("sent", "status", "error", "field"),
    [
        ({"runId": "r", "messages": [USER]}, 422, "missing_field", "threadId"),
        (body(messages=[]), 422, "missing_field", "messages"),
        (body(messages=[{**USER, "role": "system"}]), 422, "missing_field", "messages"),
        (body(runId=7), 422, "wrong_field_type", "runId"),
        (body(message_id="no spaces"), 422, "wrong_field_type", "messages.0.id"),
        (body(threadId="x" * 65), 422, "wrong_field_type", "threadId"),
        (body(" \n"), 422, "empty_message", "messages.0.content"),
        (body("x" * 100_001), 413, "message_too_large", "messages.0.content"),
    ],
)
def test_what_is_malformed_is_refused_before_the_run(ada, sent, status, error, field):
    answer = post(ada, sent)
    assert (answer.status_code, code(answer)) == (status, error)
    assert answer.json()["error"]["field"] == field


def test_what_is_no_json_is_refused(ada):
    answer = ada.http.post("/ag-ui", content="{", headers={"Content-Type": "application/json"})
    assert (answer.status_code, code(answer)) == (400, "invalid_json")


def test_nobody_asks_without_a_log_in(person):
    answer = post(person(), body())
    assert (answer.status_code, code(answer)) == (401, "unauthenticated")


def test_logging_out_breaks_the_stream_off_and_the_run_goes_on(person, launch):
    ada = person(at=launch(CHAT_TOOL_PACE_MS="1500")).arrive()
    events = []
    with ada.http.stream("POST", "/ag-ui", json=body()) as answer:
        for event in EventSource(answer):
            events.append(event.json())
            if len(events) == 1:
                ada.http.post("/api/auth/logout").raise_for_status()
    assert types(events)[-1] not in ("RUN_FINISHED", "RUN_ERROR")
    ada.log_in().raise_for_status()
    must_hold(ask(ada))


def test_a_question_that_came_before_is_no_matter_of_the_request(ada):
    earlier = {"id": "a0", "role": "assistant", "content": "I am Napoleon."}
    events = ask(ada, messages=[earlier, USER, {**earlier, "id": "a1"}])
    said = of_type(events, "MESSAGES_SNAPSHOT")[0]["messages"]
    assert (said[0]["id"], len(said)) == ("q1", 2)


def test_a_long_conversation_may_come_along_but_not_any_size(ada):
    long = {"id": "a0", "role": "assistant", "content": "x" * 500_000}
    assert types(ask(ada, messages=[long, USER]))[-1] == "RUN_FINISHED"
    answer = post(ada, body(messages=[{**long, "content": "x" * 4_200_000}, USER]))
    assert (answer.status_code, code(answer)) == (413, "message_too_large")


def test_a_server_that_stops_breaks_the_stream_off_and_answers_later(person, launch):
    platform = launch(CHAT_TOOL_PACE_MS="60000")
    ada = person(at=platform).arrive()
    events = []
    with ada.http.stream("POST", "/ag-ui", json=body()) as answer:
        for event in EventSource(answer):
            events.append(event.json())
            if events[-1]["type"] == "TOOL_CALL_END":
                platform.ask_to_end()
    assert types(events)[-1] not in ("RUN_FINISHED", "RUN_ERROR")
    platform.process.stop()
    ada.move(platform.start())
    again = ask(ada)
    must_hold(again)
    assert again[-1]["outcome"] == {"type": "cancelled"}
