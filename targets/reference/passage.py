"""Where the reference platform lets a question be seen on its way, and what is seen there."""

from __future__ import annotations

import html
from collections.abc import Iterable

from pages.chat import ChatPage
from targets.reference.api import Api
from targets.reference.browser_chat import BrowserChat
from targets.reference.wire_chat import WireChat
from test_framework.events.model import AgentEvent, EventKind, parent_of
from test_framework.events.passage import Layer
from test_framework.events.wording import text_part
from test_framework.targets import Chat
from test_framework.test_context import TestContext
from test_framework.wire.frame import Direction
from test_framework.wire.json_object import json_object

SENT = "the frame that was sent"
STORED = "what is stored, as it can be saved"
ASKED = "what the agent was asked"
TOLD = "the frame that came back"
AS_HTML = "the HTML in that frame"
ELSEWHERE = "the frame that the other device got"
AGAIN = "the frame that the other device got once more"
HISTORY = "the history"
PAGE = "what stands on the page"
READ = "what can be read on the page"
RELOADED = "the page after a reload"


def layers_of(chat: Chat, api: Api, device: WireChat) -> list[Layer]:
    """All questions of a conversation at every layer, from the frame to the page.

    Args:
        chat: Of the person who asked, all of whose questions are answered.
        api: The same person's HTTP side.
        device: Another device of the person, which followed the conversation meanwhile.
    """
    if isinstance(chat, BrowserChat):
        return [*_behind(chat.context, api, device), *_on_the_page(chat)]
    assert isinstance(chat, WireChat), f"{chat} is no chat of the reference platform"
    return [*_behind(chat.context, api, device), Layer(HISTORY, _questions(chat), STORED)]


def _behind(context: TestContext, api: Api, device: WireChat) -> list[Layer]:
    events = context.events
    told, elsewhere = _messages(events), _messages(device.context.events)
    export = api.call("GET", f"/api/threads/{device.thread_id}/export")["messages"]
    before = len(device.context.frames)
    device.ask("resume", device.thread_id, {"last_seq": 0})
    again = [event for event in device.context.events if event.frame > before]
    return [
        Layer(SENT, _sent(context)),
        Layer(STORED, [each["text"] for each in export if each["author"] == "user"], SENT),
        Layer(ASKED, _asked(events), STORED),
        Layer(TOLD, [text_part(each, "text") for each in told], STORED),
        Layer(AS_HTML, [_as_text(text_part(each, "html")) for each in told], TOLD),
        Layer(ELSEWHERE, [text_part(each, "text") for each in elsewhere], STORED),
        Layer(AGAIN, [text_part(each, "text") for each in _messages(again)], STORED),
    ]


def _on_the_page(chat: BrowserChat) -> list[Layer]:
    page = ChatPage(chat.context.page, chat.context.base_url)
    shown, readable = _questions(chat), page.readable("You")
    chat.context.reload_page()
    chat.context.wait_for(
        lambda: len(_questions(chat)) >= len(shown),
        awaiting=f"{len(shown)} questions on the page after the reload",
    )
    return [
        Layer(PAGE, shown, TOLD),
        Layer(READ, readable, PAGE),
        Layer(RELOADED, _questions(chat), STORED),
    ]


def _questions(chat: Chat) -> list[str]:
    return [said.text for said in chat.conversation() if said.author == "You"]


def _sent(context: TestContext) -> list[str]:
    """The texts of the questions that left, each once however often it was sent."""
    frames = (frame for frame in context.frames.frames if frame.direction is Direction.SENT)
    messages = (json_object(frame.payload) or {} for frame in frames)
    sent = [each for each in messages if each.get("type") == "message.send"]
    return list({each["id"]: each["payload"]["text"] for each in sent}.values())


def _asked(events: Iterable[AgentEvent]) -> list[str]:
    starts = [each for each in events if each.kind is EventKind.AGENT_STARTED]
    return [
        text_part(each.payload, "context", "question") for each in starts if not parent_of(each)
    ]


def _messages(events: Iterable[AgentEvent]) -> list[dict[str, object]]:
    """The user's messages that were told, each once."""
    created = [each for each in events if each.kind is EventKind.MESSAGE_CREATED]
    messages = {each.event_id: each.payload["message"] for each in created}
    return [each for each in messages.values() if each["author"] == "user"]


def _as_text(markup: str) -> str:
    """What a page shows of the HTML that the platform makes of a question."""
    inner = markup.removeprefix("<p>").removesuffix("</p>")
    return html.unescape(inner.replace("<br>", "\n"))
