"""Contract: what the published document does not say is found, and the other way round."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from contract_documents import CONTRACT, DOCUMENT, ask, changed, received, told
from event_streams import Case

from test_framework.events.asyncapi import PublishedContract
from test_framework.events.contract import (
    ContractChecker,
    Coverage,
    check_contract,
    check_coverage,
    coverage,
)
from test_framework.events.rules import Rule
from test_framework.events.verdict import Outcome, Verdict
from test_framework.wire.frame import Direction, Frame

PUBLISHED = Path(__file__).parents[2] / "docs" / "api" / "asyncapi.yaml"
STAMPED = {"type": "told", "at": "2026-10-01T12:00:00.000Z", "payload": {"agent": "triage"}}


def judged(*frames: Frame) -> Verdict:
    return check_contract("Ada", [ask(), *frames], CONTRACT)


def covered(*frames: Frame, expected: str = "told") -> Verdict:
    return check_coverage(frames, CONTRACT, expected=[expected])


CASES = [
    Case(
        Rule.MESSAGE_UNKNOWN,
        lambda: judged(received({"type": "sung"})),
        'Frame 2 that Ada received is of type "sung", which the published contract does not know.',
        (2,),
    ),
    Case(Rule.MESSAGE_UNKNOWN, lambda: judged(received({})), "is of type null, which"),
    Case(Rule.MESSAGE_UNKNOWN, lambda: judged(received({"type": ["told"]})), 'type ["told"]'),
    Case(
        Rule.MESSAGE_UNKNOWN,
        lambda: judged(received({"type": "ask", "text": "Hello"})),
        'is of type "ask", which the published contract lets only the other side send',
    ),
    Case(
        Rule.FIELD_UNKNOWN,
        lambda: judged(received(STAMPED | {"mood": "good"}, 9)),
        "Frame 9 that Ada received, told, has a field `mood` that the published contract does not",
        (9,),
    ),
    Case(Rule.FIELD_UNKNOWN, lambda: judged(told(mood="good")), "a field `payload.mood` that"),
    Case(
        Rule.FIELD_UNKNOWN,
        lambda: judged(told(note={"by": "Ada", "at": 3})),
        "has a field `payload.note.at` that",
    ),
    Case(
        Rule.FIELD_UNKNOWN,
        lambda: judged(told(tools=[{"name": "totals"}, {"name": "top", "cost": 3}])),
        "has a field `payload.tools.1.cost` that",
    ),
    Case(
        Rule.FIELD_UNKNOWN,
        lambda: check_contract("Ada", [ask(4, admin=True), told()], CONTRACT),
        "Frame 4 that Ada sent, ask, has a field `admin` that",
        (4,),
    ),
    Case(Rule.FIELD_MISSING, lambda: judged(told(agent=...)), "has no field `payload.agent`"),
    Case(Rule.FIELD_MISSING, lambda: judged(told(note={})), "has no field `payload.note.by`"),
    Case(
        Rule.FIELD_MISSING,
        lambda: check_contract(
            "Ada", [Frame(1, 1, Direction.SENT, 0.0, '{"type":"ask"}')], CONTRACT
        ),
        "Frame 1 that Ada sent, ask, has no field `text`",
    ),
    Case(
        Rule.FIELD_TYPE,
        lambda: judged(told(steps="3")),
        'has a field `payload.steps` that is "3", not of type integer',
    ),
    Case(Rule.FIELD_TYPE, lambda: judged(told(steps=True)), "`payload.steps` that is true, not"),
    Case(Rule.FIELD_EMPTY, lambda: judged(told(agent=" ")), "has an empty field `payload.agent`"),
    Case(Rule.FIELD_VALUE, lambda: judged(told(steps=-1)), "has a wrong field `payload.steps`"),
    Case(Rule.FIELD_VALUE, lambda: judged(told(note=7)), "has a wrong field `payload.note`"),
    Case(
        Rule.FIELD_VALUE,
        lambda: judged(received(STAMPED | {"at": "yesterday"})),
        'has a wrong field `at`: "yesterday" is not a "date-time"',
    ),
    Case(
        Rule.FRAME_UNREADABLE, lambda: judged(received("{nothing")), "is not one JSON object: {no"
    ),
    Case(Rule.FRAME_UNREADABLE, lambda: judged(received("[1]")), "is not one JSON object"),
    Case(Rule.FRAME_UNREADABLE, lambda: judged(received(b"{}")), "is not one JSON object"),
    Case(Rule.FRAME_UNREADABLE, lambda: judged(received('{"type": NaN}')), "is not one JSON"),
    Case(Rule.FRAME_UNREADABLE, lambda: judged(received("[" * 100_000)), "is not one JSON"),
    Case(
        Rule.FRAME_UNREADABLE,
        lambda: judged(told(agent="\ud800")),
        "is not one JSON object",
    ),
    Case(
        Rule.FRAME_UNREADABLE,
        lambda: judged(told(note={"by": json.loads("[" * 400 + "]" * 400)})),
        "Frame 2 that Ada received cannot be judged",
    ),
    Case(
        Rule.MESSAGE_UNUSED,
        lambda: covered(told(), expected="closing"),
        "The published contract has a message `closing`, but none was received.",
    ),
    Case(
        Rule.FIELD_UNUSED,
        lambda: covered(told(steps=1, note=None)),
        "has a field `payload.tools` in `told`, but no told that was received had it.",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_what_is_not_in_the_contract_is_named(case: Case) -> None:
    case.prove()


def test_every_problem_of_a_frame_is_a_finding_of_its_own() -> None:
    verdict = judged(told(agent=..., steps="3", mood=1, tone=2))
    assert sorted(f.rule for f in verdict.findings) == sorted(
        [Rule.FIELD_MISSING, Rule.FIELD_TYPE, Rule.FIELD_UNKNOWN, Rule.FIELD_UNKNOWN]
    )


def test_frames_that_keep_to_the_contract_hold() -> None:
    whole = told(steps=1, note={"by": "Ada"}, tools=[{"name": "top", "parameters": {"any": 1}}])
    assert judged(told(), told(note=None), whole).holds


def test_a_side_that_said_nothing_is_unknown() -> None:
    assert check_contract("Ada", [ask()], CONTRACT).outcome is Outcome.UNKNOWN
    assert check_contract("Ada", [told()], CONTRACT).outcome is Outcome.UNKNOWN
    assert "Ada sent no frame" in str(check_contract("Ada", [told()], CONTRACT))


def test_frame_by_frame_gives_the_same_verdict() -> None:
    frames = [ask(), told(mood=1), received("no")]
    checker = ContractChecker("Ada", CONTRACT)
    for frame in frames:
        checker.feed(frame)
        checker.verdict()
    assert checker.verdict() == check_contract("Ada", frames, CONTRACT)


def test_fields_are_free_where_the_document_says_so() -> None:
    open_told = changed("components/schemas/Told/additionalProperties", value=True)
    assert check_contract("Ada", [ask(), told(mood=1)], PublishedContract(open_told)).holds


def test_an_operation_without_a_list_has_all_messages_of_its_channel() -> None:
    contract = PublishedContract(changed("operations/out/messages", ...))
    assert set(contract.messages[Direction.RECEIVED]) == {"ask", "told", "closing"}


def test_coverage_names_what_was_never_seen() -> None:
    assert coverage([ask(), told(note={"by": "Ada"})], CONTRACT) == Coverage(
        Direction.RECEIVED, ("closing",), {"told": ("payload.steps", "payload.tools")}
    )
    assert coverage([ask(), told()], CONTRACT, Direction.SENT) == Coverage(Direction.SENT)


def test_coverage_adds_up_over_frames_and_looks_into_lists() -> None:
    seen = [told(steps=1, note=None), told(tools=[{"name": "a"}, {"name": "b"}])]
    unseen = coverage(seen, CONTRACT).fields_unseen["told"]
    assert unseen == ("payload.note.by", "payload.tools[].parameters")
    rest = told(note={"by": "Ada"}, tools=[{"name": "a", "parameters": {}}])
    assert coverage([*seen, rest], CONTRACT).fields_unseen == {}
    assert covered(*seen, rest).holds


def test_what_cannot_be_read_covers_nothing() -> None:
    unreadable = [received("no"), received(b"no"), received({"type": 7})]
    assert coverage(unreadable, CONTRACT).messages_unseen == ("told", "closing")


def test_a_schema_that_contains_itself_is_read() -> None:
    note = {"type": "object", "properties": {"inner": {"$ref": "#/components/schemas/Note"}}}
    contract = PublishedContract(changed("components/schemas/Note", note))
    nested = told(note={"inner": {"inner": {"odd": 1}}})
    assert "`payload.note.inner.inner.odd`" in str(check_contract("Ada", [ask(), nested], contract))
    assert "payload.note.inner" not in coverage([nested], contract).fields_unseen["told"]


def test_an_expected_message_that_is_not_in_the_contract_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="knows no message sung that is received"):
        covered(told(), expected="sung")


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("asyncapi", "2.6.0", "no AsyncAPI 3 document: `asyncapi` is '2.6.0'"),
        ("operations", {}, "no operation with a message"),
        ("operations/in/action", "shout", "Operation in has no action"),
        ("components/messages/ask", ..., "nothing at #/components/messages/ask"),
        ("components/schemas/Ask/properties/type", {"type": "string"}, "does not fix one value"),
    ],
)
def test_a_document_that_is_no_contract_is_refused(path: str, value: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        PublishedContract(changed(path, value))


@pytest.mark.parametrize(
    ("text", "words"), [("{", "is no YAML"), ("- a list", "is no AsyncAPI 3 document")]
)
def test_a_text_that_is_no_document_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        PublishedContract.from_yaml(text)


def test_the_platforms_own_document_is_read_whole() -> None:
    contract = PublishedContract.from_yaml(PUBLISHED.read_text("utf-8"))
    assert "message.send" in contract.messages[Direction.SENT]
    received_types = contract.messages[Direction.RECEIVED]
    assert {"agent_started", "error", "server_draining"} <= set(received_types)
    fields = set(contract.documented(received_types["agent_started"].schema))
    assert {"seq", "run_id", "payload.context.parent_run_id"} <= fields


def test_reading_does_not_change_the_document() -> None:
    before = str(DOCUMENT)
    PublishedContract(DOCUMENT)
    assert str(DOCUMENT) == before
