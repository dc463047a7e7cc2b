"""What the user wrote and the platform has not accepted: kept over a reload, sent once."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from test_framework.waiting import wait_until

from .conftest import Served

WITHIN_S = 5.0


def wait_until_nothing_is_unsent(page: Page) -> None:
    # Not wait_for_function: to look again it evaluates a text, which the page's policy forbids.
    wait_until(
        lambda: page.evaluate("sessionStorage.unsent === '[]'"),
        awaiting="an empty list of what is unsent",
        within=WITHIN_S,
        pump=lambda remaining: page.wait_for_timeout(min(remaining, 0.05) * 1000),
    )


def test_unsent_texts_go_out_after_a_reload_in_their_order_under_their_first_ids(
    page: Page, served: Served
) -> None:
    page.goto("/chat")
    page.get_by_role("button", name="New thread").click()
    expect(page.get_by_role("button", name="Untitled thread")).to_be_visible()
    page.route("**/api/chat/tickets", lambda route: route.abort())
    served.platform.close_sockets(1011)
    expect(page.get_by_role("status", name="Connection")).to_contain_text("Trying again")
    message = page.get_by_role("textbox", name="Message")
    for text in ("first", "second"):
        message.fill(text)
        message.press("Enter")
    expect(page.get_by_role("article")).to_have_text(["first", "second"])
    kept = page.evaluate("JSON.parse(sessionStorage.unsent)")
    page.unroute("**/api/chat/tickets")
    page.reload()
    expect(page.get_by_role("article").filter(has_text="second")).to_have_count(1)
    wait_until_nothing_is_unsent(page)
    sent = [m for m in served.platform.received if m["type"] == "message.send"]
    assert [(m["id"], m["payload"]["text"]) for m in sent] == [(k["id"], k["text"]) for k in kept]
    assert [each["text"] for each in kept] == ["first", "second"]


def test_another_user_does_not_send_what_the_first_left(page: Page, served: Served) -> None:
    page.goto("/chat")
    expect(page.get_by_role("status", name="Connection")).to_have_text("Connected")
    left = '[{"id": "1", "threadId": "t", "text": "mine", "owner": "somebody else"}]'
    page.evaluate("(left) => sessionStorage.setItem('unsent', left)", left)
    page.reload()
    wait_until_nothing_is_unsent(page)
    expect(page.get_by_role("status", name="Connection")).to_have_text("Connected")
    assert not any(m["type"] == "message.send" for m in served.platform.received)
