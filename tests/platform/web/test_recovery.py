"""The way back in, by the accessible names that people meet."""

from playwright.sync_api import Page, expect


def test_the_log_in_page_leads_to_the_mail_with_a_link(page: Page) -> None:
    page.goto("/log-in")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail address").fill("ada@engine.example")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("status")).to_contain_text("on its way to ada@engine.example")
    expect(page.get_by_role("button", name="Send me a link")).to_be_hidden()


def test_a_new_password_is_set_and_the_token_forgotten(page: Page) -> None:
    page.goto("/reset#token=good")
    password = page.get_by_label("New password")
    password.fill("short")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("too easy to guess")
    expect(password).to_be_focused()
    password.fill("a long password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Your new password is set.")
    assert "token" not in page.url
    page.get_by_role("status").get_by_role("link", name="Log in").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_a_link_that_does_not_work_leads_to_a_new_one(page: Page) -> None:
    page.goto("/reset#token=used")
    page.get_by_label("New password").fill("a long password")
    page.get_by_role("button", name="Set the new password").click()
    expect(page.get_by_role("alert")).to_contain_text("This link was used already.")
    page.get_by_role("alert").get_by_role("link", name="Ask for a new link").click()
    expect(page.get_by_role("heading", name="Forgot your password?")).to_be_visible()


def test_who_has_not_confirmed_is_led_to_another_mail(page: Page) -> None:
    page.goto("/log-in")
    page.get_by_label("E-mail address").fill("ada@engine.example")
    page.get_by_label("Password").fill("unconfirmed")
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_role("link", name="Send it again").click()
    page.get_by_label("E-mail address").fill("ada@engine.example")
    page.get_by_role("button", name="Send the mail again").click()
    expect(page.get_by_role("status")).to_contain_text("on its way to ada@engine.example")


def test_an_account_is_unlocked_by_its_link(page: Page) -> None:
    page.goto("/unlock#token=used")
    page.get_by_role("button", name="Unlock my account").click()
    expect(page.get_by_role("alert")).to_contain_text("This link was used already.")
    page.goto("about:blank")
    page.goto("/unlock#token=good")
    page.get_by_role("button", name="Unlock my account").click()
    expect(page.get_by_role("status").get_by_role("link", name="Log in")).to_be_visible()
    assert "token" not in page.url
