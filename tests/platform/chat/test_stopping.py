"""Stopping runs: in order, for every device, at any moment, and only one's own."""

from __future__ import annotations

import pytest
from platform_kit.judging import judge
from platform_kit.running import Running
from platform_kit.socket import Socket

QUESTION = "What did we spend in total in September 2026?"
PACE_MS = "1000"
BRIEFING = "Prepare a briefing for September 2026"


@pytest.fixture(scope="module")
def slow(mailbox, tmp_path_factory):
    """A platform whose tools take long enough to be stopped at work."""
    folder = tmp_path_factory.mktemp("slow")
    platform = Running(folder, mailbox.smtp, {"CHAT_TOOL_PACE_MS": PACE_MS}).start()
    yield platform
    platform.process.stop()


@pytest.fixture
def socket(person, slow) -> Socket:
    return person(at=slow).arrive().open_socket()


def run_ids(socket: Socket, kind: str = "agent_started") -> list[str]:
    return [frame["run_id"] for frame in socket.frames if frame["type"] == kind]


def at_work(socket: Socket, question: str = QUESTION, tools: int = 1) -> tuple[str, str]:
    """A thread, and its run, with so many tools at work."""
    thread = socket.new_thread()
    socket.say(thread, question)
    while sum(frame["type"] == "tool_executing" for frame in socket.frames) < tools:
        socket.receive()
    return thread, run_ids(socket)[0]


def about(socket: Socket, kind: str, thread: str, run: str):
    return socket.ask(kind, thread_id=thread, payload={"run_id": run})


def ended(socket: Socket, run: str):
    return socket.until(lambda f: f["type"] == "agent_completed" and f["run_id"] == run)["payload"]


def test_a_run_at_work_is_stopped_in_order(socket):
    thread, run = at_work(socket)
    assert about(socket, "run.status", thread, run)["payload"]["state"] == "running"
    assert about(socket, "run.cancel", thread, run)["payload"] == {
        "run_id": run,
        "state": "stopping",
    }
    completed = ended(socket, run)
    assert (completed["status"], completed["result"]) == ("cancelled", None)
    assert completed["summary"] == "Cost analyst was stopped before the answer was complete."
    log = socket.log_of(thread)
    assert [frame["type"] for frame in log[-2:]] == ["tool_completed", "agent_completed"]
    assert log[-2]["payload"]["status"] == "error"
    assert judge(socket.frames).holds


def test_stopping_again_changes_nothing(socket):
    thread, run = at_work(socket)
    about(socket, "run.cancel", thread, run)
    ended(socket, run)
    for _ in range(2):
        assert about(socket, "run.cancel", thread, run)["payload"]["state"] == "ended"
    assert about(socket, "run.status", thread, run)["payload"]["state"] == "ended"
    assert run_ids(socket, "agent_completed") == [run]


def test_other_devices_see_it_and_the_next_question_is_answered(person, slow):
    ada = person(at=slow).arrive()
    phone, laptop = ada.open_socket(), ada.open_socket()
    thread, run = at_work(phone)
    laptop.ask("resume", thread_id=thread, payload={"last_seq": 0})
    phone.say(thread, "Hello!")
    about(phone, "run.cancel", thread, run)
    assert ended(laptop, run)["status"] == "cancelled"
    assert laptop.until("agent_completed")["payload"]["status"] == "succeeded"


@pytest.mark.parametrize("nested", [False, True])
def test_a_run_is_stopped_with_those_nested_in_it(socket, nested):
    thread, root = at_work(socket, BRIEFING, tools=4)
    _, child, other = run_ids(socket)
    named = child if nested else root
    assert about(socket, "run.status", thread, child)["payload"]["state"] == "running"
    assert about(socket, "run.cancel", thread, named)["payload"]["state"] == "stopping"
    assert ended(socket, root)["status"] == "cancelled"
    assert {f["payload"]["status"] for f in socket.frames if f["type"] == "agent_completed"} == {
        "cancelled"
    }
    completed = run_ids(socket, "agent_completed")
    assert (completed[-1], set(completed)) == (root, {root, child, other})
    assert judge(socket.frames).holds


def test_a_run_that_waits_is_stopped_by_the_id_that_its_acceptance_names(socket):
    thread, working = at_work(socket)
    waiting = socket.say(thread, "Which models do we use?")["payload"]["run_id"]
    assert about(socket, "run.status", thread, waiting)["payload"]["state"] == "waiting"
    assert about(socket, "run.cancel", thread, waiting)["payload"]["state"] == "ended"
    assert run_ids(socket) == [working, waiting]
    assert run_ids(socket, "agent_completed") == [waiting]
    assert about(socket, "run.status", thread, working)["payload"]["state"] == "running"
    about(socket, "run.cancel", thread, working)
    ended(socket, working)


def test_only_runs_of_ones_own_thread_are_found(person, slow, socket):
    thread, run = at_work(socket)
    other = socket.new_thread()
    mallory = person("Mallory Malice", at=slow).arrive().open_socket()
    hers = mallory.new_thread()
    for kind in ("run.status", "run.cancel"):
        for asker, where, which, code in (
            (mallory, thread, run, "thread_not_found"),
            (mallory, hers, run, "run_not_found"),
            (socket, other, run, "run_not_found"),
            (socket, thread, "nobody", "run_not_found"),
        ):
            assert about(asker, kind, where, which)["payload"]["code"] == code
    assert about(socket, "run.status", thread, run)["payload"]["state"] == "running"
    about(socket, "run.cancel", thread, run)
    ended(socket, run)


def test_a_platform_that_stops_ends_what_was_told_to_stop(person, launch):
    platform = launch(CHAT_TOOL_PACE_MS="60000", CHAT_DRAIN_S="0.1")
    ada = person(at=platform).arrive()
    socket = ada.open_socket()
    thread, run = at_work(socket)
    socket.send("run.cancel", thread_id=thread, payload={"run_id": run})
    platform.process.kill()
    platform.start()
    ada.move(platform)
    again = ada.open_socket()
    again.ask("resume", thread_id=thread, payload={"last_seq": 0})
    assert run_ids(again, "agent_completed") == [run]
    assert judge(again.frames).holds
