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


class ResendPage(BasePage):
    """Where one asks for the confirmation mail again."""

    path = "/resend"

    def ask(self, email: str) -> None:
        """Fill in the address and send the form."""
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_role("button", name="Send the mail again").click()


class UnlockPage(BasePage):
    """Where the link of the mail about a locked account leads."""

    path = "/unlock"

    def unlock(self, link: str) -> None:
        """Open the link and unlock the account."""
        self.follow(link)
        self.page.get_by_role("button", name="Unlock my account").click()
