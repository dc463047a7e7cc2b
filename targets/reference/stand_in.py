"""The server and the user while a recording is played into the chat page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import rfc8785
from playwright.sync_api import Page

from pages.chat import ChatPage
from test_framework.events.digests import digest_of

Message = dict[str, Any]

# What the page asks for without being asked to.
BY_ITSELF = frozenset({"agent.list", "thread.list", "resume"})


class ReferenceStandIn:
    """Knows the ids that the page made up, in place of those in the recording."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._sent_before: set[str] = set()

    def routine(self, sent: str | bytes) -> bool:
        """Heartbeats, and what the page asks with each connection to be up to date.

        The one follows the page's clock, the other is taken as news are, whatever it answers.
        """
        kind, _, payload = _said(sent)
        return kind in ("ping", "usage.get") or (kind == "preferences.set" and not payload)

    def same(self, recorded: str | bytes, sent: str | bytes) -> bool:
        """All but the id is compared; what is empty may as well be missing."""
        return _said(recorded) == _said(sent)

    def act(self, page: Page, recorded: str | bytes) -> bool:
        """What the user clicked or typed; the rest of it, and what is repeated, the page does."""
        message = _message(recorded)
        own_id = str(message.get("id"))
        if own_id in self._sent_before:
            return True
        self._sent_before.add(own_id)
        kind, thread, payload = _said(recorded)
        chat = _chat(page)
        match kind:
            case "thread.create":
                chat.start_thread()
            case "message.send":
                chat.send(str(payload.get("text", "")))
            case "history.get":
                if chat.thread_id != thread:
                    chat.open_by_address(thread)
            case "run.cancel":
                chat.stop.click()
            case _:
                return kind in BY_ITSELF
        return True

    def pair(self, recorded: str | bytes, sent: str | bytes) -> None:
        """The answers name the id of what they answer."""
        own_id = str(_message(recorded).get("id"))
        self._sent_before.add(own_id)
        self._ids[own_id] = str(_message(sent).get("id"))

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

    def improvise(
        self, sent: str | bytes, agent_list: Mapping[str, Any] | None
    ) -> str | bytes | None:
        """The lists with which every page begins: the agents that are known, no threads."""
        message = _message(sent)
        lists: dict[str, tuple[str, Mapping[str, Any]]] = {
            "agent.list": ("agent_list", agent_list or {"agents": []}),
            "thread.list": ("thread_list", {"threads": []}),
        }
        if message.get("type") not in lists:
            return None
        kind, payload = lists[message["type"]]
        envelope = {"type": kind, "id": kind, "reply_to": message.get("id"), "payload": payload}
        return json.dumps({**envelope, "digest": digest_of(envelope)}, ensure_ascii=False)

    def shown(self, page: Page) -> Sequence[str]:
        """The connection, the messages, the agents' activity, and what the page complains of.

        Elsewhere than in the chat: which page it is.
        """
        chat = _chat(page)
        if not chat.is_shown:
            return [page.title()]
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


def _said(payload: str | bytes) -> tuple[str, str, Message]:
    """What a message says: its type, its thread, its payload."""
    message = _message(payload)
    kind, thread = (str(message.get(name) or "") for name in ("type", "thread_id"))
    return kind, thread, message.get("payload") or {}


def _message(payload: str | bytes) -> Message:
    """The parsed message; empty when it is none."""
    try:
        message = json.loads(payload)
    except ValueError:  # also bytes that are no text
        return {}
    return message if isinstance(message, dict) else {}
