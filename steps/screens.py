"""The screens that people look at: how steady they are, and how they are used by thumb."""

from __future__ import annotations

from pytest_bdd import given, then, when

from steps.people import Actor, People, says
from test_framework.browser.reflow import PHONE, cut_off, window_of
from test_framework.browser.steadiness import GOOD, jumps_on, watch_jumps
from test_framework.browser.touch import LEAST, small_targets
from test_framework.wire.toxics import Direction, Latency

# Width and height in CSS pixels.
SCREENS = {"desktop": (1280, 720), "small phone": PHONE}
SLOW = Latency(0.08)
# Whatever moves in the half second after a key was pressed does not count as a jump: an answer
# that is to count comes later.
LATER = Latency(0.6)


def look_at(who: Actor, screen: str) -> None:
    """Give the person's window the size of that screen."""
    width, height = SCREENS[screen]
    who.context.page.set_viewport_size({"width": width, "height": height})


@given(says("{who:Person} looks at a {screen}"))
def _(people: People, who: str, screen: str) -> None:
    look_at(people[who], screen)


@given(says("on a slow line, {who:Person} sees what jumps on a {screen}"))
def _(people: People, who: str, screen: str) -> None:
    actor = people[who]
    actor.kept["line"] = actor.context.use_fault_proxy()
    actor.kept["line"].add(SLOW, Direction.DOWNSTREAM)
    look_at(actor, screen)
    watch_jumps(actor.context.page)


@given(says("answers are long on their way to {who:Person}"))
def _(people: People, who: str) -> None:
    people[who].kept["line"].add(LATER, Direction.DOWNSTREAM)


@when(says("{who:Person} takes a small phone instead"))
def _(people: People, who: str) -> None:
    actor = people[who]
    with window_of(actor.context.page, PHONE):
        actor.kept["too small"] = small_targets(actor.context.page)
        found = cut_off(actor.context.page)
    actor.kept["cut off"] = {"on a small phone": found} if found else {}


@then(says("nothing has jumped on the page of {who:Person}"))
def _(people: People, who: str) -> None:
    page = people[who].context.page
    page.wait_for_load_state("networkidle")
    jumps = jumps_on(page)
    assert jumps.total <= GOOD, f"the layout shifted by {jumps}; up to {GOOD} is good"


@then(says("the thumb of {who:Person} hits whatever can be used"))
def _(people: People, who: str) -> None:
    found = people[who].kept["too small"]
    told = "\n".join(found)
    assert not found, f"a thumb needs {LEAST} by {LEAST} pixels, and has less at:\n{told}"
