"""Using the platform with a keyboard and nothing else, and where the focus is."""

from __future__ import annotations

from pytest_bdd import given, then, when

from steps.people import Actor, People, eventually, says
from targets.reference.browser_chat import BrowserChat
from targets.reference.keyboard_access import KeyboardAccess, KeyboardChat
from test_framework.browser.keyboard import Keyboard, Stop, out_of_order, unseen
from test_framework.reporting.attachments import attach_table

# What the features call a place, and its role for assistive technology.
FOCUS_MOVES_WITHIN_S = 2.0
ROLES = {
    "field": "textbox",
    "button": "button",
    "link": "link",
    "refusal": "alert",
    "good news": "status",
}


def keyboard_of(who: Actor) -> Keyboard:
    return Keyboard.of(who.context.page)


def show_stops(title: str, stops: list[Stop]) -> None:
    """Put into the report where the focus has been."""
    rows = [[stop.what, stop.marked, stop.uncovered] for stop in stops]
    attach_table(title, ["stop", "looks otherwise than without the focus", "uncovered"], rows)


# Given


@given(says("{who:Person} uses the keyboard alone"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.access, actor.chat = KeyboardAccess(actor.context), KeyboardChat(actor.context)


@given(says("{who:Person} has begun another conversation"))
def _(people: People, who: str) -> None:
    people[who].begin_conversation()


# When


@when(says('{who:Person} goes back to "{title}"'))
def _(people: People, who: str, title: str) -> None:
    chat = people[who].chat
    assert isinstance(chat, BrowserChat), f"{who} has no page in this scenario"
    chat.choose_conversation(title)


@when(says("{who:Person} goes through the page by keyboard, forwards and back"))
def _(people: People, who: str) -> None:
    actor, keyboard = people[who], keyboard_of(people[who])
    backwards = keyboard.go_around(back=True)
    forwards = keyboard.go_around()
    show_stops("Where the focus went", forwards)
    actor.kept["order"] = out_of_order(forwards)
    actor.kept["missed"] = keyboard.missed()
    actor.kept["ways"] = [stop.what for stop in forwards], [stop.what for stop in backwards]


# Then


@then("she came to everything that can be used, in the order of reading")
def _(people: People) -> None:
    kept = people.latest.kept
    assert not kept["missed"], f"the keyboard does not reach {kept['missed']}"
    assert not kept["order"], f"the focus goes against the order of reading: {kept['order']}"
    forwards, backwards = kept["ways"]
    assert forwards, "the page has nothing that the keyboard reaches"
    assert backwards == forwards[::-1], f"forwards it goes {forwards}, backwards {backwards}"


@then(says("{who:Person} always saw where the focus was"))
def _(people: People, who: str) -> None:
    stops = keyboard_of(people[who]).stops
    show_stops("Where the focus was", stops)
    assert stops, "the focus was nowhere"
    assert not unseen(stops), f"the focus could not be seen: {unseen(stops)}"


@then(says("the focus of {who:Person} is at the {place}"))
def _(people: People, who: str, place: str) -> None:
    kind, _quote, name = place.strip('"').partition(' "')
    wanted = f'{ROLES[kind]} "{name}"'
    here: list[str] = []

    def arrived() -> bool:
        here[:] = [keyboard_of(people[who]).here()]
        return here == [wanted]

    people[who].context.wait_for(
        arrived,
        awaiting=f"the focus at the {place}",
        within=FOCUS_MOVES_WITHIN_S,
        look=lambda: f"it is at {here[0]}",
    )


@then(says("{who:Person} can write the next message at once"))
def _(people: People, who: str) -> None:
    assert (here := keyboard_of(people[who]).here()) == 'textbox "Message"', (
        f"the focus is at {here}"
    )


@then(says("the conversation is what {who:Person} saw before"))
def _(people: People, who: str) -> None:
    actor = people[who]
    before = actor.kept["conversation"]
    eventually(
        lambda: list(actor.chat.conversation()) == before, actor, f"the conversation {before}"
    )
