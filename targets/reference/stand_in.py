"""The server and the user while a recording is played into the chat page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import rfc8785
from playwright.sync_api import Page

from pages.chat import ChatPage
from test_framework.events.digests import digest_of

Message = dict[str, Any]


class ReferenceStandIn:
    """Knows the ids that the page made up, in place of those in the recording."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._sent_before: set[str] = set()

    def routine(self, sent: str | bytes) -> bool:
        """Heartbeats: they follow the page's clock, and nobody needs their answers."""
        return _message(sent).get("type") == "ping"

    def same(self, recorded: str | bytes, sent: str | bytes) -> bool:
        """All but the id is compared."""
        return {**_message(recorded), "id": ""} == {**_message(sent), "id": ""}

    def act(self, page: Page, recorded: str | bytes) -> None:
        """What the user clicked or typed; the rest of it, and what is repeated, the page does."""
        message = _message(recorded)
        own_id = str(message.get("id"))
        if own_id in self._sent_before:
            return
        self._sent_before.add(own_id)
        thread = str(message.get("thread_id"))
        chat = _chat(page)
        match message.get("type"):
            case "thread.create":
                chat.start_thread()
            case "message.send":
                chat.send(str((message.get("payload") or {}).get("text", "")))
            case "history.get" if chat.thread_id != thread:
                chat.open_by_address(thread)
            case "run.cancel":
                chat.stop.click()

    def pair(self, recorded: str | bytes, sent: str | bytes) -> None:
        """The answers name the id of what they answer."""
        self._ids[str(_message(recorded).get("id"))] = str(_message(sent).get("id"))

    def answer(self, recorded: str | bytes, *, changed: bool) -> str | bytes:
        """The frame with the page's own id in it, and the digest that goes with it.

        A frame whose digest was wrong from the start stays as it is: the page must refuse it
        again.
        """
        envelope = _message(recorded)
        own_id = self._ids.get(str(envelope.get("reply_to")))
        try:
            if not (changed or (own_id and envelope.get("digest") == digest_of(envelope))):
                return recorded
            if own_id:
                envelope["reply_to"] = own_id
            return json.dumps({**envelope, "digest": digest_of(envelope)}, ensure_ascii=False)
        except rfc8785.CanonicalizationError:
            return recorded

    def shown(self, page: Page) -> Sequence[str]:
        """The connection, the messages, the agents' activity, and what the page complains of."""
        chat = _chat(page)
        told = [text for text in chat.trouble.all_inner_texts() if text]
        return [
            *chat.connection.all_inner_texts(),
            *(f"{author}: {text}" for author, text in chat.conversation()),
            *(f"Activity: {text}" for text in chat.activity.all_inner_texts()),
            *(f"Problem: {text}" for text in told),
        ]


def _chat(page: Page) -> ChatPage:
    parts = urlsplit(page.url)
    return ChatPage(page, f"{parts.scheme}://{parts.netloc}")


def _message(payload: str | bytes) -> Message:
    """The parsed message; empty when it is none."""
    try:
        message = json.loads(payload)
    except ValueError:  # also bytes that are no text
        return {}
    return message if isinstance(message, dict) else {}
