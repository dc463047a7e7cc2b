"""A program that speaks AG-UI with the platform."""

from __future__ import annotations

from typing import Any

from httpx2 import EventSource, Response

from .person import Person

Json = dict[str, Any]


QUESTION = "Which models cost most last month?"


def body(text: Any = QUESTION, **changed: Any) -> Json:
    """What AG-UI sends to ask."""
    question = {"id": changed.pop("message_id", "q1"), "role": "user", "content": text}
    return {"threadId": "mine", "runId": "run-1", "messages": [question], **changed}


def post(person: Person, sent: Any) -> Response:
    """The answer as a whole."""
    return person.http.post("/ag-ui", json=sent)


def ask(
    person: Person, text: Any = "Which models cost most last month?", **changed: Any
) -> list[Json]:
    """The events of the answer."""
    with person.http.stream("POST", "/ag-ui", json=body(text, **changed)) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"].startswith("text/event-stream")
        return [event.json() for event in EventSource(answer)]


def types(events: list[Json]) -> list[str]:
    return [event["type"] for event in events]


def of_type(events: list[Json], kind: str) -> list[Json]:
    return [event for event in events if event["type"] == kind]
