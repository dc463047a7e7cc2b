"""The pages on the way in: sign up, confirm the address, log in."""

from playwright.sync_api import Locator

from pages.base import BasePage


class SignUpPage(BasePage):
    """Where a visitor asks for an account."""

    path = "/sign-up"

    def sign_up(self, name: str, email: str, password: str) -> None:
        """Fill in the form and send it."""
        self.page.get_by_label("Your name").fill(name)
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign up").click()


class ConfirmPage(BasePage):
    """Where the link of the mail leads."""

    path = "/verify"

    def follow(self, link: str) -> None:
        """Open the link and confirm the address."""
        # A visit in between makes the same link load anew when it is followed again:
        # browsers do not reload for a change in the fragment alone.
        self.page.goto("about:blank")
        self.page.goto(link)
        self.page.get_by_role("button", name="Confirm my address").click()


class LogInPage(BasePage):
    """Where a person with an account comes in."""

    path = "/log-in"

    def log_in(self, email: str, password: str) -> None:
        """Fill in the form and send it."""
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Log in").click()

    def continue_with(self, provider: str) -> None:
        """Choose to come in through a provider."""
        self.page.get_by_role("link", name=f"Continue with {provider}").click()

    @property
    def button(self) -> Locator:
        """Present on this page only: tells that one is logged out."""
        return self.page.get_by_role("button", name="Log in")
