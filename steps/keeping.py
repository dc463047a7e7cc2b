"""Keeping conversations in order: names, the archive, deleting, finding."""

from pytest_bdd import given, then, when

from steps.conversation import current_thread
from steps.people import Actor, People, eventually, says
from steps.verdicts import must_hold
from targets.reference.upkeep import upkeep_of
from targets.reference.wire_chat import WireChat
from test_framework.events.delivery import check_delivery
from test_framework.events.model import EventKind
from test_framework.upkeep import Upkeep

DEEDS = {
    "rename": ("thread.rename", {"title": "Models"}),
    "archive": ("thread.archive", {}),
    "restore": ("thread.restore", {}),
    "delete": ("thread.delete", {}),
}


def order_of(who: Actor) -> Upkeep:
    """How this person keeps order."""
    return upkeep_of(who.chat)


def hears(device: Actor, kind: str, thread: str) -> None:
    """Wait until a device that follows no conversation is told of one, unasked."""
    device.context.wait_for_event(
        kind,
        where=lambda e: not e.reply_to and thread in str(dict(e.payload)),
    )


# Given


@given(says("{who:Person} has archived the conversation"))
@when(says("{who:Person} archives the conversation"))
def _(people: People, who: str) -> None:
    people[who].kept["thread"] = current_thread(people[who])
    order_of(people[who]).archive()


@given(says("{who:Person} has deleted the conversation"))
@when(says("{who:Person} deletes the conversation"))
def _(people: People, who: str) -> None:
    people[who].kept["thread"] = current_thread(people[who])
    order_of(people[who]).delete()


# When


@when(says('{who:Person} renames the conversation to "{title}"'))
def _(people: People, who: str, title: str) -> None:
    people[who].kept["thread"] = current_thread(people[who])
    order_of(people[who]).rename(title)


@when(says("{who:Person} restores the conversation"))
def _(people: People, who: str) -> None:
    order_of(people[who]).restore()


@when(says('{who:Person} looks for "{words}"'))
def _(people: People, who: str, words: str) -> None:
    people[who].kept["found"] = list(order_of(people[who]).found(words))


@when(says("{who:Person}'s device asks twice under the same name to {deed} the conversation"))
def _(people: People, who: str, deed: str) -> None:
    wire = people[who].wire
    kind, payload = DEEDS[deed]
    for _repeat in range(2):
        wire.send_message(kind, wire.thread_id, payload, message_id="again")
    people[who].kept["replies"] = wire.replies_to("again", 2)


# Then


@then(says('{who:Person} lists the conversations "{titles}"'))
def _(people: People, who: str, titles: str) -> None:
    actor = people[who]
    eventually(
        lambda: list(actor.chat.titles()) == titles.split('", "'),
        actor,
        f"{titles}, not {list(actor.chat.titles())}",
    )


@then(says("{who:Person} lists no conversation"))
def _(people: People, who: str) -> None:
    actor = people[who]
    eventually(lambda: not actor.chat.titles(), actor, "an empty list of conversations")


@then(says('the archive of {who:Person} holds "{title}"'))
def _(people: People, who: str, title: str) -> None:
    archived = list(order_of(people[who]).archived())
    assert archived == [title], f"the archive holds {archived}"


@then(says("the archive of {who:Person} is empty"))
def _(people: People, who: str) -> None:
    archived = list(order_of(people[who]).archived())
    assert not archived, f"the archive holds {archived}"


@then(says('the other device of {who:Person} hears of the name "{title}" unasked'))
def _(people: People, who: str, title: str) -> None:
    device = people.device_of(who)
    if isinstance(device.chat, WireChat):
        hears(device, "thread_changed", title)
    else:
        eventually(lambda: title in device.chat.titles(), device, f"the name {title}")


@then(says("the other device of {who:Person} hears unasked that it is gone"))
def _(people: People, who: str) -> None:
    device = people.device_of(who)
    if isinstance(device.chat, WireChat):
        hears(device, "thread_removed", people[who].kept["thread"])
    else:
        eventually(lambda: not device.chat.titles(), device, "an empty list of conversations")


@then(says('{who:Person} found "{title}" alone'))
def _(people: People, who: str, title: str) -> None:
    found = people[who].kept["found"]
    assert found == [title], f"{who} found {found}"


@then(says("{who:Person} found nothing"))
def _(people: People, who: str) -> None:
    found = people[who].kept["found"]
    assert not found, f"{who} found {found}"


@then(says("what was in the conversation of {who:Person} cannot be had any more"))
def _(people: People, who: str) -> None:
    actor = people[who]
    device = people.device_of(who, "wire")
    device.access.enter()
    device.connect()
    for kind, payload in (("history.get", {}), ("thread.open", {}), ("resume", {"last_seq": 0})):
        reply = device.wire.ask(kind, actor.kept["thread"], payload)
        assert reply.payload.get("code") == "thread_not_found", f"{kind} told {reply.payload}"
    found = upkeep_of(device.chat).found("models")
    assert not found, f"it is still found: {found}"


@then(says("the run of {who:Person} was stopped before the conversation went"))
def _(people: People, who: str) -> None:
    actor = people[who]
    gone = actor.context.wait_for_event("thread_deleted")
    ends = [e for e in actor.context.events if e.kind is EventKind.AGENT_COMPLETED]
    assert ends, "the run never ended"
    assert ends[-1].payload["status"] == "cancelled", f"the run ended as {ends[-1].payload}"
    assert (ends[-1].seq or 0) < (gone.seq or 0), "the run went on after the conversation went"
    must_hold(check_delivery(actor.context.events))


@then("both are answered in the same words, and it happened once")
def _(people: People) -> None:
    actor = people.latest
    first, second = actor.kept["replies"]
    assert first.type != "error", f"the first was refused: {dict(first.payload)}"
    same = (second.type, second.payload) == (first.type, first.payload)
    assert same, f"the second was answered in other words: {dict(second.payload)}"
    told = [e.type for e in actor.context.events if e.type.startswith("thread_") and e.seq]
    changes = [kind for kind in told if kind != "thread_created"]
    assert len(changes) == 1, f"it happened {len(changes)} times: {changes}"
