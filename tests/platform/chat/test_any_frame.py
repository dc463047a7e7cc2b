"""No frame whatever is trouble of the platform's own: it is answered, or refused by name."""

from __future__ import annotations

import asyncio
import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from pydantic import TypeAdapter

from chat_platform.chat.connection import Connection
from chat_platform.chat.room import ChatRoom
from chat_platform.chat.router import Unreadable, read_message
from chat_platform.contract.vocabulary import ClientMessage

SCHEMA = TypeAdapter(ClientMessage).json_schema()
KINDS = sorted(SCHEMA["discriminator"]["mapping"])
ATOMS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(10**300, 10**320)
    | st.floats()  # NaN and the infinities among them
    | st.text(st.characters(codec="utf-8"), max_size=20)
    | st.sampled_from(["\0", "\u202e", "../..", "a" * 70, "2026-09-01", "t1", ""])
)
ANYTHING = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
FIELDS = sorted(
    {name for part in SCHEMA["$defs"].values() for name in part.get("properties", {})}
    - {"type", "id", "thread_id", "payload"}
)
LIKELY = st.fixed_dictionaries(
    {"type": st.sampled_from(KINDS), "id": st.uuids().map(str)},
    optional={
        "thread_id": st.just("t1") | ATOMS,
        "payload": st.dictionaries(st.sampled_from(FIELDS), ATOMS, max_size=2) | ANYTHING,
    },
)
TEXTS = st.sampled_from(
    ["t1", "\0", "a\0b", "", " ", "\u200b", "../..", "%_\\", "' OR 1=1", "a" * 9_000, "en-GB"]
) | st.text(st.characters(codec="utf-8"), max_size=20)


def fitting(part):
    """Values after a JSON Schema of ours, as odd as it allows, and sometimes a little odder."""
    if "$ref" in part:
        return fitting(SCHEMA["$defs"][part["$ref"].rpartition("/")[2]])
    if "const" in part or "enum" in part:
        return st.sampled_from(part.get("enum", [part.get("const")]))
    if "anyOf" in part:
        return st.one_of(*map(fitting, part["anyOf"]))
    if part["type"] == "object":
        fields = part.get("properties", {})
        required = part.get("required", ())
        values = {
            name: st.uuids().map(str) if name == "id" else fitting(fields[name]) for name in fields
        }
        return st.fixed_dictionaries(
            {name: value for name, value in values.items() if name in required},
            optional={name: value for name, value in values.items() if name not in required},
        )
    of_kind = {
        "string": TEXTS,
        "integer": st.integers(-1, 5) | st.integers(2**31, 2**70) | st.just(10**300),
        "boolean": st.booleans(),
        "null": st.none(),
    }
    return of_kind[part["type"]]


MESSAGES = st.one_of(
    *(fitting({"$ref": ref}) for ref in SCHEMA["discriminator"]["mapping"].values()),
    LIKELY,
    st.dictionaries(st.sampled_from(["type", "id", "thread_id", "payload", "x"]), ANYTHING),
)


class Script:
    """A client that sends what it was given, then leaves; it keeps what it was told."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = iter(texts)
        self.told: list[dict[str, object]] = []

    async def receive(self):
        text = next(self._texts, None)
        if text is None:
            await asyncio.sleep(0)
            return {"type": "websocket.disconnect", "code": 1000}
        return {"type": "websocket.receive", "text": text}

    async def send_text(self, frame):
        self.told.append(json.loads(frame))

    async def close(self, code, reason):
        self.told.append({"type": "close", "code": code, "reason": reason})


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")) | ANYTHING.map(json.dumps))
def test_any_text_is_a_message_or_unreadable(text):
    try:
        said = read_message(text).type
    except Unreadable as problem:
        said = problem.code
    assert said in {*KINDS, "invalid_json", "missing_field", "wrong_field_type", "unknown_type"}


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 20_000,
        '{"type": "ping", "id": ' + "9" * 5_000 + "}",
        '{"type": "ping", "id": "\\ud800"}',
        '{"type": "ping", "id": 1e999}',
        "{" + ",".join(f'"f{n}": {n}' for n in range(10_000)) + "}",
        json.dumps({"type": "ping", "id": "m1", **{f"f{n}": n for n in range(10_000)}}),
        "\ufeff{}",
        "",
    ],
    ids=lambda text: text[:20] or "empty",
)
def test_texts_made_to_break_their_reader_are_unreadable(text):
    with pytest.raises(Unreadable):
        read_message(text)


@pytest.fixture
def room(portal, database, settings, build):
    room = ChatRoom(settings, database, build().sessions)
    yield room
    portal.call(room.drain, 0)


def test_no_message_whatever_is_trouble_of_the_platform_itself(portal, room, caller):
    @how(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.uuids(), st.lists(MESSAGES, min_size=1, max_size=15))
    def story(thread, messages):
        async def serve():
            mine = await room.store.create_thread(caller.user.id, str(thread), "Bills")
            texts = [json.dumps(each).replace('"t1"', f'"{mine.thread_id}"') for each in messages]
            script = Script(texts)
            async with asyncio.timeout(10):
                await Connection(script, caller, room).serve()
            return script.told

        told = portal.call(serve)
        trouble = [m for m in told if m.get("payload", {}).get("code") == "internal"]
        assert not trouble, (messages, trouble)
        assert not [m for m in told if m["type"] == "close"], told

    story()
