"""The pages on the way back in."""

from pages.base import BasePage


class ForgotPage(BasePage):
    """Where one asks for a link to a new password."""

    path = "/forgot"

    def ask(self, email: str) -> None:
        """Fill in the address and send the form."""
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_role("button", name="Send me a link").click()


class ResetPage(BasePage):
    """Where the link of that mail leads."""

    path = "/reset"

    def set_password(self, link: str, password: str) -> None:
        """Open the link and choose the password."""
        self.follow(link)
        self.page.get_by_label("New password").fill(password)
        self.page.get_by_role("button", name="Set the new password").click()
