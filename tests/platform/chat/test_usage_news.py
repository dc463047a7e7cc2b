"""News of what was used: to all the user's sockets, and what is told last is true."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

from chat_platform.chat.hub import Hub
from chat_platform.chat.usage_news import UsageNews
from chat_platform.contract.personal import Today, UsageTotals


def used(asked: int) -> UsageTotals:
    today = Today(plan="free", asked=asked, included=10, ends_at=datetime(2026, 1, 2, tzinfo=UTC))
    return UsageTotals(runs=0, tool_calls=0, input_tokens=0, output_tokens=0, today=today)


class SlowStore:
    """Counts questions; it has read before it answers."""

    def __init__(self) -> None:
        self.asked = 1
        self.answers = asyncio.Event()
        self.reads = 0

    async def usage(self, _user_id: str) -> UsageTotals:
        self.reads += 1
        read = used(self.asked)
        await self.answers.wait()
        return read


class Heard:
    """A socket."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.last = asyncio.Event()

    def tell(self, frame: str) -> None:
        told = json.loads(frame)
        assert told["type"] == "usage_updated"
        self.asked.append(told["payload"]["today"]["asked"])
        if self.asked[-1] == 3:
            self.last.set()


def test_what_changes_while_it_is_read_is_read_once_more(portal):
    async def play() -> tuple[list[int], int]:
        store, hub, socket = SlowStore(), Hub(), Heard()
        hub.listen("u1", socket)
        news = UsageNews(store, hub)
        news.changed("u1")
        await asyncio.sleep(0)  # it has begun to read
        for store.asked in (2, 3):
            news.changed("u1")
        store.answers.set()
        async with asyncio.timeout(5):
            await socket.last.wait()
        await news.stop()
        return socket.asked, store.reads

    assert portal.call(play) == ([1, 3], 2)


def test_for_nobody_nothing_is_read(portal):
    async def play() -> int:
        store = SlowStore()
        news = UsageNews(store, Hub())
        news.changed("u1")
        await asyncio.sleep(0)
        await news.stop()
        return store.reads

    assert portal.call(play) == 0


def test_all_sockets_of_the_user_hear_of_question_and_run_and_nobody_else(ada, person):
    here, there = ada.open_socket(), ada.open_socket()
    mallory = person("Mallory Stranger").arrive().open_socket()
    for socket in (here, there, mallory):
        socket.ask("ping")
    here.say(here.new_thread(), "Which models do we use?")
    for socket in (here, there):
        told = socket.until(lambda f: f["type"] == "usage_updated" and f["payload"]["runs"])
        assert told["payload"]["today"]["asked"] == 1
        assert told["payload"]["today"]["included"] is None
        assert told["payload"]["runs"] == 1
        assert "reply_to" not in told
    assert mallory.ask("usage.get")["payload"]["today"]["asked"] == 0
    assert "usage_updated" not in [frame["type"] for frame in mallory.frames]
