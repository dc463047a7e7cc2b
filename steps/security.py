"""Keeping people apart, refusing what cannot be read, guarding the door."""

import json
from collections.abc import Callable
from typing import Any

import jwt
from pytest_bdd import then, when

from steps.conversation import current_thread
from steps.people import Actor, People, says
from steps.verdicts import must_hold
from targets.reference.api import Api, Refused
from test_framework.events.isolation import check_isolation

POLICY = 1008
TOO_BIG = 1009
BEYOND_MEASURE = 1_000_000
LONGER_THAN_ALLOWED = 9_000
FOREIGN_ORIGIN = "https://evil.example"
MADE_UP_KEY = "a key that Mallory made up, and long enough"
INTERNALS = ("Traceback", "chat_platform", "sqlite", "pydantic", 'File "')

MESSAGES: dict[str, Any] = {
    "not JSON": "{this is not JSON",
    "a list": "[1, 2, 3]",
    "binary": b"\x00\x01\x02",
    "empty": "",
    "two messages in one": '{"type": "ping", "id": "m1"}{"type": "ping", "id": "m2"}',
    "nested thirty thousand deep": "[" * 30_000,
    "with a number that is none": '{"type": "ping", "id": NaN}',
    "with half a character": '{"type": "ping", "id": "m1", "\\ud800": 1}',
    "with five thousand digits": '{"type": "ping", "id": ' + "9" * 5_000 + "}",
    "with an endless number": '{"type": "ping", "id": 1e999}',
    "with three thousand fields": {
        "type": "ping",
        "id": "m1",
        **{f"f{n}": n for n in range(3_000)},
    },
    "with a list in place of a kind": {"type": ["ping"], "id": "m1", "payload": {}},
    "of an unknown kind": {"type": "message.sing", "id": "m1", "payload": {}},
    "without a kind": {"id": "m1", "payload": {}},
    "without a text": {"type": "message.send", "id": "m1", "payload": {}},
    "with a number as text": {"type": "message.send", "id": "m1", "payload": {"text": 7}},
    "with a foreign field": {"type": "ping", "id": "m1", "payload": {"admin": True}},
    "longer than allowed": {
        "type": "message.send",
        "id": "m1",
        "payload": {"text": "a" * LONGER_THAN_ALLOWED},
    },
}
DEEDS: dict[str, tuple[str, dict[str, Any]]] = {
    "open": ("thread.open", {}),
    "read": ("history.get", {}),
    "follow": ("resume", {"last_seq": 0}),
    "write in": ("message.send", {"text": "Hello from Mallory"}),
    "stop": ("run.cancel", {"run_id": "whichever"}),
    "rename": ("thread.rename", {"title": "Mallory was here"}),
    "archive": ("thread.archive", {}),
    "restore": ("thread.restore", {}),
    "delete": ("thread.delete", {}),
    "correct": ("message.edit", {"message_id": "whichever", "text": "Hello from Mallory"}),
    "shorten": ("message.delete", {"message_id": "whichever"}),
    "ask again in": ("message.retry", {"message_id": "whichever"}),
    "judge": ("message.feedback", {"message_id": "whichever", "rating": "down"}),
    "add a file to": ("attachment.add", {"upload_id": "whichever"}),
    "mark as read": ("ack", {"seq": 1}),
    "be seen writing in": ("typing", {}),
}


def claims_of(token: str) -> dict[str, Any]:
    """What a pass says, read without its key."""
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def named_anew(token: str) -> str:
    """The same pass with another name in it, under the old signature."""
    header, _body, signature = token.split(".")
    other = jwt.encode({**claims_of(token), "sub": "somebody-else"}, MADE_UP_KEY, algorithm="HS256")
    return ".".join((header, other.split(".")[1], signature))


FORGERIES: dict[str, Callable[[str], str]] = {
    "signed with another key": lambda token: jwt.encode(
        claims_of(token), MADE_UP_KEY, algorithm="HS256"
    ),
    "not signed at all": lambda token: jwt.encode(claims_of(token), "", algorithm="none"),
    "changed to name somebody else": named_anew,
}


def secret_of(who: Actor) -> str:
    """Words that only this person uses: the first part of the own address."""
    return who.context.identity.email.partition("@")[0]


# When


@when(says("{one:Person} and {other:Person} ask about their own secret at the same time"))
def _(people: People, one: str, other: str) -> None:
    for who in (one, other):
        people[who].ask(f"What did we spend on model {secret_of(people[who])} in September 2026?")
    for who in (one, other):
        people[who].wait_until_answered()


@when(says("{who:Person} tries to {deed} the conversation of {other:Person}"))
def _(people: People, who: str, deed: str, other: str) -> None:
    kind, payload = DEEDS[deed]
    thread = current_thread(people[other])
    reply = people[who].wire.ask(kind, thread, payload)
    assert reply.type == "error", f"{who} got {reply.type}: {dict(reply.payload)}"


@when(says("{who:Person}'s device sends a message that is {mistake}"))
def _(people: People, who: str, mistake: str) -> None:
    message = MESSAGES[mistake]
    if isinstance(message, dict) and message.get("type") == "message.send":
        message = {**message, "thread_id": people[who].wire.thread_id}
    raw = json.dumps(message) if isinstance(message, dict) else message
    people[who].wire.send_raw(raw)


@when(says("{who:Person}'s device sends a message beyond all measure"))
def _(people: People, who: str) -> None:
    people[who].wire.send_raw(json.dumps({"type": "ping", "id": "a" * BEYOND_MEASURE}))


@when(says("{who:Person} connects with {pretext}"))
def _(people: People, who: str, pretext: str) -> None:
    ticket = {
        "no ticket": None,
        "an invented ticket": "invented-by-mallory-0123456789",
        "the ticket Ada used already": people["Ada"].wire.used_tickets[-1],
    }[pretext]
    people[who].wire.socket = people[who].wire.open_socket(ticket)


@when(says("a foreign page connects with a fresh ticket of {who:Person}"))
def _(people: People, who: str) -> None:
    wire = people[who].wire
    wire.socket = wire.open_socket(people[who].api.ticket(), origin=FOREIGN_ORIGIN)


@when(says("{who:Person} asks for a ticket with a pass of {other:Person} that is {forgery}"))
def _(people: People, who: str, other: str, forgery: str) -> None:
    ask_for_ticket(people[who], FORGERIES[forgery](people[other].pass_of_log_in()))


@when(says("{who:Person} asks for a ticket with her own pass"))
def _(people: People, who: str) -> None:
    ask_for_ticket(people[who], people[who].pass_of_log_in())


def ask_for_ticket(who: Actor, access_token: str) -> None:
    try:
        who.kept["ticket"] = Api.of(who.context).ticket(access_token)
    except Refused as refusal:
        who.kept["refusal"] = refusal


# Then


@then(says("neither of {one:Person} and {other:Person} was told anything of the other"))
def _(people: People, one: str, other: str) -> None:
    seen = {who: people[who].context.events for who in (one, other)}
    secrets = {who: [secret_of(people[who])] for who in (one, other)}
    verdict = check_isolation(seen, secrets)
    must_hold(verdict)


@then(says('it is refused as "{code}" with advice and without inner details'))
def _(people: People, code: str) -> None:
    refusal = people.latest.wire.refusal().payload
    assert refusal["code"] == code, f"it was refused as {refusal}"
    assert refusal["message"], "the refusal does not say what was wrong"
    assert refusal["what_next"], "the refusal does not say what to do"
    told = [word for word in INTERNALS if word.lower() in json.dumps(dict(refusal)).lower()]
    assert not told, f"the refusal shows inner details {told}: {refusal}"


@then(says("the connection of {who:Person} is closed because the message was too big"))
def _(people: People, who: str) -> None:
    code = people[who].wire.socket.wait_closed()
    assert code == TOO_BIG, f"the connection was closed with {code}, not {TOO_BIG}"


@then(says('the connection is refused as "{code}" and closed'))
def _(people: People, code: str) -> None:
    actor = people.latest
    told = actor.wire.refusal().payload["code"]
    closed_with = actor.wire.socket.wait_closed()
    assert (told, closed_with) == (code, POLICY), f"told {told}, closed with {closed_with}"
    others = [e.type for e in actor.context.events if e.type != "error"]
    assert not others, f"{actor.name} was told {others}"


@then(says("{who:Person} gets no ticket"))
def _(people: People, who: str) -> None:
    kept = people[who].kept
    assert "ticket" not in kept, f"{who} got a ticket"
    assert kept["refusal"].status == 401, f"{who} was refused otherwise: {kept['refusal']}"
