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

    def confirm(self, link: str) -> None:
        """Open the link and confirm the address."""
        self.follow(link)
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
        self.way_through(provider).click()

    def way_through(self, provider: str) -> Locator:
        """Where one chooses that provider."""
        return self.page.get_by_role("link", name=f"Continue with {provider}")

    def ask_for_link(self, email: str) -> None:
        """Have a link sent instead of giving the password."""
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_role("button", name="Mail me a link instead").click()

    def enter_code(self, code: str) -> None:
        """Enter the code that the page asks for, and send the form again."""
        self.page.get_by_label("Code from your app").fill(code)
        self.page.get_by_role("button", name="Log in").click()

    @property
    def button(self) -> Locator:
        """Present on this page only: tells that one is logged out."""
        return self.page.get_by_role("button", name="Log in")
