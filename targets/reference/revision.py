"""Changing what was said on the reference platform, by page or by wire."""

from __future__ import annotations

from typing import Any

from pages.messages import MessagesPage
from targets.reference.browser_chat import BrowserChat
from targets.reference.wire_chat import WireChat
from test_framework.targets import Chat
from test_framework.test_context import TestContext
from test_framework.upkeep import Revision

RATINGS = {"helpful": "up", "not helpful": "down"}


def revision_of(chat: Chat) -> Revision:
    """The way of changing messages that goes with a way of chatting."""
    if isinstance(chat, WireChat):
        return WireRevision(chat)
    assert isinstance(chat, BrowserChat), f"{chat} is no chat of the reference platform"
    return BrowserRevision(chat.context)


class WireRevision:
    """By the platform's own messages."""

    def __init__(self, chat: WireChat) -> None:
        self._chat = chat

    def newest(self, author: str) -> dict[str, Any]:
        """The newest message by "user" or "agent", as history tells it."""
        said = self._chat.ask("history.get", self._chat.thread_id).payload["messages"]
        found: dict[str, Any] = next(m for m in reversed(said) if m["author"] == author)
        return found

    def edit(self, text: str) -> None:
        """Ask for another text."""
        self._ask("message.edit", "user", text=text)

    def delete(self) -> None:
        """Ask to delete it."""
        self._ask("message.delete", "user")

    def ask_again(self) -> None:
        """Ask for another answer."""
        self._ask("message.retry", "user")

    def rate(self, opinion: str) -> None:
        """Tell the opinion."""
        self._ask("message.feedback", "agent", rating=RATINGS[opinion])

    def opinion(self) -> str:
        """What history tells of it."""
        told = self.newest("agent")["rating"]
        return next((words for words, rating in RATINGS.items() if rating == told), "")

    def marked_as_edited(self) -> bool:
        """Whether history says when it was changed."""
        return self.newest("user")["edited_at"] is not None

    def _ask(self, kind: str, author: str, **fields: str) -> None:
        payload = {"message_id": self.newest(author)["message_id"], **fields}
        self._chat.ask(kind, self._chat.thread_id, payload)


class BrowserRevision:
    """By the chat page."""

    def __init__(self, context: TestContext) -> None:
        self._context = context

    @property
    def _page(self) -> MessagesPage:
        return MessagesPage(self._context.page, self._context.base_url)

    def edit(self, text: str) -> None:
        """Write another text into the dialogue."""
        self._page.own.get_by_role("button", name="Edit").click()
        self._page.answer_back("Save", text)
        self._page.edited.wait_for()

    def delete(self) -> None:
        """Say twice that it shall go."""
        self._page.own.get_by_role("button", name="Delete").click()
        self._page.answer_back("Delete")

    def ask_again(self) -> None:
        """Press the button for it."""
        self._page.own.get_by_role("button", name="Ask again").click()

    def rate(self, opinion: str) -> None:
        """Press one of the two buttons, and wait until it stays pressed."""
        self._page.opinion(opinion).click()
        self._page.opinion(opinion, pressed=True).wait_for()

    def opinion(self) -> str:
        """Which of the two buttons is pressed."""
        self._page.opinion("helpful").wait_for()
        pressed = (words for words in RATINGS if self._page.opinion(words, pressed=True).count())
        return next(pressed, "")

    def marked_as_edited(self) -> bool:
        """Whether the page says so."""
        return self._page.edited.count() > 0
