"""What people feel of a page is measured: how soon, how steady, how large, how it looks."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from test_framework.browser.look_book import LookBook
from test_framework.browser.looks import compare, picture_of
from test_framework.browser.painter import Painter
from test_framework.browser.promptness import await_showing, shown_after
from test_framework.browser.steadiness import GOOD, jumps_on, watch_jumps
from test_framework.browser.touch import small_targets
from test_framework.targets import UsageError

LATE_S = 0.4
ASKING = """<main></main><input><script>document.querySelector('input').onkeydown = () =>
    setTimeout(() => document.querySelector('main').append(Object.assign(
        document.createElement('p'), {{ textContent: 'Hello', hidden: {hidden} }})), {after});
</script>"""
# A script makes room above a text, some frames after it was painted.
PUSHED = """<p>one</p><p style="height:60vh">two</p><script>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() =>
        document.body.prepend(Object.assign(document.createElement('div'),
            { style: 'height:50vh', className: 'banner' })), 50)));</script>"""
# PNG, one black pixel.
SMALLEST = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVQI12NgAAAAAgAB4iG8MwAAAABJRU5ErkJggg=="
)
# pixelmatch takes the edges of letters for smoothing: a box has none.
BOX = "<div style='width:60px;height:40px;background:{}'></div>"


def press(page: Page, *, after: float, hidden: str = "false") -> float | None:
    page.set_content(ASKING.format(after=after * 1000, hidden=hidden))
    await_showing(page, "p", "Hello")
    page.locator("input").press("Enter")
    return shown_after(page, 2 * LATE_S)


def test_the_time_from_a_press_until_something_is_painted_is_taken(page: Page) -> None:
    took = press(page, after=LATE_S)
    assert took is not None
    assert took >= LATE_S


def test_what_is_not_in_sight_is_not_shown(page: Page) -> None:
    assert press(page, after=0, hidden="true") is None


def test_what_jumps_is_measured_and_named(page: Page) -> None:
    watch_jumps(page)
    page.route("**/*", lambda route: route.fulfill(body=PUSHED, content_type="text/html"))
    page.goto("http://pushed.example/")
    page.locator(".banner").wait_for()
    jumps = jumps_on(page)
    assert jumps.total > GOOD
    assert jumps.worst in str(jumps)
    assert "p" in jumps.worst


def test_a_page_on_which_nothing_moves_has_not_jumped(page: Page) -> None:
    watch_jumps(page)
    page.route("**/*", lambda route: route.fulfill(body="<p>one</p>", content_type="text/html"))
    page.goto("http://still.example/")
    assert str(jumps_on(page)) == "0.000"


def test_without_the_library_it_says_what_to_do(page: Page, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="make setup"):
        watch_jumps(page, tmp_path)


def test_what_is_too_small_for_a_thumb_is_named(page: Page) -> None:
    page.set_content(
        "<style>* { margin: 0 } .large { width: 44px; height: 44px }</style>"
        "<button>Send</button><button class=large>OK</button><p>In <a href=#>a sentence</a>.</p>"
        "<p><a href=#>Alone</a></p><button hidden>Hidden</button>"
    )
    told = small_targets(page)
    assert [each.partition(",")[0] for each in told] == ['button "Send"', 'a "Alone"']


def test_a_change_is_found_where_it_is(page: Page) -> None:
    page.set_viewport_size({"width": 300, "height": 200})
    page.set_content(f"<style>body {{ margin: 0 }}</style>{BOX.format('#ffffff')}")
    before = picture_of(page)
    assert not compare(before, picture_of(page)).told
    page.set_content(f"<style>body {{ margin: 0 }}</style>{BOX.format('#3b54c4')}")
    difference = compare(before, picture_of(page))
    assert difference.told
    assert difference.box == (0, 0, 60, 40)
    assert "2,400 of 60,000 pixels differ (4.00%)" in str(difference)
    assert difference.picture.startswith(b"\x89PNG")


def test_what_nobody_sees_is_no_difference(page: Page) -> None:
    page.set_content(BOX.format("#ffffff"))
    before = picture_of(page)
    page.set_content(BOX.format("#fefefe"))
    assert not compare(before, picture_of(page)).told


def test_a_page_that_has_grown_is_told(page: Page) -> None:
    page.set_viewport_size({"width": 300, "height": 200})
    before = picture_of(page)
    page.set_content("<p style='height: 400px'></p>")
    difference = compare(before, picture_of(page))
    assert difference.told
    assert "pixels large, and was 300 by 200" in str(difference)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"browser": "chromium 1.0"}, "the browser is .*, not chromium 1.0"),
        ({"fonts": {}}, "system-ui is set in .*, not in None"),
        ({"sample": SMALLEST}, "the same letters look different: "),
    ],
)
def test_pictures_of_another_painter_are_not_compared(
    page: Page, tmp_path: Path, other: dict[str, Any], why: str
) -> None:
    replace(Painter.of(page), **other).keep(tmp_path)
    book = LookBook(tmp_path)
    book.agree("a look", picture_of(page))
    assert re.match(why, book.why_not(page))
    # Renewed, they are thrown away: this painter would have to paint like the other one.
    assert LookBook(tmp_path, renewing=True).why_not(page) == ""
    assert LookBook(tmp_path).agreed("a look") is None
    assert LookBook(tmp_path).why_not(page) == ""


def test_pictures_of_the_same_painter_are_kept(page: Page, tmp_path: Path) -> None:
    assert LookBook(tmp_path).why_not(page) == "no picture was ever agreed on"
    for _time in range(2):
        book = LookBook(tmp_path, renewing=True)
        assert book.why_not(page) == ""
        book.agree("a look", SMALLEST)
    kept = LookBook(tmp_path).agreed("a look")
    assert kept is not None
    assert not compare(kept, SMALLEST).told
