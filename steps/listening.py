"""What a screen reader reads out, and the other facts that nobody sees who can see."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from pytest_bdd import given, then, when

from pages.base import BasePage
from steps.cuts import cut, says_connection
from steps.people import Actor, People, eventually, says
from test_framework.browser.announcements import Announcement, heard, listen
from test_framework.reporting.attachments import attach_table

AT_WORK = "is at work"
TRIES = 3
PIECES_SHOWN = 5
# In the conversation, above it, and in the list of conversations.
PLACES_OF_A_QUESTION = 3


def page_of(who: Actor) -> BasePage:
    return BasePage(who.context.page, who.context.base_url)


def heard_by(who: Actor) -> list[Announcement]:
    """What was read out so far, also into the report."""
    told = heard(who.context.page)
    rows = [[each.manner, each.text] for each in told]
    attach_table(f"What {who.name} heard", ["manner", "words"], rows)
    return told


def once(who: Actor, words: str) -> Announcement:
    """The one thing said with these words; fails when it was said more often, or never."""
    told = heard_by(who)
    found = [each for each in told if words in each.text]
    assert len(found) == 1, f"{who.name} heard {words!r} {len(found)} times; it was said: {told}"
    return found[0]


def as_read(text: str) -> str:
    return " ".join(text.split())


# Given


@given(says("{who:Person} listens to the page"))
def _(people: People, who: str) -> None:
    listen(people[who].context.page)


# When


@when(says("the line of {who:Person} is cut and stays so for a few tries"))
def _(people: People, who: str) -> None:
    actor = people[who]
    cut(actor)
    says_connection(actor, "Connection lost")
    refused = actor.kept["line"].refused
    eventually(
        lambda: actor.kept["line"].refused >= refused + TRIES, actor, f"{TRIES} tries to come back"
    )


@when(says("{who:Person} asks her device for less motion"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.kept["moving before"] = page_of(actor).moving
    actor.context.page.emulate_media(reduced_motion="reduce")


# Then


@then(says("{who:Person} hears her question and the whole answer, each once and not in pieces"))
def _(people: People, who: str) -> None:
    actor = people[who]
    actor.wait_until_answered()
    whole = [once(actor, as_read(said.text)) for said in actor.chat.conversation()]
    told = heard(actor.context.page)
    besides = [each.text for each in told if each not in whole and AT_WORK not in each.text]
    assert not besides, f"{who} also heard, apart from it: {besides[:PIECES_SHOWN]}"


@then(says("{who:Person} hears once that an agent is at work"))
def _(people: People, who: str) -> None:
    once(people[who], AT_WORK)


@then(says("{who:Person} hears nothing of it again"))
def _(people: People, who: str) -> None:
    told = heard_by(people[who])
    assert not told, f"{who} heard again: {told}"


@then(says('{who:Person} hears once "{words}"'))
def _(people: People, who: str, words: str) -> None:
    once(people[who], words)


@then(says('{who:Person} hears at once "{words}"'))
def _(people: People, who: str, words: str) -> None:
    manner = once(people[who], words).manner
    assert manner == "assertive", f"{who} hears it only when nothing else is said ({manner})"


@then(says('the field "{field}" is read to {who:Person} as wrong, and with "{words}"'))
def _(people: People, field: str, who: str, words: str) -> None:
    shown = page_of(people[who]).field(field)
    invalid = shown.get_attribute("aria-invalid")
    assert invalid == "true", f"the field {field!r} is not said to be wrong"
    described = shown.aria_snapshot()
    expect(shown, f"the field {field!r} is read as {described}").to_have_accessible_description(
        re.compile(re.escape(words))
    )


@then(says('the title of the page of {who:Person} begins with "{words}"'))
def _(people: People, who: str, words: str) -> None:
    page = page_of(people[who])
    people[who].context.wait_for(
        lambda: page.title_shown.startswith(words),
        awaiting=f"a title that begins with {words!r}",
        look=lambda: f"the title is {page.title_shown!r}",
    )


@then(says('"{text}" runs from right to left wherever {who:Person}\'s page shows it'))
def _(people: People, text: str, who: str) -> None:
    people[who].wait_until_answered()
    directions = page_of(people[who]).directions(text)
    assert len(directions) >= PLACES_OF_A_QUESTION, f"the page shows it {len(directions)} times"
    assert set(directions) == {"rtl"}, f"the page lays it out {directions}"


@then(says("nothing moves on the page of {who:Person}, and before something did"))
def _(people: People, who: str) -> None:
    moving = page_of(people[who]).moving
    assert moving == 0, f"{moving} parts of the page move"
    assert people[who].kept["moving before"], "nothing moved before either: this proves nothing"
