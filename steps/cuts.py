"""Lines that are cut, platforms that restart, and coming back from both."""

import time

from pytest_bdd import given, then, when

from pages.chat import ChatPage
from steps.conversation import current_thread
from steps.people import Actor, People, eventually, says
from targets.reference.wire_chat import WireChat
from test_framework.events.model import EventKind
from test_framework.pytest_plugin.fixtures import OwnPlatform
from test_framework.waiting import patient

BACK_WITHIN_S = 10.0
RESTARTING = 1012


def page_of(who: Actor) -> ChatPage:
    return ChatPage(who.context.page, who.context.base_url)


def says_connection(who: Actor, words: str) -> None:
    eventually(
        lambda: page_of(who).connection.filter(has_text=words).is_visible(),
        who,
        f"the words {words!r} on the page of {who.name}",
        within=BACK_WITHIN_S,
    )


@given(says("{who:Person} is in a conversation on a line that can be cut"))
def _(people: People, who: str) -> None:
    people[who].kept["line"] = people[who].context.use_fault_proxy()
    people[who].enter_chat()
    people[who].begin_conversation()


@given(says("{who:Person} is in a conversation of a platform of her own"))
def _(people: People, who: str, own_platform: OwnPlatform) -> None:
    own_platform({})
    people[who].enter_chat()
    people[who].begin_conversation()


@given(says('{who:Person} has asked "{question}" and the agent is at work'))
def _(people: People, who: str, question: str) -> None:
    people[who].ask(question)
    people[who].context.wait_for_event(EventKind.TOOL_EXECUTING, within=BACK_WITHIN_S)


@given(says("the line of {who:Person} is cut"))
@when(says("the line of {who:Person} is cut"))
def _(people: People, who: str) -> None:
    cut(people[who])


@when(says("the line of {who:Person} is cut for a moment"))
def _(people: People, who: str) -> None:
    cut(people[who])
    people[who].kept["line"].accept()


@when(says('{who:Person} asks "{question}" before the line is back'))
def _(people: People, who: str, question: str) -> None:
    says_connection(people[who], "Connection lost")
    people[who].ask(question)
    people[who].kept["line"].accept()


@when(says("the line of {who:Person} is cut and the device asks for what it missed"))
def _(people: People, who: str) -> None:
    cut(people[who])
    come_back(people[who], max(e.seq or 0 for e in people[who].context.events))


@when(says("the line of {who:Person} is cut and the device asks for everything from the beginning"))
def _(people: People, who: str) -> None:
    people[who].wait_until_answered()
    cut(people[who])
    come_back(people[who], 0)


@when(says("the line of {who:Person} is cut until the tool has finished"))
def _(people: People, who: str) -> None:
    actor = people[who]
    cut(actor)
    seen = actor.context.events
    assert not any(e.kind is EventKind.TOOL_COMPLETED for e in seen), "the tool was quicker"
    # Another device tells when the tool has finished.
    device = people.device_of(who, "wire")
    device.access.enter()
    device.connect()
    device.wire.ask("resume", current_thread(actor), {"last_seq": 0})
    device.context.wait_for_event(EventKind.TOOL_COMPLETED, within=BACK_WITHIN_S)
    if isinstance(actor.chat, WireChat):
        come_back(actor, max(e.seq or 0 for e in seen))
    else:
        actor.kept["line"].accept()
    people.latest = actor


@when("the platform restarts")
def _(people: People) -> None:
    people.latest.context.world.platform.restart()


@then(says('the page of {who:Person} says "{words}"'))
def _(people: People, who: str, words: str) -> None:
    says_connection(people[who], words)


@then(says('the page of {who:Person} says "{words}" once the line is back'))
def _(people: People, who: str, words: str) -> None:
    if "line" in people[who].kept:
        people[who].kept["line"].accept()
    says_connection(people[who], words)


@then(says("the page of {who:Person} is connected again within {limit:g} seconds"))
def _(people: People, who: str, limit: float) -> None:
    says_connection(people[who], "Connected again")
    took = time.monotonic() - people[who].kept["cut at"]
    assert took < patient(limit), f"it took {took:.1f} seconds to come back"


@then(says("the conversation is what a fresh device of {who:Person} shows"))
def _(people: People, who: str) -> None:
    device = people.device_of(who)
    device.access.enter()
    device.connect()
    thread = next(e.thread_id for e in people[who].context.events if e.thread_id)
    device.chat.open_conversation(thread)
    here = people[who]
    here.wait_until_answered()
    # Looked at in this order: the page may be putting something right meanwhile.
    eventually(
        lambda: list(device.chat.conversation()) == list(here.chat.conversation()),
        device,
        f"the same conversation on a fresh device as here: {list(here.chat.conversation())}",
    )


@then(says("{who:Person} was told to come back, and the connection was closed for a restart"))
def _(people: People, who: str) -> None:
    code = people[who].wire.socket.wait_closed()
    told = [e.type for e in people[who].context.events]
    assert "server_draining" in told, f"{who} was only told {told}"
    assert code == RESTARTING, f"the connection was closed with {code}, not {RESTARTING}"


def cut(who: Actor) -> None:
    proxy = who.kept["line"]
    who.kept["cut at"] = time.monotonic()
    before = proxy.cuts
    proxy.refuse()
    proxy.cut()
    assert proxy.cuts > before, "the line was not cut: nothing was connected through it"


def come_back(who: Actor, last_seq: int) -> None:
    """A device that knows the conversation up to there connects again and asks for the rest."""
    wire = who.wire
    wire.socket.wait_closed()
    who.kept["line"].accept()
    wire.connect()
    wire.send_message("resume", wire.thread_id, {"last_seq": last_seq})
