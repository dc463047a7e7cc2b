"""Chatting on the page, as people do."""

from __future__ import annotations

from collections.abc import Sequence

from pages.chat import ChatPage
from test_framework.targets import Said
from test_framework.test_context import TestContext

STARTED_WITHIN_S = 5.0


class BrowserChat:
    """One user's chat page."""

    def __init__(self, context: TestContext) -> None:
        self.context = context

    @property
    def page(self) -> ChatPage:
        """The chat page in the user's current tab."""
        return ChatPage(self.context.page, self.context.base_url)

    def connect(self) -> None:
        """Be on the chat page, and wait until it says that it is connected."""
        page = self.page if self.page.is_shown else self.page.open()
        self.context.wait_for(
            lambda: "Connected" in page.connection.inner_text(),
            awaiting="the word Connected on the page",
        )

    def start_conversation(self) -> None:
        """Begin a conversation with the button, and wait until it is there."""
        before = self.page.thread_id
        self.page.start_thread()
        self.context.wait_for(
            lambda: self.page.thread_id not in ("", before),
            awaiting="the address of a new conversation",
            within=STARTED_WITHIN_S,
        )

    def send(self, text: str) -> None:
        """Write it and press Enter."""
        self.page.send(text)

    def stop(self) -> None:
        """Stop it by the button."""
        self.page.stop.click()

    def conversation(self) -> Sequence[Said]:
        """What stands in the conversation now."""
        return [Said(author, text) for author, text in self.page.conversation()]

    def titles(self) -> Sequence[str]:
        """The names in the list of conversations."""
        return self.page.threads.all_inner_texts()

    def open_conversation(self, thread_id: str) -> None:
        """Go there by its address, as a bookmark does."""
        self.page.open_by_address(thread_id)

    def choose_conversation(self, title: str) -> None:
        """Go back to a conversation by the list."""
        self.page.choose_thread(title)

    def told(self) -> str:
        """What the page says of the last refusal."""
        self.page.trouble.wait_for()
        return self.page.trouble.inner_text()
