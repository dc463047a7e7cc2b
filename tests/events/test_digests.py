"""Digests: a frame that changed on the way is found."""

from __future__ import annotations

import json
from typing import Any

import pytest
from event_streams import Case

from test_framework.events.digests import check_digests, digest_of
from test_framework.events.rules import Rule
from test_framework.events.verdict import Outcome
from test_framework.wire.frame import Direction, Frame

ENVELOPE: dict[str, Any] = {
    "type": "agent_thinking",
    "id": "e1",
    "seq": 4,
    "payload": {"reasoning": "Überlegen … 思考", "step": 1, "share": 0.1},
}


CHANGED = digest_of(ENVELOPE | {"seq": 5})


def received(payload: str | bytes) -> Frame:
    return Frame(7, 1, Direction.RECEIVED, 0.0, payload)


def sealed(**changed: Any) -> Frame:
    return received(json.dumps({**ENVELOPE, "digest": digest_of(ENVELOPE), **changed}))


CASES = [
    Case(
        Rule.FRAME_UNREADABLE,
        lambda: check_digests("Ada", [received("{nothing")]),
        "Frame 7 of Ada is not one JSON object: {nothing",
        (7,),
    ),
    Case(Rule.FRAME_UNREADABLE, lambda: check_digests("Ada", [received(b"\x00")]), "not one JSON"),
    Case(Rule.FRAME_UNREADABLE, lambda: check_digests("Ada", [received("[1]")]), "not one JSON"),
    Case(
        Rule.DIGEST_MISSING,
        lambda: check_digests("Ada", [received(json.dumps(ENVELOPE))]),
        "Frame 7 of Ada (agent_thinking) carries no digest",
        (7,),
    ),
    Case(
        Rule.DIGEST_WRONG,
        lambda: check_digests("Ada", [sealed(seq=5)]),
        f"carries digest {digest_of(ENVELOPE)}, but its content has {CHANGED}",
        (7,),
    ),
    Case(
        Rule.DIGEST_WRONG,
        lambda: check_digests("Ada", [sealed(seq=2**60)]),
        "its content has impossible",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_broken_frame_is_named(case: Case) -> None:
    case.prove()


def test_the_digest_of_a_known_envelope() -> None:
    # CRC-32C of the bytes {"a":1}, computed independently bit by bit below.
    register = 0xFFFFFFFF
    for byte in b'{"a":1}':
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ (0x82F63B78 if register & 1 else 0)
    assert digest_of({"a": 1}) == f"{register ^ 0xFFFFFFFF:08x}"


def test_whole_frames_hold_whatever_the_order_of_their_fields() -> None:
    turned = dict(reversed([*ENVELOPE.items(), ("digest", digest_of(ENVELOPE))]))
    assert check_digests("Ada", [sealed(), received(json.dumps(turned))]).holds


def test_what_was_sent_is_not_judged() -> None:
    sent = Frame(1, 1, Direction.SENT, 0.0, "{nothing")
    assert check_digests("Ada", [sent]).outcome is Outcome.UNKNOWN
    assert check_digests("Ada", [sent, sealed()]).holds
