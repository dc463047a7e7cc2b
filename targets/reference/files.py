"""Putting files into conversations of the reference platform, by page or by wire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.files import FilesPage
from targets.reference.api import Api
from targets.reference.browser_chat import BrowserChat
from targets.reference.wire_chat import WireChat
from test_framework.attaching import Attaching
from test_framework.targets import Chat
from test_framework.test_context import TestContext


@dataclass(frozen=True)
class File:
    """A file as a person has it."""

    name: str
    content: bytes


def files_of(chat: Chat) -> Attaching:
    """The way of attaching that goes with a way of chatting."""
    if isinstance(chat, WireChat):
        return WireFiles(chat)
    assert isinstance(chat, BrowserChat), f"{chat} is no chat of the reference platform"
    return BrowserFiles(chat.context)


class WireFiles:
    """By HTTP and the platform's own messages."""

    def __init__(self, chat: WireChat) -> None:
        self._chat = chat

    def attach(self, name: str, content: bytes) -> None:
        """Upload it, and put it into the conversation."""
        self.add(self.upload(name, content))

    def upload(self, name: str, content: bytes) -> str:
        """Upload it; its id.

        Raises:
            Refused: when the platform does not take it.
        """
        return Api.of(self._chat.context).upload(name, content)

    def add(self, upload_id: str) -> None:
        """Put what was uploaded into the conversation."""
        self._chat.ask("attachment.add", self._chat.thread_id, {"upload_id": upload_id})

    def names(self) -> Sequence[str]:
        """What history tells."""
        return [each["name"] for each in self._told()]

    def ids(self) -> Sequence[str]:
        """Under which ids the files of the conversation are had."""
        return [each["attachment_id"] for each in self._told()]

    def saved(self, name: str) -> bytes:
        """Download it."""
        found = next(each for each in self._told() if each["name"] == name)
        return Api.of(self._chat.context).download(found["attachment_id"])

    def _told(self) -> list[dict[str, str]]:
        told: list[dict[str, str]] = self._chat.ask("history.get", self._chat.thread_id).payload[
            "attachments"
        ]
        return told


class BrowserFiles:
    """By the chat page."""

    def __init__(self, context: TestContext) -> None:
        self._context = context

    @property
    def _page(self) -> FilesPage:
        return FilesPage(self._context.page, self._context.base_url)

    def attach(self, name: str, content: bytes) -> None:
        """Choose it with the button, and wait until it stands in the conversation."""
        self._page.choose(name, content)
        self._page.file(name).wait_for()

    def hand_over(self, kind: str, name: str, content: bytes) -> None:
        """Paste or drop it, and wait until it stands in the conversation."""
        self._page.hand_over(kind, name, content)
        self._page.file(name).wait_for()

    def names(self) -> Sequence[str]:
        """The files that stand there."""
        return self._page.names()

    def saved(self, name: str) -> bytes:
        """Save it with its button."""
        return self._page.save(name)
