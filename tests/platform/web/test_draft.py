"""What the user has begun to write: kept for its writer, shown to nobody else."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Locator, Page, expect

from test_framework.waiting import wait_until

from .conftest import Served

WITHIN_S = 5.0
WORDS = "And what was it"


def message_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Message")


def open_chat(page: Page) -> None:
    page.goto("/chat")
    expect(page.get_by_role("status", name="Connection")).to_have_text("Connected")


def begin_to_write(page: Page, words: str = WORDS) -> None:
    open_chat(page)
    message_box(page).press_sequentially(words)


def kept(page: Page) -> str | None:
    """The draft in the storage of this tab."""
    draft = page.evaluate("sessionStorage.draft ?? null")
    return None if draft is None else str(json.loads(draft)["text"])


def test_a_draft_outlives_a_reload_and_goes_with_the_message(page: Page) -> None:
    begin_to_write(page)
    page.reload()
    expect(message_box(page)).to_have_value(WORDS)
    message_box(page).press("Enter")
    expect(page.get_by_role("article", name="You")).to_have_text(WORDS)
    # It is shown at once, and no draft any more when there is a conversation that it is kept in.
    wait_until(
        lambda: kept(page) is None,
        awaiting="the tab to forget the draft",
        within=WITHIN_S,
    )


def test_a_draft_outlives_the_end_of_a_log_in(page: Page, served: Served) -> None:
    begin_to_write(page)
    served.platform.logged_in = False
    served.platform.close_sockets(1008)
    expect(page).to_have_url(re.compile("/log-in"))
    expect(page.get_by_role("status")).to_contain_text("Your session has ended.")
    page.get_by_label("E-mail address").fill("ada@engine.example")
    page.get_by_label("Password").fill("right")
    page.get_by_role("button", name="Log in").click()
    expect(message_box(page)).to_have_value(WORDS)


def test_a_draft_is_not_shown_to_another_user_and_thrown_away(page: Page) -> None:
    begin_to_write(page)
    page.evaluate("sessionStorage.draft = sessionStorage.draft.replace('u1', 'u2')")
    page.reload()
    expect(page.get_by_role("status", name="Connection")).to_have_text("Connected")
    expect(message_box(page)).to_have_value("")
    assert kept(page) is None


def test_who_logs_out_leaves_no_draft_in_any_tab(page: Page) -> None:
    begin_to_write(page)
    other = page.context.new_page()
    begin_to_write(other, "Something else")
    assert (kept(page), kept(other)) == (WORDS, "Something else")
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(re.compile(r"/log-in$"))
    assert kept(page) is None
    wait_until(
        lambda: kept(other) is None,
        awaiting="the other tab to forget its draft",
        within=WITHIN_S,
        pump=lambda remaining: other.wait_for_timeout(min(remaining, 0.05) * 1000),
    )


def test_who_leaves_for_good_leaves_no_draft(page: Page) -> None:
    begin_to_write(page)
    page.goto("/leave")
    assert kept(page) == WORDS
    page.get_by_label("Password").fill("right")
    page.get_by_role("button", name="Delete my account").click()
    expect(page).to_have_url(re.compile("/log-in"))
    expect(page.get_by_role("status")).to_contain_text("Your account is deleted")
    assert kept(page) is None


def test_nothing_is_kept_before_it_is_known_who_writes(page: Page) -> None:
    page.goto("/log-in")
    page.evaluate("(words) => import('/static/js/draft.js').then((m) => m.keepDraft(words))", WORDS)
    assert kept(page) is None


def test_a_refused_text_comes_before_what_was_written_meanwhile(page: Page, served: Served) -> None:
    long = "x" * 501
    open_chat(page)
    page.get_by_role("button", name="New thread").click()
    expect(page.get_by_role("button", name="Untitled thread")).to_be_visible()
    page.route("**/api/chat/tickets", lambda route: route.abort())
    served.platform.close_sockets(1011)
    expect(page.get_by_role("status", name="Connection")).to_contain_text("Trying again")
    message_box(page).fill(long)
    message_box(page).press("Enter")
    message_box(page).press_sequentially(WORDS)
    page.unroute("**/api/chat/tickets")
    expect(page.get_by_role("alert")).to_contain_text("That message is too long.")
    expect(message_box(page)).to_have_value(f"{long}\n\n{WORDS}")
    assert kept(page) == f"{long}\n\n{WORDS}"
