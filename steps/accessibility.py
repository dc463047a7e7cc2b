"""Using the platform without sight, without a mouse, on a small screen: what must hold then."""

from __future__ import annotations

from urllib.parse import urlsplit

import allure
from pytest_bdd import given, then, when

from pages.access import LogInPage
from steps.people import Actor, People, eventually, says
from steps.scenes import SCENES
from test_framework.browser.accessibility import (
    Barrier,
    as_text,
    barriers_on,
    marked_screenshot,
)
from test_framework.browser.reflow import (
    MAGNIFIED_TWICE,
    NARROWEST,
    PHONE,
    cut_off,
    wider_text,
    window_of,
)
from test_framework.reporting.redaction import redact


def show_barriers(who: Actor, light: str, barriers: list[Barrier]) -> None:
    """Put into the report what was found, in words and as a picture with the elements framed."""
    text = redact(as_text(barriers))
    allure.attach(text, f"Barriers, {light}", allure.attachment_type.TEXT)
    picture = marked_screenshot(who.context.page, barriers)
    allure.attach(picture, f"Barriers, {light}", allure.attachment_type.PNG)


@given(says('{who:Person} has come to "{place}"'))
@when(says('{who:Person} comes to "{place}"'))
def _(people: People, who: str, place: str) -> None:
    actor = people[who]
    SCENES[place].arrive(actor)
    here = urlsplit(actor.context.page.url).path
    assert here == SCENES[place].page, f"the scene {place!r} ended at {here}"


@given(says("{who:Person} sees that {title} would vouch for her"))
def _(people: People, who: str, title: str) -> None:
    way = LogInPage(people[who].context.page, people[who].context.base_url).way_through(title)
    eventually(way.is_visible, people[who], f"the way in through {title}")


@when(says("{who:Person} looks at the page in light and in dark colours"))
def _(people: People, who: str) -> None:
    actor = people[who]
    found: dict[str, list[Barrier]] = {}
    for light in ("light", "dark"):
        actor.context.page.emulate_media(color_scheme=light)
        if barriers := barriers_on(actor.context.page):
            found[f"in {light} colours"] = barriers
            show_barriers(actor, f"in {light} colours", barriers)
    actor.kept["barriers"] = found


@then(says("nothing there shuts {who:Person} out"))
def _(people: People, who: str) -> None:
    found: dict[str, list[Barrier]] = people[who].kept["barriers"]
    told = "\n".join(f"{light}:\n{as_text(barriers)}" for light, barriers in found.items())
    assert not found, f"{who} meets barriers {told}"


@when(says("{who:Person} reads it on the narrowest screen, on a phone, magnified, and widely set"))
def _(people: People, who: str) -> None:
    page = people[who].context.page
    found = {}
    for size in (NARROWEST, PHONE, MAGNIFIED_TWICE):
        with window_of(page, size):
            found[f"in a window of {size[0]} by {size[1]}"] = cut_off(page)
    with wider_text(page):
        found["with wider text"] = cut_off(page)
    people[who].kept["cut off"] = {how: what for how, what in found.items() if what}


@then(says("{who:Person} can read all of it without moving it sideways"))
def _(people: People, who: str) -> None:
    found = people[who].kept["cut off"]
    assert not found, f"{who} cannot read all of it: {found}"
