"""The pages on which people change or delete their own account, and where their mails lead."""

from pages.base import BasePage


class MailedLinkPage(BasePage):
    """Where the link leads that lets people in."""

    path = "/magic"

    def come_in(self, link: str) -> None:
        """Open the link and go on."""
        self.follow(link)
        self.page.get_by_role("button", name="Log in").click()

    def enter_code(self, code: str) -> None:
        """Enter the code that the page asks for, and go on again."""
        self.page.get_by_label("Code from your app").fill(code)
        self.page.get_by_role("button", name="Log in").click()


class NewAddressPage(BasePage):
    """Where one asks for another address."""

    path = "/new-address"

    def ask(self, email: str, password: str, code: str = "") -> None:
        """Fill in the form and send it."""
        self.page.get_by_label("New e-mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        if code:
            self.page.get_by_label("Code from your app").fill(code)
        self.page.get_by_role("button", name="Send me a link").click()


class ConfirmAddressPage(BasePage):
    """Where the link to a new address leads."""

    path = "/change-email"

    def confirm(self, link: str) -> None:
        """Open the link and use the address."""
        self.follow(link)
        self.page.get_by_role("button", name="Use this address").click()


class UndoChangePage(BasePage):
    """Where the mail to the former address leads."""

    path = "/undo-change"

    def put_back(self, link: str) -> None:
        """Open the link and put the address back."""
        self.follow(link)
        self.page.get_by_role("button", name="Put my address back").click()


class LeavePage(BasePage):
    """Where one deletes the account: with the password, or by the link of a mail."""

    path = "/leave"

    def leave(self, password: str) -> None:
        """Send the form, with the password where the page wants one."""
        button = self.page.get_by_role("button", name="Delete my account")
        button.and_(self.page.locator(":enabled")).wait_for()
        field = self.page.get_by_label("Password")
        if field.is_visible():  # an account without a password is not asked for one
            field.fill(password)
        button.click()

    def leave_by(self, link: str) -> None:
        """Open the link and delete the account."""
        self.follow(link)
        self.page.get_by_role("button", name="Delete my account").click()
