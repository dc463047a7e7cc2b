"""The API documents: fresh, and true of what really goes over the wire."""

from __future__ import annotations

from pathlib import Path

import httpx2
import jsonschema_rs
import pytest
import yaml

from chat_platform.application import create_application
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.documents import asyncapi_document, asyncapi_yaml, openapi_json
from chat_platform.operations.problems import STATUS
from chat_platform.settings import Settings

COMMITTED = Path(__file__).parents[3] / "docs" / "api"
MEND = "run `python -m chat_platform documents --out docs/api`"


def test_the_committed_documents_are_fresh():
    app = create_application(Settings())
    assert (COMMITTED / "openapi.json").read_text("utf-8") == openapi_json(app), MEND
    assert (COMMITTED / "asyncapi.yaml").read_text("utf-8") == asyncapi_yaml(), MEND


def test_they_are_served(running):
    with httpx2.Client(base_url=running.url) as http:
        served = http.get("/asyncapi.yaml")
        assert served.headers["content-type"].startswith("application/yaml")
        assert served.text == asyncapi_yaml()
        assert http.get("/openapi.json").json()["paths"].keys() >= {"/api/accounts", "/api/me"}


def test_every_problem_is_documented_in_the_one_shape():
    document = create_application(Settings()).openapi()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            if path.startswith("/api/"):
                content = operation["responses"]["4XX"]["content"]["application/json"]
                assert content["schema"]["$ref"].endswith("/ProblemBody"), path
            assert "422" not in operation["responses"], path


def test_every_code_that_http_may_answer_has_a_status():
    only_on_sockets = {
        ErrorCode.NOT_TEXT,
        ErrorCode.UNKNOWN_TYPE,
        ErrorCode.RUN_NOT_FOUND,
        ErrorCode.DUPLICATE_MESSAGE_ID,
        ErrorCode.MESSAGE_NOT_FOUND,
        ErrorCode.RUN_IN_PROGRESS,
        ErrorCode.SERVER_DRAINING,
        ErrorCode.TOO_MANY_CONNECTIONS,
        # In the last event of a run:
        ErrorCode.AGENT_UNAVAILABLE,
        ErrorCode.TOOL_FAILED,
        ErrorCode.TIMEOUT,
    }
    assert set(STATUS) == set(ErrorCode) - only_on_sockets


@pytest.fixture(scope="module")
def validators():
    """Of every message: what AsyncAPI says of its frame."""
    document = asyncapi_document()
    schemas = {"components": {"schemas": document["components"]["schemas"]}}
    return {
        name: jsonschema_rs.validator_for({**message["payload"], **schemas}, validate_formats=True)
        for name, message in document["components"]["messages"].items()
    }


def change_everything(ada, socket, thread):
    """Send each message that changes something, or that concerns the user alone."""
    said = socket.ask("history.get", thread_id=thread)["payload"]["messages"]
    question, answer = ({"message_id": message["message_id"]} for message in said)
    upload = ada.http.post("/api/attachments", params={"name": "a.txt"}, content=b"a").json()
    for kind, payload in (
        ("thread.rename", {"title": "Bills"}),
        ("thread.archive", {}),
        ("thread.restore", {}),
        ("message.edit", {**question, "text": "Which models?"}),
        ("message.feedback", {**answer, "rating": "up"}),
        ("attachment.add", {"upload_id": upload["upload_id"]}),
        ("ack", {"seq": 1}),
        ("typing", {}),
        ("message.retry", question),
    ):
        assert socket.ask(kind, thread_id=thread, payload=payload)["type"] != "error", kind
    for kind, payload in (
        ("thread.search", {"text": "bills"}),
        ("usage.get", {}),
        ("preferences.set", {"colour_scheme": "dark"}),
    ):
        assert socket.ask(kind, payload=payload)["type"] != "error", kind
    socket.until("agent_completed")
    socket.ask("message.delete", thread_id=thread, payload=question)
    socket.ask("resume", thread_id=thread, payload={"last_seq": 0})
    socket.ask("thread.delete", thread_id=thread)


def test_every_frame_of_a_conversation_is_as_documented(ada, validators):
    socket = ada.open_socket()
    thread = socket.new_thread()
    socket.say(thread, "Which models cost most last month, and what would you forecast?")
    run = socket.until("agent_completed")["run_id"]
    for kind in ("run.status", "run.cancel"):
        socket.ask(kind, thread_id=thread, payload={"run_id": run})
    for kind in ("history.get", "thread.open"):
        socket.ask(kind, thread_id=thread)
    for kind in ("agent.list", "thread.list", "ping"):
        socket.ask(kind)
    socket.ask("resume", thread_id=thread, payload={"last_seq": 3})
    change_everything(ada, socket, thread)
    socket.send_raw("nonsense")
    socket.until("error")
    seen = {frame["type"] for frame in socket.frames}
    sent = asyncapi_document()["operations"]["serverMessages"]["messages"]
    documented = {reference["$ref"].rpartition("/")[2] for reference in sent}
    # Those two are of what others do: the operator, an administrator.
    assert seen == documented - {"server_draining", "plan_changed"}
    for frame in socket.frames:
        problems = [problem.message for problem in validators[frame["type"]].iter_errors(frame)]
        assert problems == [], frame


def test_the_document_refuses_what_the_contract_refuses(ada, validators):
    socket = ada.open_socket()
    thread = socket.new_thread()
    created = socket.until("thread_created")
    assert validators["thread_created"].is_valid(created)
    for broken in (
        {**created, "seq": 0},
        {**created, "seq": "1"},
        {**created, "extra": 1},
        {key: value for key, value in created.items() if key != "digest"},
        {**created, "payload": {}},
        {**created, "type": "thread_renamed"},
    ):
        assert not validators["thread_created"].is_valid(broken), broken
    ping = {"type": "message.send", "id": "1", "thread_id": thread, "payload": {"text": "Hi"}}
    assert validators["message.send"].is_valid(ping)
    assert not validators["message.send"].is_valid({**ping, "payload": {}})


def test_the_document_reads_as_asyncapi_3():
    document = yaml.safe_load(asyncapi_yaml())
    assert document["asyncapi"].startswith("3.")
    named = set(document["channels"]["chat"]["messages"])
    assert named == set(document["components"]["messages"])
    used = {
        reference["$ref"].rpartition("/")[2]
        for operation in document["operations"].values()
        for reference in operation["messages"]
    }
    assert used == named
