"""Nothing is lost and nothing comes twice: cuts, several sockets, a server that restarts."""

from __future__ import annotations

import pytest
from platform_kit.person import Person

QUESTION = "Which models cost most last month?"
SLOW = {"CHAT_AGENT_PACE_MS": "100"}


def seqs(events):
    return [event["seq"] for event in events]


def types(events):
    return [event["type"] for event in events]


def test_after_a_cut_the_rest_comes_in_order_once(ada: Person):
    first = ada.open_socket()
    thread = first.new_thread()
    first.say(thread, QUESTION)
    first.until("tool_executing")
    seen = first.log_of(thread)
    first.cut()
    second = ada.open_socket()
    resumed = second.ask("resume", thread_id=thread, payload={"last_seq": seen[-1]["seq"]})
    assert resumed["payload"]["from_seq"] == seen[-1]["seq"]
    while "agent_completed" not in types(second.log_of(thread)):
        second.receive()
    whole = seen + second.log_of(thread)
    assert seqs(whole) == list(range(1, len(whole) + 1))


def test_what_is_resumed_is_what_was_sent_to_the_letter(ada: Person):
    first = ada.open_socket()
    thread = first.new_thread()
    first.say(thread, QUESTION)
    first.until("agent_completed")
    second = ada.open_socket()
    told = second.ask("resume", thread_id=thread, payload={"last_seq": 0})["payload"]
    assert second.log_of(thread) == first.log_of(thread)
    assert (told["from_seq"], told["to_seq"]) == (0, len(first.log_of(thread)))
    assert (
        second.ask("resume", thread_id=thread, payload={"last_seq": 5})["payload"]["from_seq"] == 5
    )


def test_a_client_cannot_have_seen_the_future(ada: Person):
    socket = ada.open_socket()
    thread = socket.new_thread()
    refused = socket.ask("resume", thread_id=thread, payload={"last_seq": 99})["payload"]
    assert (refused["code"], refused["field"]) == ("wrong_field_type", "payload.last_seq")


def test_every_socket_of_the_thread_gets_the_same_events(ada: Person):
    asking, opened, resumed = (ada.open_socket() for _ in range(3))
    thread = asking.new_thread()
    told = opened.ask("thread.open", thread_id=thread)["payload"]["thread"]["last_seq"]
    resumed.ask("resume", thread_id=thread, payload={"last_seq": 0})
    asking.say(thread, QUESTION)
    for socket in (asking, opened, resumed):
        socket.until("agent_completed")
    assert asking.log_of(thread) == resumed.log_of(thread)
    assert opened.log_of(thread) == asking.log_of(thread)[told:]


def test_a_socket_hears_only_threads_it_follows(ada: Person):
    asking, other = ada.open_socket(), ada.open_socket()
    thread = asking.new_thread()
    asking.say(thread, QUESTION)
    asking.until("agent_completed")
    assert other.ask("ping")["type"] == "pong"
    assert other.log_of(thread) == []


def test_a_message_is_answered_though_its_socket_is_lost(ada: Person):
    first = ada.open_socket()
    thread = first.new_thread()
    first.send("message.send", thread_id=thread, payload={"text": QUESTION})
    first.cut()
    second = ada.open_socket()
    second.ask("resume", thread_id=thread, payload={"last_seq": 0})
    if "agent_completed" not in types(second.log_of(thread)):
        second.until("agent_completed")
    assert types(second.log_of(thread)).count("agent_completed") == 1


def test_a_polite_end_says_so_lets_agents_finish_and_loses_nothing(launch, person):
    platform = launch(CHAT_AGENT_PACE_MS="30")
    ada = person(at=platform).arrive()
    socket = ada.open_socket()
    thread = socket.new_thread()
    socket.say(thread, QUESTION)
    socket.until("message_delta")
    platform.ask_to_end()
    assert socket.closed_with() == (1012, "the server restarts")
    goodbye = socket.frames[-1]
    assert goodbye["type"] == "server_draining"
    assert goodbye["payload"]["reconnect_after_ms"] > 0
    assert platform.process.stop() == 0

    platform.start()
    ada.move(platform)
    back = ada.open_socket()
    last = socket.log_of(thread)[-1]["seq"]
    back.ask("resume", thread_id=thread, payload={"last_seq": last})
    whole = socket.log_of(thread) + back.log_of(thread)
    assert seqs(whole) == list(range(1, len(whole) + 1))
    assert types(whole)[-1] == "agent_completed"
    assert whole[-1]["payload"]["status"] == "succeeded"


def test_agents_that_take_too_long_to_end_are_cancelled_in_order(launch, person):
    platform = launch(CHAT_AGENT_PACE_MS="2000", CHAT_DRAIN_S="0.1")
    ada = person(at=platform).arrive()
    socket = ada.open_socket()
    thread = socket.new_thread()
    socket.say(thread, QUESTION)
    socket.until("agent_started")
    assert platform.process.stop() == 0
    platform.start()
    ada.move(platform)
    back = ada.open_socket()
    back.ask("resume", thread_id=thread, payload={"last_seq": 0})
    assert back.log_of(thread)[-1]["payload"]["status"] == "cancelled"


@pytest.mark.parametrize("moment", ["tool_executing", "message_delta"])
def test_a_killed_server_closes_its_open_runs_when_it_is_back(launch, person, moment):
    platform = launch(**SLOW)
    ada = person(at=platform).arrive()
    socket = ada.open_socket()
    thread = socket.new_thread()
    socket.say(thread, QUESTION)
    waiting = socket.say(thread, "What did we spend in July?")
    socket.until(moment)
    platform.process.kill()

    platform.start()
    ada.move(platform)
    back = ada.open_socket()
    back.ask("resume", thread_id=thread, payload={"last_seq": 0})
    while types(back.log_of(thread)).count("agent_completed") < 2:
        back.receive()
    log = back.log_of(thread)
    assert seqs(log) == list(range(1, len(log) + 1))
    assert log[: len(socket.log_of(thread))] == socket.log_of(thread)
    runs = list(dict.fromkeys(event["run_id"] for event in log if "run_id" in event))
    broken, answered = ([e for e in log if e.get("run_id") == run] for run in runs)
    assert broken[-1]["payload"]["status"] == "failed"
    begun = [e["payload"]["call_id"] for e in broken if e["type"] == "tool_executing"]
    ended = [e["payload"]["call_id"] for e in broken if e["type"] == "tool_completed"]
    assert begun == ended
    assert broken[-1]["payload"]["usage"]["tool_calls"] == len(begun)
    # The question that waited is answered as if nothing had been.
    assert answered[0]["payload"]["context"]["message_id"] == waiting["payload"]["message_id"]
    assert answered[-1]["payload"]["status"] == "succeeded"
    # What was streamed before the end is kept as it was streamed.
    pieces: dict[str, str] = {}
    for event in log:
        if event["type"] == "message_delta":
            piece = event["payload"]
            pieces[piece["message_id"]] = pieces.get(piece["message_id"], "") + piece["delta"]
    messages = back.ask("history.get", thread_id=thread)["payload"]["messages"]
    agents = {m["message_id"]: m["text"] for m in messages if m["author"] == "agent"}
    assert agents == pieces
