"""The second factor's page, by the accessible names that people meet."""

from playwright.sync_api import Page, expect


def test_it_is_set_up_with_the_first_code_and_switched_off_with_the_password(page: Page) -> None:
    page.goto("/second-factor")
    page.get_by_label("Password").fill("right")
    page.get_by_role("button", name="Set up an authenticator app").click()
    image = page.get_by_role("img", name="QR code for your authenticator app")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(page.get_by_role("main").get_by_role("code")).to_have_text("JBSWY3DP")
    field = page.get_by_label("Code from your app")
    expect(field).to_be_focused()
    field.fill("111111")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That code is wrong")
    field.fill("123456")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("The second factor is on.")
    codes = page.get_by_role("list", name="Your backup codes").get_by_role("listitem")
    expect(codes).to_have_text(["AAAA-BBBB", "CCCC-DDDD"])
    page.get_by_label("Password").fill("right")
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_role("status")).to_have_text("The second factor is off.")
    expect(page.get_by_role("button", name="Set up an authenticator app")).to_be_visible()
    expect(codes).to_have_count(0)


def test_the_log_in_asks_for_the_code_and_goes_on(page: Page) -> None:
    page.goto("/log-in")
    expect(page.get_by_label("Code from your app")).to_be_hidden()
    page.get_by_label("E-mail address").fill("ada@engine.example")
    page.get_by_label("Password").fill("with a code")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("This account asks for a code, too.")
    field = page.get_by_label("Code from your app")
    expect(field).to_be_focused()
    field.fill("111111")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That code is wrong")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("123456")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()
