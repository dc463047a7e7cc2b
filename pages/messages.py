"""What can be done with single messages on the chat page."""

from playwright.sync_api import Locator

from pages.keeping import KeepingPage


class MessagesPage(KeepingPage):
    """The newest question and the newest answer, and the buttons below them."""

    @property
    def own(self) -> Locator:
        """What can be done with the newest question."""
        log = self.page.get_by_role("log", name="Conversation")
        return log.get_by_role("group", name="Your message").last

    @property
    def edited(self) -> Locator:
        """The mark of a question that was changed."""
        return self.own.get_by_text("edited", exact=True)

    def opinion(self, words: str, *, pressed: bool | None = None) -> Locator:
        """The button "helpful" or "not helpful" of the newest answer, as it is now."""
        log = self.page.get_by_role("log", name="Conversation")
        answer = log.get_by_role("group", name="Answer").last
        name = words.capitalize()
        if pressed is None:
            return answer.get_by_role("button", name=name, exact=True)
        return answer.get_by_role("button", name=name, exact=True, pressed=pressed)
