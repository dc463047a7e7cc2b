"""Signing up, confirming and logging in, by the accessible names that people meet."""

import re

from playwright.sync_api import Page, expect

from .conftest import Served


def fill(page: Page, **values: str) -> None:
    """Fill in fields by their labels."""
    for label, value in values.items():
        page.get_by_label(label.replace("_", " ").replace("E mail", "E-mail")).fill(value)


def test_signing_up_says_where_the_mail_went(page: Page) -> None:
    page.goto("/sign-up")
    fill(page, Your_name="Ada", E_mail_address=" ada@engine.example", Password="a long password")
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("status")).to_have_text(
        "Check your inbox: we sent a mail to ada@engine.example."
    )
    expect(page.get_by_role("link", name="Log in")).to_be_visible()


def test_a_weak_password_is_explained_and_its_field_marked(page: Page) -> None:
    page.goto("/sign-up")
    fill(page, Your_name="Ada", E_mail_address="ada@engine.example", Password="short")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("too easy to guess. Use at least 12")
    password = page.get_by_label("Password")
    expect(password).to_have_attribute("aria-invalid", "true")
    expect(password).to_have_attribute("aria-describedby", "password-hint problem")
    expect(password).to_be_focused()
    expect(page.get_by_label("Your name")).not_to_have_attribute("aria-invalid", "true")
    password.fill("a long password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Check your inbox")


def test_an_unreachable_server_is_explained(page: Page) -> None:
    page.goto("/sign-up")
    page.route("**/api/accounts", lambda route: route.abort())
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached.")


def test_the_password_can_be_shown(page: Page) -> None:
    page.goto("/log-in")
    fill(page, Password="right")
    page.get_by_role("button", name="Show what I type").click()
    expect(page.get_by_label("Password")).to_have_attribute("type", "text")
    page.get_by_role("button", name="Show what I type", pressed=True).click()
    expect(page.get_by_label("Password")).to_have_attribute("type", "password")


def test_confirming_leads_to_the_log_in_and_forgets_the_token(page: Page) -> None:
    page.goto("/verify#token=good")
    page.get_by_role("button", name="Confirm my address").click()
    expect(page.get_by_role("status")).to_contain_text("Your address is confirmed.")
    assert "token" not in page.url
    page.get_by_role("status").get_by_role("link", name="Log in").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_a_link_that_does_not_work_leads_to_a_new_one(page: Page) -> None:
    page.goto("/verify#token=wrong")
    page.get_by_role("button", name="Confirm my address").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("This link is not valid.")
    alert.get_by_role("link", name="Sign up").click()
    expect(page.get_by_role("heading", name="Sign up")).to_be_visible()


def test_a_used_link_offers_the_log_in(page: Page) -> None:
    page.goto("/verify#token=used")
    page.get_by_role("button", name="Confirm my address").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Log in")).to_be_visible()


def test_without_a_session_the_chat_leads_to_the_log_in_and_back(
    page: Page, served: Served
) -> None:
    served.platform.logged_in = False
    served.platform.titles["t1"] = "Budget"
    page.goto("/chat#thread=t1")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    status = page.get_by_role("status")
    expect(status).to_have_text("Log in to open the chat.")
    fill(page, E_mail_address="ada@engine.example", Password="wrong")
    # Until its script is there, the page takes no form.
    expect(page.get_by_role("button", name="Log in")).to_be_enabled()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("E-mail address or password is wrong.")
    expect(status).to_be_empty()
    fill(page, Password="right")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/chat#thread=t1$"))
    expect(page.get_by_role("heading", name="Budget")).to_be_visible()
