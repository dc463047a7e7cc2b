"""What one device of a person knows of another: use, places read, typing, preferences."""

from collections.abc import Mapping
from typing import Any

from pytest_bdd import given, then, when

from steps.people import Actor, People, says
from test_framework.events.model import AgentEvent, EventKind

COUNTED = ("tool_calls", "input_tokens", "output_tokens")
WISHES = {"colour_scheme": "dark", "number_format": "de-DE"}


def hears(device: Actor, kind: str) -> Mapping[str, Any]:
    """What a device is told unasked."""
    told: AgentEvent = device.context.wait_for_event(kind, where=lambda event: not event.reply_to)
    return told.payload


@given(says("{who:Person} has read {count:d} events of the conversation"))
@when(says("{who:Person} tells that she has read {count:d} event of the conversation"))
def _(people: People, who: str, count: int) -> None:
    wire = people[who].wire
    wire.ask("ack", wire.thread_id, {"seq": count})


@when(says("{who:Person} asks what she has used so far"))
def _(people: People, who: str) -> None:
    people[who].kept["used"] = dict(people[who].wire.ask("usage.get").payload)


@when(says("{who:Person} begins to write"))
def _(people: People, who: str) -> None:
    wire = people[who].wire
    wire.ask("typing", wire.thread_id)


@when(says("{who:Person} prefers dark colours and numbers as in Germany"))
def _(people: People, who: str) -> None:
    people[who].wire.ask("preferences.set", payload=WISHES)


@then(says("it is the sum of what the runs of {who:Person} told"))
def _(people: People, who: str) -> None:
    actor = people[who]
    ends = [e for e in actor.context.events if e.kind is EventKind.AGENT_COMPLETED]
    told = {name: sum(e.payload["usage"][name] for e in ends) for name in COUNTED}
    expected = {"runs": len(ends), **told}
    assert told["output_tokens"], "the runs used nothing"
    used = {name: actor.kept["used"][name] for name in expected}
    assert used == expected, f"{used}, but the runs told {expected}"


@then(says("the other device of {who:Person} hears that {count:d} event is read"))
def _(people: People, who: str, count: int) -> None:
    read = hears(people.device_of(who), "thread_read")["seq"]
    assert read == count, f"it heard that {read} are read"


@then(says("{count:d} events of the conversation of {who:Person} are read"))
def _(people: People, count: int, who: str) -> None:
    threads = people[who].wire.ask("thread.list").payload["threads"]
    assert threads[0]["read_seq"] == count, f"{threads[0]['read_seq']} are read"


@then(says("the other device of {who:Person} hears that she writes"))
def _(people: People, who: str) -> None:
    told = hears(people.device_of(who), "typing_noted")["thread_id"]
    assert told == people[who].wire.thread_id, f"it heard of {told}"


@then(says("nothing of it is kept, and {other:Person} hears nothing"))
def _(people: People, other: str) -> None:
    actor = next(iter(people))
    history = actor.wire.ask("history.get", actor.wire.thread_id).payload
    assert history["last_seq"] == 1, f"the conversation has {history['last_seq']} events"
    people[other].wire.ask("ping")
    heard = [e.type for e in people[other].context.events if e.type == "typing_noted"]
    assert not heard, f"{other} heard {heard}"


@then(says("the other device of {who:Person} hears of it"))
def _(people: People, who: str) -> None:
    told = hears(people.device_of(who), "preferences")
    assert told.items() >= WISHES.items(), f"it heard {dict(told)}"


@then(says("the next device of {who:Person} finds dark colours and numbers as in Germany"))
def _(people: People, who: str) -> None:
    device = people.device_of(who, "wire")
    device.access.enter()
    device.connect()
    found = device.wire.ask("preferences.set").payload
    assert found.items() >= WISHES.items(), f"it found {dict(found)}"
