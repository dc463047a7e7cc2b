"""The pages of a provider: log in there, and agree that the platform may know who one is."""

from playwright.sync_api import Locator, Page


class ProviderPage:
    """Whichever page of the provider is shown."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def log_in_button(self) -> Locator:
        """Present where the provider asks who one is."""
        return self.page.get_by_role("button", name="Log in")

    @property
    def allow_button(self) -> Locator:
        """Present where the provider asks for consent."""
        return self.page.get_by_role("button", name="Allow")

    @property
    def way_back(self) -> Locator:
        """The link to the platform, where the page does not go there by itself."""
        return self.page.get_by_role("link", name="Go back by hand")

    def log_in(self, email: str, password: str) -> None:
        """Say who one is, where the provider does not know it any more."""
        self.log_in_button.or_(self.allow_button).first.wait_for()
        if self.log_in_button.is_visible():
            self.page.get_by_label("E-mail address").fill(email)
            self.page.get_by_label("Password").fill(password)
            self.log_in_button.click()

    def allow(self) -> None:
        """Let the platform know who one is."""
        self.allow_button.click()

    def deny(self) -> None:
        """Do not let it know."""
        self.page.get_by_role("button", name="Deny").click()
