"""The account page, by the accessible names that people meet."""

from playwright.sync_api import Page, expect

from .conftest import Served


def test_devices_are_listed_and_logged_out_one_by_one(page: Page, served: Served) -> None:
    served.platform.devices = {"s1": "Firefox on Linux", "s2": "Safari on iPhone"}
    page.goto("/account")
    expect(page.get_by_text("ada@engine.example")).to_be_visible()
    items = page.get_by_role("list", name="Where you are logged in").get_by_role("listitem")
    expect(items).to_have_count(2)
    expect(items.first).to_contain_text("This device")
    page.get_by_role("button", name="Log out Safari on iPhone").click()
    expect(page.get_by_role("status")).to_have_text("That device is logged out.")
    expect(items).to_have_count(1)
    expect(page.get_by_role("button", name="Log out everywhere else")).to_be_hidden()


def test_logging_out_everywhere_else_says_so(page: Page, served: Served) -> None:
    served.platform.devices = {"s1": "Firefox on Linux", "s2": "Safari on iPhone"}
    page.goto("/account")
    page.get_by_role("button", name="Log out everywhere else").click()
    expect(page.get_by_role("status")).to_have_text("You are logged out everywhere else.")


def test_a_device_that_is_gone_is_explained(page: Page, served: Served) -> None:
    served.platform.devices = {"s1": "Firefox on Linux", "s2": "Safari on iPhone"}
    page.goto("/account")
    button = page.get_by_role("button", name="Log out Safari on iPhone")
    expect(button).to_be_visible()
    del served.platform.devices["s2"]
    button.click()
    expect(page.get_by_role("alert")).to_contain_text("You are not logged in on that device.")


def test_without_a_session_the_page_leads_to_the_log_in(page: Page, served: Served) -> None:
    served.platform.logged_in = False
    page.goto("/account")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_a_log_in_that_was_ended_elsewhere_leads_to_the_log_in(page: Page, served: Served) -> None:
    served.platform.devices = {"s1": "Firefox on Linux", "s2": "Safari on iPhone"}
    page.goto("/account")
    button = page.get_by_role("button", name="Log out everywhere else")
    expect(button).to_be_visible()
    served.platform.logged_in = False
    button.click()
    expect(page.get_by_role("status")).to_contain_text("Your session has ended.")


def test_the_chat_leads_to_the_account(page: Page, served: Served) -> None:
    served.platform.devices = {"s1": "Firefox on Linux"}
    page.goto("/chat")
    page.get_by_role("link", name="Ada Lovelace").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    page.get_by_role("link", name="Back to the chat").click()
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()
