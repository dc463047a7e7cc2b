"""Keeping the reference platform's conversations in order, by page or by wire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pages.keeping import KeepingPage
from targets.reference.browser_chat import BrowserChat
from targets.reference.wire_chat import WireChat
from test_framework.targets import Chat
from test_framework.test_context import TestContext
from test_framework.upkeep import Upkeep

SHOWN_WITHIN_S = 5.0


def upkeep_of(chat: Chat) -> Upkeep:
    """The way of keeping order that goes with a way of chatting."""
    if isinstance(chat, WireChat):
        return WireUpkeep(chat)
    assert isinstance(chat, BrowserChat), f"{chat} is no chat of the reference platform"
    return BrowserUpkeep(chat.context)


class WireUpkeep:
    """By the platform's own messages."""

    def __init__(self, chat: WireChat) -> None:
        self._chat = chat

    def rename(self, title: str) -> None:
        """Ask for another name."""
        self._ask("thread.rename", {"title": title})

    def archive(self) -> None:
        """Ask to put it away."""
        self._ask("thread.archive")

    def restore(self) -> None:
        """Ask to take it back."""
        self._ask("thread.restore")

    def delete(self) -> None:
        """Ask to delete it."""
        self._ask("thread.delete")

    def archived(self) -> Sequence[str]:
        """The names in the archive."""
        told = self._chat.ask("thread.list", payload={"archived": True})
        return [thread["title"] for thread in told.payload["threads"]]

    def found(self, words: str) -> Sequence[str]:
        """What the search tells."""
        told = self._chat.ask("thread.search", payload={"text": words})
        return [each["thread"]["title"] for each in told.payload["found"]]

    def _ask(self, kind: str, payload: dict[str, Any] | None = None) -> None:
        self._chat.ask(kind, self._chat.thread_id, payload)


class BrowserUpkeep:
    """By the chat page."""

    def __init__(self, context: TestContext) -> None:
        self._context = context

    @property
    def _page(self) -> KeepingPage:
        return KeepingPage(self._context.page, self._context.base_url)

    def rename(self, title: str) -> None:
        """Write another name into the dialogue."""
        self._page.do("Rename")
        self._page.answer_back("Rename", title)

    def archive(self) -> None:
        """Put it away, and wait until the page offers to take it back."""
        self._page.do("Put away")
        self._page.deed("Take back").wait_for()

    def restore(self) -> None:
        """Take it back, and wait until the page offers to put it away."""
        self._page.do("Take back")
        self._page.deed("Put away").wait_for()

    def delete(self) -> None:
        """Say twice that it shall go."""
        self._page.do("Delete")
        self._page.answer_back("Delete")

    def archived(self) -> Sequence[str]:
        """What the archive shows; the list is as before afterwards."""
        before = len(self._context.frames)
        self._page.show_archive()
        self._context.wait_for_event("thread_list", after=before, within=SHOWN_WITHIN_S)
        names = self._page.list_called("Archive").all_inner_texts()
        self._page.show_archive()
        return names

    def found(self, words: str) -> Sequence[str]:
        """What the page finds."""
        before = len(self._context.frames)
        self._page.find(words)
        self._context.wait_for_event("threads_found", after=before, within=SHOWN_WITHIN_S)
        texts = self._page.list_called("Found").all_inner_texts()
        return [text.partition("\n")[0] for text in texts]
