"""The page about the second factor."""

from collections.abc import Sequence

from playwright.sync_api import Locator

from pages.base import BasePage


class SecondFactorPage(BasePage):
    """Where one sets up an authenticator app, or switches the second factor off."""

    path = "/second-factor"

    def begin(self, password: str) -> None:
        """Ask for a new secret, with the password where the page wants one."""
        button = self.page.get_by_role("button", name="Set up an authenticator app")
        button.wait_for()
        field = self.page.get_by_label("Password")
        if field.is_visible():  # an account without a password is not asked for one
            field.fill(password)
        button.click()

    def secret(self) -> str:
        """The secret to type into the app."""
        self.page.get_by_role("img", name="QR code").wait_for()
        return self.page.get_by_role("main").get_by_role("code").inner_text()

    def switch_on(self, code: str) -> Sequence[str]:
        """Enter the first code; the backup codes."""
        self.enter(code)
        self.backup_codes.first.wait_for()
        return self.backup_codes.all_inner_texts()

    def enter(self, code: str) -> None:
        """Enter a code, whatever comes of it."""
        self.page.get_by_label("Code from your app").fill(code)
        self.page.get_by_role("button", name="Switch on").click()

    def switch_off(self, password: str) -> None:
        """Switch it off with the password."""
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Switch off").click()

    @property
    def backup_codes(self) -> Locator:
        """The backup codes, an item each."""
        return self.page.get_by_role("list", name="Your backup codes").get_by_role("listitem")
