"""The pages about one's own account, by the accessible names that people meet."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import Served


def test_the_log_in_page_mails_a_link_to_the_address_in_the_form(page: Page) -> None:
    page.goto("/log-in")
    button = page.get_by_role("button", name="Mail me a link instead")
    button.click()
    expect(page.get_by_role("alert")).to_contain_text("not an e-mail address")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.get_by_label("E-mail address").fill("ada@engine.example")
    button.click()
    expect(page.get_by_role("status")).to_contain_text("on its way to ada@engine.example")
    expect(page.get_by_role("alert")).to_be_empty()


def test_the_mailed_link_leads_to_the_chat_and_its_token_is_forgotten(page: Page) -> None:
    page.goto("/magic#token=good")
    expect(page.get_by_label("Code from your app")).to_be_hidden()
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    page.go_back()
    assert "token" not in page.url


def test_a_mailed_link_asks_for_a_code_and_goes_on(page: Page) -> None:
    page.goto("/magic#token=with%20a%20code")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("status")).to_contain_text("This account asks for a code, too.")
    field = page.get_by_label("Code from your app")
    expect(field).to_be_focused()
    field.fill("111111")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That code is wrong")
    field.fill("123456")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()


def test_a_mailed_link_that_was_used_leads_to_another_one(page: Page) -> None:
    page.goto("/magic#token=used")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("alert").get_by_role("link", name="Ask for a new link").click()
    expect(page.get_by_role("button", name="Mail me a link instead")).to_be_visible()


def test_an_address_is_changed_with_password_and_code(page: Page, served: Served) -> None:
    served.platform.second_factor = True
    page.goto("/account")
    page.get_by_role("link", name="Change your address").click()
    page.get_by_label("New e-mail address").fill("ada@lovelace.example")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That password is wrong.")
    expect(page.get_by_label("Password")).to_be_focused()
    page.get_by_label("Password").fill("right")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("This account asks for a code, too.")
    expect(page.get_by_label("Code from your app")).to_be_focused()
    page.get_by_label("Code from your app").fill("123456")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("We sent a mail to ada@lovelace.example.")


@pytest.mark.parametrize(
    ("path", "button", "onwards"),
    [
        ("/change-email", "Use this address", "Go to the chat"),
        ("/undo-change", "Put my address back", "Choose a new password"),
    ],
)
def test_links_of_mails_about_the_address(page: Page, path: str, button: str, onwards: str) -> None:
    page.goto(f"{path}#token=used")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("alert")).to_contain_text("This link was used already.")
    page.goto("about:blank")
    page.goto(f"{path}#token=good")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("status").get_by_role("link", name=onwards)).to_be_visible()
    assert "token" not in page.url


def test_leaving_takes_the_password_and_says_goodbye(page: Page) -> None:
    page.goto("/account")
    page.get_by_role("link", name="Delete your account").click()
    expect(page.get_by_label("Code from your app")).to_be_hidden()
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That password is wrong.")
    page.get_by_label("Password").fill("right")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Your account is deleted")


def test_without_a_password_leaving_takes_a_link(page: Page, served: Served) -> None:
    served.platform.password = False
    page.goto("/leave")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("status")).to_have_text("We sent a mail.")
    expect(page.get_by_label("Password")).to_be_hidden()
    page.goto("about:blank")
    page.goto("/leave#token=good")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("status")).to_contain_text("Your account is deleted")


@pytest.mark.parametrize("path", ["/new-address", "/leave"])
def test_whoever_is_not_logged_in_is_asked_to(page: Page, served: Served, path: str) -> None:
    served.platform.logged_in = False
    page.goto(path)
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
