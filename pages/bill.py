"""Where the account page says what one pays."""

from playwright.sync_api import Download, Locator

from pages.account import AccountPage


class BillPage(AccountPage):
    """The account page, with this month's invoice."""

    @property
    def bill(self) -> Locator:
        """The section about what one pays."""
        return self.page.get_by_role("region", name="What you pay")

    def save_lines(self) -> Download:
        """Save each line as a file."""
        with self.page.expect_download() as saved:
            self.bill.get_by_role("button", name="Save each line as a file").click()
        return saved.value
