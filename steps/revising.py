"""Changing what was said: editing, deleting, asking again, an opinion on an answer."""

import json

from pytest_bdd import given, then, when

from steps.conversation import current_thread
from steps.people import ANSWERED_WITHIN_S, Actor, People, eventually, says
from steps.verdicts import must_hold
from targets.reference.revision import WireRevision, revision_of
from test_framework.events.delivery import check_delivery
from test_framework.upkeep import Revision


def revision(who: Actor) -> Revision:
    """How this person changes messages."""
    return revision_of(who.chat)


def questions_of(who: Actor) -> list[str]:
    """What this person's questions say, oldest first."""
    return [said.text for said in who.chat.conversation() if said.author == "You"]


@given(says('{who:Person} has changed her question to "{text}"'))
@when(says('{who:Person} changes her question to "{text}"'))
def _(people: People, who: str, text: str) -> None:
    revision(people[who]).edit(text)


@when(says("{who:Person} deletes her question"))
def _(people: People, who: str) -> None:
    people[who].kept["thread"] = current_thread(people[who])
    revision(people[who]).delete()


@when(says("{who:Person} asks for another answer"))
def _(people: People, who: str) -> None:
    revision(people[who]).ask_again()


@given(says("{who:Person} has called the answer {opinion}"))
@when(says("{who:Person} calls the answer {opinion}"))
def _(people: People, who: str, opinion: str) -> None:
    revision(people[who]).rate(opinion)


@when(says("{who:Person} tries to change the answer"))
def _(people: People, who: str) -> None:
    wire = people[who].wire
    answer = WireRevision(wire).newest("agent")["message_id"]
    wire.ask("message.edit", wire.thread_id, {"message_id": answer, "text": "It cost nothing."})


@then(says('the question of {who:Person} says "{text}" and is marked as changed'))
def _(people: People, who: str, text: str) -> None:
    actor = people[who]
    eventually(lambda: questions_of(actor) == [text], actor, f"the question {text}")
    assert revision(actor).marked_as_edited(), "nothing says that the question was changed"


@then(says('the question says "{text}" there'))
def _(people: People, text: str) -> None:
    actor = people.latest
    eventually(lambda: questions_of(actor) == [text], actor, f"the question {text}")


@then(says("the question of {who:Person} stands there once, with {number:d} answers"))
def _(people: People, who: str, number: int) -> None:
    actor = people[who]
    eventually(
        lambda: len(actor.chat.conversation()) == number + 1 and len(questions_of(actor)) == 1,
        actor,
        f"one question and {number} answers, not {list(actor.chat.conversation())}",
        within=ANSWERED_WITHIN_S,
    )
    ends = actor.finished_runs()
    assert len(ends) == number, f"{len(ends)} runs answered"


@then(says('nothing of "{words}" can be had any more by {who:Person}'))
def _(people: People, words: str, who: str) -> None:
    actor = people[who]
    device = people.device_of(who, "wire")
    device.access.enter()
    device.connect()
    device.wire.ask("resume", actor.kept["thread"], {"last_seq": 0})
    device.wire.open_conversation(actor.kept["thread"])
    said = list(device.chat.conversation())
    assert not said, f"the conversation still holds {said}"
    told = [e for e in device.context.events if e.type.startswith(("message", "agent", "tool"))]
    words_told = json.dumps([dict(e.payload) for e in told if e.type != "messages_deleted"])
    assert words not in words_told, f"the words can still be had: {words_told}"
    must_hold(check_delivery(device.context.events))


@then(says("the opinion of {who:Person} on the answer is {opinion}"))
def _(people: People, who: str, opinion: str) -> None:
    actor = people[who]
    eventually(lambda: revision(actor).opinion() == opinion, actor, f"the opinion {opinion}")


@then(says("the opinion shown there is {opinion}"))
def _(people: People, opinion: str) -> None:
    actor = people.latest
    told = revision(actor).opinion()
    assert told == opinion, f"the opinion is {told!r}"


@then("the conversation becomes empty")
def _(people: People) -> None:
    actor = people.latest
    eventually(lambda: not actor.chat.conversation(), actor, "an empty conversation")
