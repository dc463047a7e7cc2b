"""What shuts people out of a page is found, and nothing else is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from test_framework.browser.accessibility import as_text, barriers_on, marked_screenshot
from test_framework.browser.announcements import Announcement, heard, listen
from test_framework.browser.keyboard import Keyboard, KeyboardBlocked, out_of_order, unseen
from test_framework.browser.reflow import NARROWEST, cut_off, wider_text, window_of

FORM = """<main><h1>Form</h1><form onsubmit="return false"><label>Name <input></label>
<button>Send</button></form></main>"""
LIVE = "<div id=r role={role}></div><script>const r = document.getElementById('r')</script>"


def show(page: Page, body: str, style: str = "") -> Page:
    page.set_content(f"<html lang=en><title>Page</title><style>{style}</style>{body}")
    return page


def test_a_page_for_everybody_has_no_barriers(page: Page) -> None:
    assert as_text(barriers_on(show(page, FORM))) == ""


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<main><h1>A</h1><p style='color:#aaa'>pale</p></main>", "color-contrast"),
        ("<main><h1>A</h1><input></main>", "label"),
        ("<main><h1>A</h1><h4>B</h4></main>", "heading-order"),
        (
            "<main><h1>A</h1>"
            + "<button style='width:9px;height:9px;padding:0' title=x></button>" * 2
            + "</main>",
            "target-size",
        ),
    ],
)
def test_a_barrier_says_what_to_do(page: Page, body: str, rule: str) -> None:
    found = barriers_on(show(page, body))
    assert {barrier.rule for barrier in found} == {rule}
    assert found[0].certain
    assert f"{rule}: " in str(found[0])
    assert "Fix " in str(found[0])
    assert "see https://" in str(found[0])
    assert marked_screenshot(page, found).startswith(b"\x89PNG")


def test_what_axe_cannot_tell_is_no_pass(page: Page) -> None:
    picture = "url(data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=)"
    show(page, f"<main><h1>A</h1><p style='background:{picture}'>on it</p></main>")
    (barrier,) = barriers_on(page)
    assert not barrier.certain
    assert "could not tell" in str(barrier)


def test_short_text_and_what_is_scrolled_out_of_sight_are_judged_like_all_else(page: Page) -> None:
    lines = "<p>1</p>" * 60
    box = f"<div tabindex=0 style='height:90vh;overflow:auto'>{lines}</div>"
    assert as_text(barriers_on(show(page, f"<main><h1>A</h1>{box}</main>"))) == ""
    show(page, f"<main><h1>A</h1>{box}</main>", "p:last-child { color: #aaa }")
    assert [(b.rule, b.certain) for b in barriers_on(page)] == [("color-contrast", True)]
    assert page.viewport_size == {"width": 1280, "height": 720}


def test_what_sticks_out_of_a_narrow_window_is_named(page: Page) -> None:
    show(page, "<p id=wide style='width:500px'>wide</p>")
    assert cut_off(page) == []
    with window_of(page, NARROWEST):
        assert cut_off(page) == ["p#wide sticks out by 188 px"]
    assert cut_off(page) == []


def test_what_scrolls_in_a_box_of_its_own_may_be_wide(page: Page) -> None:
    show(page, "<div style='overflow-x:auto'><p style='width:500px'>a table</p></div>")
    with window_of(page, NARROWEST):
        assert cut_off(page) == []


def test_text_that_no_longer_fits_is_named(page: Page) -> None:
    show(page, "<div id=box>one line</div>", "#box { height: 1.2em; overflow: hidden }")
    assert cut_off(page) == []
    with wider_text(page):
        assert cut_off(page) == ["div#box cuts off its text"]
    assert cut_off(page) == []


def test_the_keyboard_goes_around_and_sees_where_it_is(page: Page) -> None:
    keyboard = Keyboard.of(show(page, FORM))
    stops = keyboard.go_around()
    assert [stop.what for stop in stops] == ['textbox "Name"', 'button "Send"']
    assert (unseen(stops), out_of_order(stops), keyboard.missed()) == ([], [], [])
    assert [stop.what for stop in keyboard.go_around(back=True)] == [
        'button "Send"',
        'textbox "Name"',
    ]


def test_a_focus_that_looks_like_none_is_told(page: Page) -> None:
    stops = Keyboard.of(show(page, FORM, "*:focus { outline: none }")).go_around()
    assert unseen(stops)[0] == 'textbox "Name" looks the same with the focus'


def test_a_focus_behind_something_is_told(page: Page) -> None:
    show(page, f"{FORM}<div style='position:fixed;inset:0;background:white'>Cookies?</div>")
    told = unseen(Keyboard.of(page).go_around())
    assert 'button "Send" is covered by something' in told


def test_a_jump_against_the_reading_order_is_told(page: Page) -> None:
    show(page, "<p><button>One</button><p><button tabindex=1>Two</button>")
    assert out_of_order(Keyboard.of(page).go_around()) == [
        'from button "Two" it jumps back to button "One"'
    ]


def test_what_has_no_stop_is_told(page: Page) -> None:
    keyboard = Keyboard.of(show(page, f"{FORM}<div onclick='go()'>Go</div>"))
    keyboard.go_around()
    assert keyboard.missed() == ['<div onclick="go()">Go</div>']


def test_a_trap_is_told(page: Page) -> None:
    trap = "<textarea aria-label=Note onkeydown=\"return event.key !== 'Tab'\"></textarea>"
    keyboard = Keyboard.of(show(page, f"{trap}<button>Send</button>"))
    with pytest.raises(KeyboardBlocked, match='Tab does not leave textbox "Note"'):
        keyboard.go_to("button", "Send")


def test_what_cannot_be_reached_is_told(page: Page) -> None:
    keyboard = Keyboard.of(show(page, FORM))
    with pytest.raises(KeyboardBlocked, match=r'cannot reach the button "Stop", only .*"Send"'):
        keyboard.go_to("button", "Stop")


@pytest.mark.parametrize(
    ("role", "script", "texts"),
    [
        ("status", "r.textContent = 'Sent.'", ["Sent."]),
        ("status", "r.append('one'); r.append(' two')", ["one two"]),
        ("alert", "r.innerHTML = '<b>No.</b> Try again.'", ["No. Try again."]),
        ("log", "r.innerHTML = '<p>one</p><p>two</p>'", ["one two"]),
        ("none", "r.textContent = 'nobody hears'", []),
        ("log", "r.setAttribute('aria-live', 'off'); r.textContent = 'nobody hears'", []),
        ("log", "r.innerHTML = '<p>one</p><div aria-live=off>Edit</div>'", ["one"]),
        ("log", "r.hidden = true; r.textContent = 'nobody hears'", []),
        ("none", "r.innerHTML = '<div role=log>was there before</div>'", []),
        ("none", "r.innerHTML = '<div role=alert>Fire</div>'", ["Fire"]),
    ],
)
def test_what_live_regions_say_is_heard(
    page: Page, role: str, script: str, texts: list[str]
) -> None:
    show(page, LIVE.format(role=role))
    listen(page)
    page.evaluate(script)
    assert [each.text for each in heard(page)] == texts


def test_a_busy_part_is_read_once_when_it_is_complete(page: Page) -> None:
    show(page, LIVE.format(role="log"))
    listen(page)
    page.evaluate("r.innerHTML = '<article aria-busy=true></article>'")
    for piece in ("The dear", "est is", " Opus."):
        page.evaluate("piece => r.firstChild.append(piece)", piece)
    assert heard(page) == []
    page.evaluate("r.firstChild.ariaBusy = null; r.firstChild.innerHTML = '<p>It is Opus.</p>'")
    assert heard(page) == [Announcement("polite", "It is Opus.")]


def test_what_is_written_anew_is_read_again(page: Page) -> None:
    show(page, LIVE.format(role="status"))
    listen(page)
    for _ in range(2):
        page.evaluate("r.textContent = 'Reconnecting'")
    assert [each.text for each in heard(page)] == ["Reconnecting", "Reconnecting"]


def test_each_page_is_listened_to_from_its_beginning(page: Page) -> None:
    listen(page)
    page.goto("data:text/html,<p role=status id=r></p><script>r.textContent = 'Sent.'</script>")
    assert [each.text for each in heard(page)] == ["Sent."]
    page.goto("about:blank")
    assert heard(page) == []


def test_nothing_is_heard_where_nobody_listens(page: Page) -> None:
    with pytest.raises(LookupError, match="Nobody listens"):
        heard(show(page, FORM))
