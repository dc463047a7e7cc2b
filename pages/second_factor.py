"""The page about the second factor."""

from collections.abc import Sequence

from playwright.sync_api import Locator

from pages.base import BasePage


class SecondFactorPage(BasePage):
    """Where one sets up an authenticator app, or switches the second factor off."""

    path = "/second-factor"

    def set_up(self) -> str:
        """Ask for a new secret; the one to type into the app."""
        self.page.get_by_role("button", name="Set up an authenticator app").click()
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
