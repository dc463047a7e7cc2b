"""The chat page when the line is bad: nothing lost, nothing twice."""

import re
from functools import partial
from itertools import product

import pytest
from playwright.sync_api import Locator, Page, expect

from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.server_messages import ServerDraining, ThreadRenamed
from test_framework.waiting import wait_until

from .conftest import Served
from .small_platform import SmallPlatform
from .small_run import error, said
from .test_chat import ACTIVITY, say

QUESTION = "Which models are dearest?"
TWO_MESSAGES = [re.compile("^Which models are dearest\\?$"), re.compile("Opus")]


@pytest.fixture
def chat(page: Page) -> Page:
    page.goto("/chat")
    expect(connection(page)).to_have_text("Connected")
    return page


def connection(page: Page) -> Locator:
    """What the page says of its connection."""
    return page.get_by_role("status", name="Connection")


def expect_all(page: Page) -> None:
    """Question, answer and activity: all there, each once."""
    expect(page.get_by_role("article")).to_have_text(TWO_MESSAGES)
    activity = page.get_by_role("region", name="Agent activity").get_by_role("listitem")
    expect(activity).to_have_text(ACTIVITY)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        *product(["skip", "damage", "twice"], ["agent_thinking", "message_created"]),
        # Nothing comes after it that would show the gap: the damage itself must be seen.
        ("damage", "agent_completed"),
        ("skip", "message_delta"),
    ],
)
def test_an_event_that_is_lost_damaged_or_doubled_shows_once(
    chat: Page, served: Served, fault: str, kind: str
) -> None:
    chat.get_by_role("button", name="New thread").click()
    expect(chat).to_have_url(re.compile("#thread="))
    served.platform.faults[fault] = kind
    say(chat, QUESTION)
    expect_all(chat)
    assert fault not in served.platform.faults, "the fault never struck"
    resumes = served.platform.types_received().count("resume")
    assert resumes == (0 if fault == "twice" else 1)


def test_a_lost_connection_comes_back_and_catches_up(chat: Page, served: Served) -> None:
    say(chat, QUESTION)
    expect_all(chat)
    thread_id = chat.url.partition("#thread=")[2]
    last_seq = len(served.platform.logs[thread_id])
    chat.route("**/api/chat/tickets", lambda route: route.abort())
    served.platform.close_sockets(1011)
    expect(connection(chat)).to_contain_text("Connection lost. Trying again")
    served.platform.say(thread_id, said("agent", "m99", "Later.", "<p>Later.</p>"))
    chat.unroute("**/api/chat/tickets")
    expect(connection(chat)).to_have_text("Connected again")
    expect(chat.get_by_role("article")).to_have_text([*TWO_MESSAGES, re.compile("^Later.$")])
    resumes = [m["payload"] for m in served.platform.received if m["type"] == "resume"]
    assert resumes == [{"last_seq": last_seq}]
    assert served.platform.tickets == 2


@pytest.mark.parametrize("kind", ["thread.create", "message.send"])
def test_what_was_not_acknowledged_is_sent_again_under_the_same_id(
    chat: Page, served: Served, kind: str
) -> None:
    served.platform.faults["cut"] = kind
    say(chat, QUESTION)
    expect_all(chat)
    sent = [message for message in served.platform.received if message["type"] == kind]
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert len(served.platform.titles) == 1


def test_a_message_written_while_offline_is_sent_later(chat: Page, served: Served) -> None:
    chat.route("**/api/chat/tickets", lambda route: route.abort())
    served.platform.close_sockets(1011)
    expect(connection(chat)).to_contain_text("Trying again")
    say(chat, QUESTION)
    chat.unroute("**/api/chat/tickets")
    expect_all(chat)


def test_a_message_over_the_frame_limit_is_given_back(chat: Page, served: Served) -> None:
    chat.get_by_role("button", name="New thread").click()
    expect(chat).to_have_url(re.compile("#thread="))
    chat.route("**/api/chat/tickets", lambda route: route.abort())
    served.platform.close_sockets(1011)
    say(chat, "far too long")
    expect(chat.get_by_role("article")).to_have_attribute("data-state", "sending")
    served.platform.faults["too big"] = "message.send"
    chat.unroute("**/api/chat/tickets")
    expect(chat.get_by_role("alert")).to_contain_text("That message is too long.")
    expect(chat.get_by_role("textbox", name="Message")).to_have_value("far too long")
    expect(connection(chat)).to_have_text("Connected again")
    expect(chat.get_by_role("article")).to_have_count(0)


def test_a_session_that_ended_elsewhere_leads_to_the_log_in(chat: Page, served: Served) -> None:
    served.platform.logged_in = False
    served.platform.close_sockets(1008)
    expect(chat.get_by_role("heading", name="Log in")).to_be_visible()
    expect(chat.get_by_role("status")).to_contain_text("Your session has ended.")
    chat.reload()
    expect(chat.get_by_role("status")).to_be_empty()


def test_a_refused_ticket_renews_the_session_and_goes_on(chat: Page, served: Served) -> None:
    served.platform.close_sockets(1008)
    expect(connection(chat)).to_have_text("Connected again")
    assert served.platform.refreshes == 2
    expect(chat.get_by_role("alert")).to_be_empty()


def test_a_draining_server_is_left_alone_for_as_long_as_it_asks(chat: Page, served: Served) -> None:
    chat.clock.install()
    served.platform.tell(ServerDraining(reconnect_after_ms=60_000))
    served.platform.close_sockets(1012)
    expect(connection(chat)).to_contain_text("Trying again in 6")
    chat.clock.fast_forward(59_000)
    assert served.platform.tickets == 1
    chat.clock.fast_forward(2_000)
    expect(connection(chat)).to_have_text("Connected again")
    assert served.platform.tickets == 2


def test_an_account_with_too_many_connections_is_told_so_and_does_not_storm(
    chat: Page, served: Served
) -> None:
    chat.clock.install()
    served.platform.tell(error(ErrorCode.TOO_MANY_CONNECTIONS))
    served.platform.close_sockets(1013)
    expect(chat.get_by_role("alert")).to_contain_text("open in too many places")
    expect(connection(chat)).to_contain_text("Trying again in 1")
    chat.clock.fast_forward(14_000)
    assert served.platform.tickets == 1
    chat.clock.fast_forward(3_000)
    expect(connection(chat)).to_have_text("Connected again")


def test_an_error_that_answers_nothing_is_shown(chat: Page, served: Served) -> None:
    served.platform.tell(error(ErrorCode.INTERNAL))
    expect(chat.get_by_role("alert")).to_contain_text("Something went wrong on our side.")


def test_the_token_is_renewed_before_it_ends(page: Page, served: Served) -> None:
    page.clock.install()
    page.goto("/chat")
    expect(connection(page)).to_have_text("Connected")
    page.clock.fast_forward(700_000)
    assert served.platform.refreshes == 1
    with page.expect_response("**/api/auth/refresh"):
        page.clock.fast_forward(30_000)


def test_a_silent_line_is_found_by_the_heartbeat(page: Page, served: Served) -> None:
    page.clock.install()
    page.goto("/chat")
    expect(connection(page)).to_have_text("Connected")
    wait_until(
        lambda: "ping" in served.platform.types_received(),
        awaiting="the ping of a new connection",
        within=5,
    )
    served.platform.faults["silent"] = "ping"
    wait_until(
        lambda: connection(page).inner_text() == "Connected again",
        awaiting="a new connection",
        within=10,
        pump=lambda _: page.clock.run_for(10_000),
    )


def test_a_title_changes_everywhere(chat: Page, served: Served) -> None:
    say(chat, QUESTION)
    expect_all(chat)
    thread_id = chat.url.partition("#thread=")[2]
    served.platform.say(thread_id, ThreadRenamed(title="Prices"))
    expect(chat.get_by_role("heading", name="Prices")).to_be_visible()
    expect(chat.get_by_role("button", name="Prices")).to_be_visible()


def test_a_line_that_damages_every_time_is_tried_less_and_less(page: Page, served: Served) -> None:
    platform = served.platform
    page.add_init_script("Math.random = () => 1")  # the longest waits there are
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.goto("/chat")
    # A thread that gets through well must not hide that the other never does.
    page.get_by_role("button", name="New thread").click()
    expect(page).to_have_url(re.compile("#thread="))
    platform.faults["damage always"] = "agent_completed"
    page.get_by_role("button", name="New thread").click()
    expect(page.get_by_role("button", name="Untitled thread")).to_have_count(2)
    say(page, QUESTION)
    expect(page.get_by_role("article")).to_have_count(2)
    for tries, wait in enumerate((500, 1_000, 2_000), start=1):
        wait_until(lambda: not platform.sockets, awaiting="the page's giving up", within=5)
        page.clock.run_for(wait - 50)
        # A request of ours after it: one for a ticket would have arrived by now.
        page.evaluate("fetch('/static/icon.svg').then((answer) => answer.text())")
        assert platform.tickets == tries
        page.clock.run_for(50)
        wait_until(partial(has_connected, platform, tries + 1), awaiting="the next try", within=5)


def has_connected(platform: SmallPlatform, times: int) -> bool:
    """Whether a page has come that often."""
    return platform.connections == times
