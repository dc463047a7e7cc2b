"""The chat page while all is well, and when a message is refused."""

import re

import pytest
from playwright.sync_api import Page, expect

from chat_platform.contract.errors import ERROR_TEXTS, ErrorCode
from chat_platform.contract.server_messages import MessageDelta

from .conftest import Served
from .small_run import ANSWER, COMPLETED, said

ACTIVITY = [
    "Cost detective started",
    "Thinking: Which models cost most?",
    "Running top_spenders with limit: 3",
    "top_spenders finished in 12 ms",
    "Cost detective finished",
]


@pytest.fixture
def chat(page: Page) -> Page:
    page.goto("/chat")
    expect(page.get_by_role("status", name="Connection")).to_have_text("Connected")
    return page


def say(page: Page, text: str) -> None:
    """Write a message and send it with Enter."""
    page.get_by_role("textbox", name="Message").fill(text)
    page.keyboard.press("Enter")


def articles(page: Page) -> list[tuple[str | None, str]]:
    """Who said what."""
    found = page.get_by_role("log", name="Conversation").get_by_role("article").all()
    return [(each.get_attribute("aria-label"), each.inner_text()) for each in found]


def test_a_question_is_answered_in_a_new_thread(chat: Page) -> None:
    say(chat, "Which <b>models</b>\nare dearest?")
    activity = chat.get_by_role("region", name="Agent activity").get_by_role("listitem")
    expect(activity).to_have_text(ACTIVITY)
    assert articles(chat) == [
        ("You", "Which <b>models</b>\nare dearest?"),
        ("Cost detective", "The dearest is Opus.\n\n9.50"),
    ]
    answer = chat.get_by_role("article", name="Cost detective")
    expect(answer.get_by_role("cell")).to_have_text("9.50")
    current = chat.get_by_role("navigation", name="Threads").get_by_role("button", name="dearest")
    expect(current).to_have_attribute("aria-current", "true")
    expect(chat.get_by_role("banner")).to_contain_text("Ada Lovelace")


def test_the_answer_shows_while_it_is_written(chat: Page, served: Served) -> None:
    served.platform.faults["stop"] = "before_answer"
    say(chat, "Which models are dearest?")
    answer = chat.get_by_role("article", name="Cost detective")
    expect(answer).to_have_text("".join(ANSWER))
    expect(answer).to_have_attribute("aria-busy", "true")


def test_an_answer_joined_in_the_middle_is_shown_from_its_beginning(
    chat: Page, served: Served
) -> None:
    served.platform.faults["stop"] = "before_answer"
    say(chat, "Which models are dearest?")
    expect(chat.get_by_role("article")).to_have_count(2)
    chat.reload()
    answer = chat.get_by_role("article", name="Cost detective")
    expect(answer).to_have_text("".join(ANSWER))
    expect(chat.get_by_role("button", name="Stop")).to_be_visible()
    thread_id = chat.url.partition("#thread=")[2]
    begun = served.platform.logs[thread_id][-1]["payload"]["message_id"]
    served.platform.say(thread_id, MessageDelta(message_id=begun, delta=" And more."))
    expect(answer).to_have_text("".join(ANSWER) + " And more.")
    whole = said("agent", begun, "All and more", "<p>All and more</p>")
    served.platform.say(thread_id, whole)
    expect(answer).to_have_text("All and more")


def test_a_run_without_an_answer_is_explained(chat: Page, served: Served) -> None:
    served.platform.faults["stop"] = "before_answer"
    say(chat, "Which models are dearest?")
    expect(chat.get_by_role("article")).to_have_count(2)
    thread_id = chat.url.partition("#thread=")[2]
    failed = COMPLETED.model_copy(update={"status": "failed", "summary": "It took too long."})
    served.platform.say(thread_id, failed, "r2")
    expect(chat.get_by_role("alert")).to_have_text(
        "It took too long. Your question is kept: “Ask again” beneath it asks it once more."
    )


def test_a_run_can_be_stopped_while_it_goes_on(chat: Page, served: Served) -> None:
    served.platform.faults["stop"] = "before_answer"
    stop = chat.get_by_role("button", name="Stop")
    expect(stop).to_be_hidden()
    say(chat, "Which models are dearest?")
    stop.click()
    activity = chat.get_by_role("region", name="Agent activity").get_by_role("listitem")
    expect(activity.last).to_have_text("Cost detective was stopped")
    expect(stop).to_be_hidden()
    expect(chat.get_by_role("textbox", name="Message")).to_be_focused()
    asked = [each for each in served.platform.received if each["type"] == "run.cancel"]
    assert [each["payload"]["run_id"] for each in asked] == [served.platform.runs[-1]]
    # Who stopped it need not be told so.
    expect(chat.get_by_role("alert")).to_be_empty()


def test_a_run_stopped_elsewhere_is_explained(chat: Page, served: Served) -> None:
    served.platform.faults["stop"] = "before_answer"
    say(chat, "Which models are dearest?")
    expect(chat.get_by_role("button", name="Stop")).to_be_visible()
    thread_id = chat.url.partition("#thread=")[2]
    stopped = COMPLETED.model_copy(update={"status": "cancelled", "summary": "It was stopped."})
    served.platform.say(thread_id, stopped, served.platform.runs[-1])
    expect(chat.get_by_role("alert")).to_contain_text("It was stopped. Your question is kept")


def test_a_stop_that_is_refused_is_explained(chat: Page, served: Served) -> None:
    served.platform.faults["stop"] = "before_answer"
    say(chat, "Which models are dearest?")
    expect(chat.get_by_role("article").last).to_contain_text("Opus")  # it waits to be stopped
    served.platform.faults["stop"] = "never"
    stop = chat.get_by_role("button", name="Stop")
    stop.click()
    expect(chat.get_by_role("alert")).to_contain_text(ERROR_TEXTS[ErrorCode.RUN_NOT_FOUND].message)
    expect(stop).not_to_have_attribute("aria-disabled", "true")


def test_shift_enter_begins_a_new_line(chat: Page, served: Served) -> None:
    message = chat.get_by_role("textbox", name="Message")
    message.press_sequentially("one")
    message.press("Shift+Enter")
    message.press_sequentially("two")
    chat.get_by_role("button", name="Send").click()
    expect(chat.get_by_role("article", name="You")).to_have_text("one\ntwo")
    assert served.platform.received[-1]["payload"] == {"text": "one\ntwo"}


def test_a_reload_shows_the_history_and_goes_on(chat: Page, served: Served) -> None:
    say(chat, "Which models are dearest?")
    expect(chat.get_by_role("listitem").filter(has_text="detective finished")).to_be_visible()
    before = articles(chat)
    chat.reload()
    activity = chat.get_by_role("region", name="Agent activity").get_by_role("listitem")
    expect(activity).to_have_text(ACTIVITY)
    assert articles(chat) == before
    assert served.platform.types_received()[-2:] == ["history.get", "resume"]
    say(chat, "And the second?")
    expect(chat.get_by_role("article")).to_have_count(4)


def test_each_thread_keeps_its_own_messages(chat: Page) -> None:
    say(chat, "Which models are dearest?")
    expect(chat.get_by_role("article")).to_have_count(2)
    first = chat.url
    chat.get_by_role("button", name="New thread").click()
    expect(chat.get_by_role("article")).to_have_count(0)
    expect(chat.get_by_role("textbox", name="Message")).to_be_focused()
    assert chat.url != first
    threads = chat.get_by_role("navigation", name="Threads").get_by_role("listitem")
    expect(threads).to_have_text(["Untitled thread", "The dearest models"])
    threads.last.get_by_role("button").click()
    expect(chat.get_by_role("article")).to_have_count(2)
    assert chat.url == first


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_message_is_refused_and_begins_no_thread(
    chat: Page, served: Served, text: str
) -> None:
    say(chat, text)
    expect(chat.get_by_role("alert")).to_contain_text("There is nothing in that message.")
    assert "thread.create" not in served.platform.types_received()


def test_a_refused_message_is_given_back(chat: Page) -> None:
    long = "x" * 501
    say(chat, long)
    expect(chat.get_by_role("alert")).to_have_text(
        "That message is too long. Shorten it, or send it in several parts."
    )
    expect(chat.get_by_role("article")).to_have_count(0)
    expect(chat.get_by_role("textbox", name="Message")).to_have_value(long)
    say(chat, "short")
    expect(chat.get_by_role("article", name="You")).to_have_text("short")
    expect(chat.get_by_role("alert")).to_be_empty()


def test_a_thread_that_is_not_ours_is_refused(page: Page) -> None:
    page.goto("/chat#thread=somebody-elses")
    expect(page.get_by_role("alert")).to_contain_text("no such thread in your account")
    assert "thread" not in page.url.partition("#")[2]


def test_logging_out_ends_the_session_and_the_socket(chat: Page, served: Served) -> None:
    say(chat, "Hello")
    chat.get_by_role("button", name="Log out").click()
    expect(chat).to_have_url(re.compile(r"/log-in$"))
    expect(chat.get_by_role("status")).to_have_text("You are logged out.")
    assert not served.platform.logged_in


def test_the_page_fits_a_small_phone(chat: Page) -> None:
    chat.set_viewport_size({"width": 320, "height": 640})
    say(chat, "An unbroken " + "word" * 60)
    expect(chat.get_by_role("article")).to_have_count(2)
    assert chat.evaluate("document.documentElement.scrollWidth") == 320
    expect(chat.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)


def test_the_newest_line_stays_in_sight_unless_one_reads_back(chat: Page, served: Served) -> None:
    chat.set_viewport_size({"width": 800, "height": 480})
    for number in range(3):
        say(chat, f"Question {number}")
        expect(chat.get_by_role("article")).to_have_count(2 * number + 2)
    newest = chat.get_by_role("article").last
    expect(newest.get_by_role("cell")).to_be_in_viewport(ratio=1)

    first = chat.get_by_role("article").first
    first.scroll_into_view_if_needed()
    expect(first).to_be_in_viewport(ratio=1)
    thread_id = chat.url.partition("#thread=")[2]
    served.platform.say(thread_id, said("agent", "m99", "Later.", "<p>Later.</p>"))
    expect(newest).to_have_text("Later.")
    expect(newest).not_to_be_in_viewport()
    expect(first).to_be_in_viewport(ratio=1)

    say(chat, "Question 4")
    expect(newest.get_by_role("cell")).to_be_in_viewport(ratio=1)
