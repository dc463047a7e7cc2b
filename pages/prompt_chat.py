"""The chat page, with an eye on how soon it shows what was sent."""

from collections.abc import Callable

from pages.chat import ChatPage
from test_framework.browser.promptness import await_showing, shown_after

MESSAGES = "[role=log] > article"
# Far beyond what is good: after that it counts as not shown at all.
LOOKED_FOR_S = 2.0


class PromptChat(ChatPage):
    """Where a user talks with the agents, and counts the moments."""

    def ask_by_keyboard(self, text: str) -> float | None:
        """Send it with Enter; seconds until it stands in the conversation, None for never."""
        return self._measured(text, lambda: self.composer.press("Enter"))

    def ask_by_mouse(self, text: str) -> float | None:
        """The same with the button."""
        return self._measured(text, self.page.get_by_role("button", name="Send").click)

    def _measured(self, text: str, send: Callable[[], None]) -> float | None:
        self.composer.fill(text)
        await_showing(self.page, MESSAGES, text)
        send()
        return shown_after(self.page, LOOKED_FOR_S)
