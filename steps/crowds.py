"""Many conversations of one person at once, and many devices in one."""

from pytest_bdd import then, when

from steps.conversation import current_thread, numbered
from steps.people import Actor, People, eventually, says
from steps.verdicts import must_hold
from test_framework.events.delivery import check_delivery
from test_framework.events.model import EventKind
from test_framework.events.sequence import check_sequence

ALL_ANSWERED_WITHIN_S = 60.0
DEVICES = (None, "wire")


def about(number: int) -> str:
    """A question like no other: its answer names the model that it asks for."""
    return f"What did we spend on model zebra-{number:03} in September 2026?"


def devices_of(people: People, who: str) -> list[Actor]:
    """This person's devices, each in the same conversation."""
    return [people[who], *(people.device_of(who, driver) for driver in DEVICES)]


@when(says("{who:Person} asks about another model in each of {count:d} conversations at once"))
def _(people: People, who: str, count: int) -> None:
    actor = people[who]
    asked = [actor.wire.send_message("thread.create") for _ in range(count)]
    threads = [actor.wire.reply_to(sent).payload["thread"]["thread_id"] for sent in asked]
    actor.kept["asked"] = {thread: about(n) for n, thread in enumerate(threads)}
    for thread, text in actor.kept["asked"].items():
        actor.wire.send_message("message.send", thread, {"text": text})
    actor.asked = count


@when(says("three devices of {who:Person} ask in it at once"))
def _(people: People, who: str) -> None:
    thread = current_thread(people[who])
    devices = devices_of(people, who)
    for device in devices[1:]:
        device.access.enter()
        device.connect()
        device.wire.ask("resume", thread, {"last_seq": 0})
    for number, device in enumerate(devices):
        device.wire.send_message("message.send", thread, {"text": about(number)})
    for device in devices:
        eventually(
            lambda device=device: len(device.finished_runs()) == len(devices),  # type: ignore[misc]
            device,
            "an answer for each device",
            within=ALL_ANSWERED_WITHIN_S,
        )


@then(says("each of the {count:d} questions of {who:Person} is answered where it was asked"))
def _(people: People, count: int, who: str) -> None:
    actor = people[who]
    eventually(
        lambda: len(actor.finished_runs()) >= count,
        actor,
        f"{count} answers",
        within=ALL_ANSWERED_WITHIN_S,
    )
    for thread, question in actor.kept["asked"].items():
        said = actor.wire.ask("history.get", thread).payload["messages"]
        texts = [message["text"] for message in said]
        name = question.split()[6]
        right = len(texts) == 2 and texts[0] == question and name in texts[1]
        assert right, f"{question!r} is answered with {texts[1:]}"


@then(says("each run of {who:Person} is complete and in order, and nothing was lost or repeated"))
def _(people: People, who: str) -> None:
    events = people[who].context.events
    must_hold(check_sequence(events))
    must_hold(check_delivery(events))


@then(says("each of the {count:d} questions is answered once, one after the other"))
def _(people: People, count: int) -> None:
    actor = next(iter(people))
    texts = [m.text for m in actor.chat.conversation()]
    for number in range(count):
        naming = [text for text in texts if f"zebra-{number:03}" in text]
        assert len(naming) == 2, f"question {number} and its answer: {naming}"
    of_runs = [e.kind for e in actor.context.events if e.kind.of_run]
    begins = [at for at, kind in enumerate(of_runs) if kind is EventKind.AGENT_STARTED]
    ends = [at for at, kind in enumerate(of_runs) if kind is EventKind.AGENT_COMPLETED]
    in_turn = all(end < begin for end, begin in zip(ends, begins[1:], strict=False))
    assert in_turn, f"one run began before the other had ended: {of_runs}"


@then(says("all devices of {who:Person} were told the same, in the same order"))
def _(people: People, who: str) -> None:
    first, *others = devices_of(people, who)
    for other in others:
        assert numbered(other) == numbered(first), f"{other.name} was told something else"
