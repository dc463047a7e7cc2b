"""The pages as somebody uses them who has a keyboard and nothing else."""

from pages.access import ConfirmPage, LogInPage, SignUpPage
from pages.chat import ChatPage
from test_framework.browser.keyboard import Keyboard


def fill_in(keyboard: Keyboard, fields: dict[str, str]) -> None:
    """Go from field to field and write; then send the form as one does: with Enter."""
    for name, text in fields.items():
        keyboard.go_to("textbox", name).write(text)
    keyboard.press("Enter")


class SignUpByKeyboard(SignUpPage):
    """Where a visitor asks for an account."""

    def sign_up(self, name: str, email: str, password: str) -> None:
        """Fill in the form and send it."""
        fields = {"Your name": name, "E-mail address": email, "Password": password}
        fill_in(Keyboard.of(self.page), fields)


class ConfirmByKeyboard(ConfirmPage):
    """Where the link of the mail leads."""

    def confirm(self, link: str) -> None:
        """Open the link, as the mail program does, and confirm the address."""
        self.follow(link)
        Keyboard.of(self.page).go_to("button", "Confirm my address").press("Space")


class LogInByKeyboard(LogInPage):
    """Where a person with an account comes in."""

    def log_in(self, email: str, password: str) -> None:
        """Fill in the form and send it."""
        fill_in(Keyboard.of(self.page), {"E-mail address": email, "Password": password})


class ChatByKeyboard(ChatPage):
    """Where a user talks with the agents."""

    def start_thread(self) -> None:
        """Begin a new conversation."""
        Keyboard.of(self.page).go_to("button", "New thread").press("Enter")

    def send(self, text: str) -> None:
        """Write a message where the focus is put by itself, and send it."""
        Keyboard.of(self.page).go_to("textbox", "Message").write(text).press("Enter")

    def stop_run(self) -> None:
        """End the agent's work."""
        Keyboard.of(self.page).go_to("button", "Stop").press("Enter")

    def choose_thread(self, title: str) -> None:
        """Go back to a conversation by the list."""
        Keyboard.of(self.page).go_to("button", title).press("Enter")

    def log_out(self) -> None:
        """Leave."""
        Keyboard.of(self.page).go_to("button", "Log out").press("Enter")
