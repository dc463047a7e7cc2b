"""The parts of the chat page with which one keeps conversations in order."""

from playwright.sync_api import Locator

from pages.base import BasePage


class KeepingPage(BasePage):
    """Finding, the archive, and what can be done with the conversation that is shown."""

    path = "/chat"

    def deed(self, name: str) -> Locator:
        """What can be done with this conversation: Rename, Put away, Take back, Delete."""
        deeds = self.page.get_by_role("group", name="This conversation")
        return deeds.get_by_role("button", name=name)

    def do(self, name: str) -> None:
        """Do it."""
        self.deed(name).click()

    def answer_back(self, yes: str, text: str | None = None) -> None:
        """Answer what the page asks back."""
        dialogue = self.page.get_by_role("dialog")
        if text is not None:
            dialogue.get_by_role("textbox").fill(text)
        dialogue.get_by_role("button", name=yes).click()

    def find(self, words: str) -> None:
        """Look for words in all conversations."""
        self.page.get_by_role("searchbox", name="Find a conversation").fill(words)

    def show_archive(self) -> None:
        """Show the archive, or the conversations in use again."""
        self.page.get_by_role("button", name="Archive").click()

    def list_called(self, name: str) -> Locator:
        """The conversations in a list: Conversations, Archive, Found."""
        lists = self.page.get_by_role("navigation", name="Threads")
        return lists.get_by_role("list", name=name).get_by_role("listitem")
