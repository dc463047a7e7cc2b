"""What hostile people say: names of others' things, impossible names, values, and places."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pytest_bdd import then, when

from steps.contract import published_to
from steps.conversation import current_thread
from steps.people import Actor, People, says
from targets.reference.drafts import Ids, deeds_with, with_wrong_values
from test_framework.events.model import AgentEvent, EventKind
from test_framework.wire.frame import Direction

# A platform may end a connection after twenty unreadable messages in a row.
AT_ONCE = 15
NOT_THERE = {
    "thread_not_found",
    "message_not_found",
    "run_not_found",
    "attachment_not_found",
    # An empty one is none: its field is named.
    "wrong_field_type",
}
OF_FIELDS = {"missing_field", "wrong_field_type", "unknown_type"}
NAMES: Mapping[str, Callable[[Actor], str]] = {
    "empty": lambda _: "",
    "a number": lambda _: "7",
    "a way through folders": lambda _: "../../../../etc/passwd",
    "a piece of a database query": lambda _: "' OR '1'='1' --",
    "broken over two lines": lambda _: "a\nb\r\n",
    "with a zero in the middle": lambda _: "a\0b",
    "written from right to left": lambda _: "\N{RIGHT-TO-LEFT OVERRIDE}cba%_*",
    "of twenty thousand letters": lambda _: "a" * 20_000,
    "of a conversation everywhere": lambda who: who.wire.thread_id,
}
# As they stand in JSON, which can say more than Python would.
PLACES: Mapping[str, str] = {
    "before the first": "-1",
    "far in the future": "1000000",
    "just past 64 bits": str(2**63),
    "with 400 zeros": "1" + "0" * 400,
    "as large as floats": "1e308",
    "between two places": "1.5",
    "a word": '"two"',
    "a yes": "true",
    "nothing": "null",
}


def things_of(who: Actor) -> Ids:
    """The names of this person's things, as the platform gave them."""
    events = who.context.events
    started = next(e for e in events if e.kind is EventKind.AGENT_STARTED)
    asked = next(e for e in events if e.type == "message_accepted")
    return Ids(current_thread(who), asked.payload["message_id"], started.run_id, who.kept["file"])


def what_is_of(who: Actor) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """This person's conversation and list of conversations, as the platform tells them now."""
    history = who.wire.ask("history.get", current_thread(who))
    return history.payload, who.wire.ask("thread.list").payload


def answers_to(who: Actor, deeds: Iterable[Mapping[str, Any]]) -> list[AgentEvent]:
    """What this person is answered to each of these messages."""
    return [who.wire.ask(d["type"], d["thread_id"], d["payload"]) for d in deeds]


def refusals_of(who: Actor, messages: list[str]) -> list[Mapping[str, Any]]:
    """The refusals of messages that may be too broken to be answered by name, in order."""
    told: list[Mapping[str, Any]] = []
    for first in range(0, len(messages), AT_ONCE):
        before = len(who.context.events)
        batch = messages[first : first + AT_ONCE]
        for message in batch:
            who.wire.send_raw(message)
        who.wire.ask("ping")
        news = [e for e in who.context.events[before:] if e.type != "pong"]
        kinds = [e.type for e in news]
        assert kinds == ["error"] * len(batch), f"{len(batch)} wrong messages got {kinds}"
        told += [e.payload for e in news]
    return told


# When


@when(says("{who:Person} tries everything that the contract knows with what is {other:Person}'s"))
def _(people: People, who: str, other: str) -> None:
    people[other].wait_until_answered()
    people[other].kept["before"] = what_is_of(people[other])
    mallory, things = people[who], things_of(people[other])
    contract, own = published_to(mallory), mallory.wire.thread_id
    mallory.kept["deeds"] = deeds_with(contract, things, own)
    mallory.kept["answers"] = answers_to(mallory, mallory.kept["deeds"])
    mallory.kept["never_were"] = answers_to(mallory, deeds_with(contract, Ids.never_given(), own))


@when(says("{who:Person} tries everything that the contract knows with names that are:"))
def _(people: People, who: str, datatable: list[list[str]]) -> None:
    mallory = people[who]
    contract, own = published_to(mallory), mallory.wire.thread_id
    mallory.kept["deeds"] = [
        deed
        for (name,) in datatable[1:]
        for deed in deeds_with(contract, Ids.all_alike(NAMES[name](mallory)), own)
        # Her own conversation is there: what names nothing else may be done.
        if deed["thread_id"] != own or names_more(deed)
    ]
    mallory.kept["answers"] = answers_to(mallory, mallory.kept["deeds"])


def names_more(deed: Mapping[str, Any]) -> bool:
    """Whether a message names anything besides its conversation."""
    return any(name.endswith("_id") for name in deed["payload"])


@when(says('{who:Person}\'s device sends "{words}" under the name of that question'))
def _(people: People, who: str, words: str) -> None:
    wire = people[who].wire
    accepted = next(e for e in people[who].context.events if e.type == "message_accepted")
    wire.send_message("message.send", wire.thread_id, {"text": words}, message_id=accepted.reply_to)


@when(says('{who:Person}\'s device begins a conversation "{title}" under the name of the first'))
def _(people: People, who: str, title: str) -> None:
    opened = next(e for e in people[who].context.events if e.type == "thread_opened")
    wire = people[who].wire
    wire.send_message("thread.create", payload={"title": title}, message_id=opened.reply_to)


@when(says("{who:Person} sends all that {other:Person}'s device has sent, word for word"))
def _(people: People, who: str, other: str) -> None:
    people[other].wait_until_answered()
    frames = people[other].context.frames.frames
    for frame in frames:
        if frame.direction is Direction.SENT:
            people[who].wire.send_raw(frame.payload)
    people[who].wire.ask("ping")
    people[who].kept["thread_of_other"] = current_thread(people[other])


@when(says("{who:Person}'s device puts every wrong kind of value into every field of the contract"))
def _(people: People, who: str) -> None:
    mallory = people[who]
    ids = Ids.all_alike(mallory.wire.thread_id)
    wrong = list(with_wrong_values(published_to(mallory), ids))
    assert wrong, "the contract has no field"
    told = refusals_of(mallory, [json.dumps(message) for _, message in wrong])
    mallory.kept["refused"] = list(zip(wrong, told, strict=True))


@when(says("{who:Person}'s device names these places as read, and asks for all after them:"))
def _(people: People, who: str, datatable: list[list[str]]) -> None:
    thread = people[who].wire.thread_id
    people[who].wait_until_answered()
    frames = [
        f'{{"type": "{kind}", "id": "m1", "thread_id": "{thread}", '
        f'"payload": {{"{field}": {PLACES[place]}}}}}'
        for kind, field in (("ack", "seq"), ("resume", "last_seq"))
        for (place,) in datatable[1:]
    ]
    people[who].kept["refusals"] = refusals_of(people[who], frames)


# Then


@then(says("{who:Person} is answered as for things that never were"))
def _(people: People, who: str) -> None:
    kept = people[who].kept
    for deed, told, same in zip(kept["deeds"], kept["answers"], kept["never_were"], strict=True):
        what = f"{who}'s {deed['type']} got {told.type} {dict(told.payload)}"
        assert told.type == "error", what
        assert told.payload == same.payload, f"{what}, but what never was: {dict(same.payload)}"


@then(says("{who:Person} finds all of it as it was"))
def _(people: People, who: str) -> None:
    before, now = people[who].kept["before"], what_is_of(people[who])
    assert now == before, f"{who} had {before}, and has {now}"


@then(says("{who:Person} is told each time that there is no such thing"))
def _(people: People, who: str) -> None:
    kept = people[who].kept
    for deed, told in zip(kept["deeds"], kept["answers"], strict=True):
        what = f"{deed['type']} with {str(deed)[:200]} got {told.type} {dict(told.payload)}"
        assert told.type == "error", what
        assert told.payload["code"] in NOT_THERE, what


@then(says("{who:Person} has nothing of {other:Person}'s conversation"))
def _(people: People, who: str, other: str) -> None:
    thread = people[who].kept["thread_of_other"]
    told = [e.type for e in people[who].context.events if thread in json.dumps(dict(e.payload))]
    told += [e.type for e in people[who].context.events if e.thread_id == thread]
    assert not told, f"{who} was told {told} of the conversation of {other}"
    refusals = [e.payload["code"] for e in people[who].context.events if e.type == "error"]
    assert refusals == ["thread_not_found"] * len(refusals) != [], f"{who} was told {refusals}"


@then("each is refused, and the field is named")
def _(people: People) -> None:
    for (path, message), told in people.latest.kept["refused"]:
        what = f"{message} was refused as {dict(told)}"
        assert told["code"] in OF_FIELDS, what
        named = str(told["field"])
        assert path.startswith(named) or named.startswith(path), f"{what}, but wrong was {path}"


@then("each of these places is refused by name")
def _(people: People) -> None:
    refusals = people.latest.kept["refusals"]
    told = {(r["code"], r["field"]) for r in refusals}
    expected = {("wrong_field_type", "payload.seq"), ("wrong_field_type", "payload.last_seq")}
    assert told == expected, f"they were refused as {told}"
