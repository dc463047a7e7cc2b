"""The page about one's own account."""

from playwright.sync_api import Locator

from pages.base import BasePage

MINE = "This device"


class AccountPage(BasePage):
    """Who one is, and where one is logged in."""

    path = "/account"

    @property
    def devices(self) -> Locator:
        """The list of devices, an item each."""
        listed = self.page.get_by_role("list", name="Where you are logged in")
        return listed.get_by_role("listitem")

    @property
    def linked(self) -> Locator:
        """The providers that are linked, an item each."""
        return self.page.get_by_role("list", name="Ways in").get_by_role("listitem")

    def link(self, title: str, password: str) -> None:
        """Set out to link a provider."""
        self._press(f"Link {title}", password)

    def unlink(self, title: str, password: str) -> None:
        """Remove a way in."""
        self._press(f"Unlink {title}", password)

    def _press(self, name: str, password: str) -> None:
        button = self.page.get_by_role("button", name=name, exact=True)
        button.wait_for()
        field = self.page.get_by_label("Password, to link or unlink")
        if field.is_visible():
            field.fill(password)
        button.click()

    @property
    def other_devices(self) -> Locator:
        """Those that are not the one at hand."""
        return self.devices.filter(has_not_text=MINE)

    def log_out_other(self) -> None:
        """Log out the first device that is not the one at hand."""
        self.other_devices.first.get_by_role("button", name="Log out").click()

    def log_out_elsewhere(self) -> None:
        """Log out every device but the one at hand."""
        self.page.get_by_role("button", name="Log out everywhere else").click()
