"""Whether pages look as in the pictures that were agreed on."""

from __future__ import annotations

from pathlib import Path

import allure
import pytest
from pytest_bdd import given, then, when

from pages.constant import ConstantPage
from steps.people import Actor, People, says
from test_framework.browser.look_book import LookBook
from test_framework.browser.looks import Difference, compare, picture_of
from test_framework.pytest_plugin.options import options_of
from test_framework.waiting import NotInTime

FEATURE = "features/experience/looking_as_agreed.feature"
LOOKS = "features/experience/looks"
RENEW = f"`pytest {FEATURE} --update-looks`"
# News that is still on its way: the line is connected, a name was given.
SETTLED_WITHIN_S = 4.0
# A page that has not changed for so many pictures is taken to be at rest.
SAME_PICTURES = 6


@pytest.fixture(scope="session")
def look_book(pytestconfig: pytest.Config) -> LookBook:
    """The pictures that were agreed on."""
    folder = Path(pytestconfig.rootpath, LOOKS)
    return LookBook(folder, renewing=options_of(pytestconfig).update_looks)


def seen_by(who: Actor) -> bytes:
    """What this person sees, but for what is theirs alone."""
    identity, page = who.context.identity, who.context.page
    own = {identity.full_name: "A. User", identity.email: "user@example.org"}
    ConstantPage(page, who.context.base_url).make_constant(own)
    return picture_of(page)


def seen_at_rest(who: Actor) -> bytes:
    """The same, when nothing changes any more."""
    who.context.page.wait_for_load_state("networkidle")
    seen: list[bytes] = []

    def same() -> bool:
        seen.append(seen_by(who))
        return len(seen) >= SAME_PICTURES and len(set(seen[-SAME_PICTURES:])) == 1

    who.context.wait_for(same, awaiting="a page that does not change", within=SETTLED_WITHIN_S)
    return seen[-1]


def must_look_like(who: Actor, agreed: bytes, what: str, hint: str = "") -> None:
    """Look until the page is as in the picture; when it is not, show both and how they differ."""
    seen, difference = b"", compare(agreed, agreed)

    def same() -> bool:
        nonlocal seen, difference
        seen = seen_by(who)
        difference = compare(agreed, seen)
        return not difference.told

    try:
        who.context.wait_for(same, awaiting="the page as agreed", within=SETTLED_WITHIN_S)
    except NotInTime:
        show(agreed, seen, difference)
        raise AssertionError(f"{what}: {difference}. {hint}".strip()) from None


def show(agreed: bytes, seen: bytes, difference: Difference) -> None:
    """Put into the report how the page should look, how it looks, and what differs."""
    pictures = {"As agreed": agreed, "As it is": seen, "What differs": difference.picture}
    for title, picture in pictures.items():
        allure.attach(picture, title, allure.attachment_type.PNG)


@given(says("the browser of {who:Person} paints like the one that painted what was agreed on"))
def _(people: People, look_book: LookBook, who: str) -> None:
    if why := look_book.why_not(people[who].context.page):
        pytest.skip(f"{why}. {RENEW} paints all pictures anew, on this machine")


@given(says("the look of the page of {who:Person} is agreed on"))
def _(people: People, who: str) -> None:
    people[who].kept["agreed"] = seen_at_rest(people[who])


@when(says('"{words}" is missing on the page of {who:Person}'))
def _(people: People, words: str, who: str) -> None:
    actor = people[who]
    page = ConstantPage(actor.context.page, actor.context.base_url)
    actor.kept["missing"] = page.hide(words)


@then(says("the page of {who:Person} no longer looks as agreed, just there"))
def _(people: People, who: str) -> None:
    actor = people[who]
    agreed, seen = actor.kept["agreed"], seen_by(actor)
    difference = compare(agreed, seen)
    show(agreed, seen, difference)
    assert difference.told, f"the suite noticed nothing: {difference}"
    place, box = actor.kept["missing"], difference.box
    assert box is not None, "the suite said something else: it found no place"
    # Letters are painted on whole pixels.
    inside = (
        box[0] >= place["x"] - 1
        and box[1] >= place["y"] - 1
        and box[2] <= place["x"] + place["width"] + 1
        and box[3] <= place["y"] + place["height"] + 1
    )
    assert inside, f"the suite said something else: {difference}, not {place}"


@then(says("the page looks to {who:Person} as to {other:Person}, but for what is their own"))
def _(people: People, who: str, other: str) -> None:
    agreed = seen_at_rest(people[other])
    must_look_like(people[who], agreed, f"{who} does not see what {other} sees")


@then(says("the look of {place} on a {screen} is as agreed, for {who:Person}"))
def _(people: People, look_book: LookBook, who: str, place: str, screen: str) -> None:
    actor, name = people[who], f"{place}, {screen}"
    file = look_book.file(name)
    if look_book.renewing:
        look_book.agree(name, seen_at_rest(actor))
        pytest.skip(f"nothing was compared: look at {LOOKS}/{file.name}, which is new")
    agreed = look_book.agreed(name)
    assert agreed is not None, f"there is no {LOOKS}/{file.name} yet: {RENEW} paints it"
    meant = f"If {place} is meant to look so: {RENEW}"
    must_look_like(actor, agreed, f"{place} on a {screen} does not look as agreed", meant)
