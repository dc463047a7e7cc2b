"""Conversations: starting, asking, what they show, history, other devices."""

from pytest_bdd import given, then, when

from pages.chat import ChatPage
from steps.people import ANSWERED_WITHIN_S, Actor, People, eventually, says
from steps.verdicts import must_hold
from test_framework.events.delivery import check_delivery
from test_framework.events.digests import check_digests
from test_framework.events.verdict import Outcome, Verdict

NOTHING = {
    "no characters": "",
    "spaces": "   ",
    "line breaks": "\n\r\n\n",
    "invisible spaces": "\u200b\u2060\ufeff\u00a0",
}


def own_messages(who: Actor, text: str) -> list[str]:
    """What stands in the conversation by this person and contains the text."""
    said = who.chat.conversation()
    return [message.text for message in said if message.author == "You" and text in message.text]


@given(says("{who:Person} is in a conversation"))
def _(people: People, who: str) -> None:
    people[who].enter_chat()
    people[who].begin_conversation()


@given(says('{who:Person} has asked "{question}"'))
def _(people: People, who: str, question: str) -> None:
    people[who].ask(question)
    people[who].wait_until_answered()
    people[who].kept["conversation"] = list(people[who].chat.conversation())


@when(says("{who:Person} starts a new conversation"))
def _(people: People, who: str) -> None:
    if not people[who].connected:
        people[who].connect()
    people[who].begin_conversation()


@when(says('{who:Person} asks "{question}"'))
def _(people: People, who: str, question: str) -> None:
    people[who].ask(question)


@when(says('{who:Person} asks "{question}" before it has ended'))
def _(people: People, who: str, question: str) -> None:
    actor = people[who]
    actor.ask(question)
    actor.wait_until_answered()
    actor.kept["conversation"] = list(actor.chat.conversation())


@when(says("{who:Person} reloads the page"))
def _(people: People, who: str) -> None:
    people[who].context.reload_page()


@when(says("{who:Person} opens the conversation on another device"))
def _(people: People, who: str) -> None:
    device = people.device_of(who)
    device.access.enter()
    device.connect()
    device.chat.open_conversation(current_thread(people[who]))
    device.kept = people[who].kept
    people.latest = device


@when(says("{who:Person} sends a message of {nothing}"))
def _(people: People, who: str, nothing: str) -> None:
    people[who].chat.send(NOTHING[nothing])


@when(says('{who:Person}\'s device sends "{question}" twice under the same name'))
def _(people: People, who: str, question: str) -> None:
    wire = people[who].wire
    for _repeat in range(2):
        wire.send_message("message.send", wire.thread_id, {"text": question}, message_id="again")
    people[who].asked += 1
    people[who].kept["acceptances"] = wire.replies_to("again", 2)


@when(says('the question "{question}" is accepted from {who:Person}'))
def _(people: People, who: str, question: str) -> None:
    wire = people[who].wire
    wire.ask("message.send", wire.thread_id, {"text": question})
    people[who].asked += 1


@when(says("{who:Person}'s second device asks for everything from the beginning"))
def _(people: People, who: str) -> None:
    device, thread = people.device_of(who), current_thread(people[who])
    device.access.enter()
    device.connect()
    device.wire.ask("resume", thread, {"last_seq": 0})


@then("the conversation is empty")
def _(people: People) -> None:
    said = list(people.latest.chat.conversation())
    assert not said, f"the conversation holds {said}"


@then(says('{who:Person} finds a conversation named "{title}"'))
def _(people: People, who: str, title: str) -> None:
    people[who].wait_until_answered()
    titles = people[who].chat.titles()
    assert title in titles, f"{who} has the conversations {titles}"


@then(says("{who:Person} has {count:d} conversation"))
@then(says("{who:Person} has {count:d} conversations"))
def _(people: People, who: str, count: int) -> None:
    titles = people[who].chat.titles()
    assert len(titles) == count, f"{who} has the conversations {titles}"


@then("both are accepted in the same words")
def _(people: People) -> None:
    first, second = people.latest.kept["acceptances"]
    assert first.type == "message_accepted", f"the first was answered with {first.type}"
    same = (second.type, second.payload) == (first.type, first.payload)
    assert same, f"the second was accepted in other words: {first.payload}, {second.payload}"


@then(says('"{text}" stands in the conversation once'))
def _(people: People, text: str) -> None:
    people.latest.wait_until_answered()
    found = own_messages(people.latest, text)
    assert len(found) == 1, f"it stands there {len(found)} times"


@then(says('another device of {who:Person} shows "{text}"'))
def _(people: People, who: str, text: str) -> None:
    device = people.device_of(who)
    device.access.enter()
    device.connect()
    device.chat.open_conversation(current_thread(people[who]))
    assert own_messages(device, text), "the question is not there although it was accepted"


@then(says("{who:Person} can still ask and get an answer"))
def _(people: People, who: str) -> None:
    people[who].ask("What did we spend in total in September 2026?")
    assert "$" in people[who].answer()


@then(says('the conversation shows the question "{text}", letter for letter'))
def _(people: People, text: str) -> None:
    actor = people.latest
    actor.wait_until_answered()
    shown = [said.text for said in actor.chat.conversation() if said.author == "You"]
    assert shown == [text], f"shown was {shown!a}, not {text!a}"


@then(says('the answer shows "{text}" as plain text'))
def _(people: People, text: str) -> None:
    answer = people.latest.answer()
    assert text in answer, f"the answer does not show it: {answer!r}"


@then("nothing in the page was executed")
def _(people: People) -> None:
    page = ChatPage(people.latest.context.page, people.latest.context.base_url)
    for element in ("img", "script"):
        count = page.elements_in_last_message(element)
        assert count == 0, f"the answer became {count} <{element}> element of the page"
    assert "broken" not in page.page.title(), "what Mallory wrote was executed"


@then("the conversation is the same as before")
def _(people: People) -> None:
    actor = people.latest
    before = actor.kept["conversation"]
    eventually(
        lambda: list(actor.chat.conversation()) == before,
        actor,
        f"the conversation as it was: {before}",
    )


@then(says("everything that reached {who:Person} is numbered from 1 without a gap"))
def _(people: People, who: str) -> None:
    people[who].wait_until_answered()
    events = people[who].context.events
    verdict = check_delivery(events)
    must_hold(verdict, events)


@then(says("everything that reached {who:Person} carries a seal that fits"))
def _(people: People, who: str) -> None:
    actor = people[who]

    def verdict() -> Verdict:
        return check_digests(who, actor.context.frames.frames)

    # A page drops what does not fit, so with a broken seal the answer may never be shown.
    eventually(
        lambda: actor.finished_runs() or verdict().outcome is Outcome.BROKEN,
        actor,
        "the answer, or a seal that does not fit",
        within=ANSWERED_WITHIN_S,
    )
    must_hold(verdict())


@then(says("both devices of {who:Person} were told the same, in the same order"))
def _(people: People, who: str) -> None:
    told = [numbered(people[who]), numbered(people.device_of(who))]
    assert told[0], f"{who} was told nothing"
    assert told[1] == told[0]


def numbered(who: Actor) -> list[tuple[int | None, str, str]]:
    return [(e.seq, e.type, e.event_id) for e in who.context.events if e.thread_id]


def current_thread(who: Actor) -> str:
    """The conversation that this person's newest events belong to."""
    return next(e.thread_id for e in reversed(who.context.events) if e.thread_id)
