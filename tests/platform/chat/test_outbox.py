"""The outbox: told late rather than never, in order, once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from prometheus_client import REGISTRY

from chat_platform.chat.log import LoggedEvent, NewEvent
from chat_platform.chat.outbox import NotTold, Outbox
from chat_platform.contract.events import AgentThinking

FULL = OSError("disk full")


@dataclass
class Storage:
    """Stores, but fails at the attempts that it is told; keeps what was stored and told."""

    fails: set[int] = field(default_factory=set)
    always: Exception | None = None
    attempts: int = 0
    stored: list[str] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    lost: list[bool] = field(default_factory=list)

    async def store(self, events):
        self.attempts += 1
        number = self.attempts
        await asyncio.sleep(0)
        if self.always is not None or number in self.fails:
            raise self.always or FULL
        first = len(self.stored)
        self.stored += [event.payload.reasoning for event in events]
        return [LoggedEvent(seq, "") for seq in range(first, len(self.stored))]

    def publish(self, events):
        self.told += [event.seq for event in events]

    def outbox(self, patience_s=30.0):
        return Outbox(self.store, self.publish, lambda: self.lost.append(True), patience_s)


def event(number) -> NewEvent:
    return NewEvent(AgentThinking(reasoning=str(number), step=1), "r1")


def waiting() -> float:
    return REGISTRY.get_sample_value("chat_outbox_events")


def whole(storage, count):
    """All of so many events were stored and told once, in order."""
    everything = [str(number) for number in range(count)]
    return storage.stored == everything and storage.told == list(range(count))


@pytest.mark.parametrize("fails", [set(), {1}, {2, 3}, {1, 2, 3, 5}])
def test_everything_is_told_once_in_order(portal, fails):
    storage, count = Storage(fails), 40

    async def story():
        outbox, refused = storage.outbox(), 0
        for number in range(count):
            try:
                if number % 3:
                    outbox.put(event(number))
                else:
                    await outbox.notify(event(number))
            except NotTold:
                refused += 1
            await asyncio.sleep(0)
        assert waiting() >= 0
        await outbox.settled()
        return refused

    refused = portal.call(story)
    assert whole(storage, count)
    assert bool(refused) == bool(fails)
    assert storage.lost == []
    assert waiting() == 0


def test_who_is_notified_hears_when_it_is_stored(portal):
    storage = Storage()

    async def story():
        await storage.outbox().notify(event(0))
        assert whole(storage, 1)

    portal.call(story)


def test_who_waits_at_the_same_time_is_stored_together(portal):
    storage = Storage()

    async def story():
        outbox = storage.outbox()
        await asyncio.gather(*(outbox.notify(event(number)) for number in range(50)))

    portal.call(story)
    assert whole(storage, 50)
    assert storage.attempts <= 2


def test_while_storing_fails_nobody_waits_for_it(portal):
    storage = Storage(always=FULL)

    async def story():
        outbox = storage.outbox()
        for number in range(3):
            with pytest.raises(NotTold):
                await outbox.notify(event(number))
            if number:
                assert storage.attempts == 1
        assert waiting() == 3
        storage.always = None
        await outbox.settled()
        await outbox.notify(event(3))

    portal.call(story)
    assert whole(storage, 4)


def test_a_caller_that_is_cancelled_takes_nothing_back(portal):
    storage = Storage()

    async def story():
        outbox = storage.outbox()
        task = asyncio.create_task(outbox.notify(event(0)))
        await asyncio.sleep(0)
        task.cancel()
        outbox.put(event(1))
        await outbox.settled()

    portal.call(story)
    assert whole(storage, 2)


@pytest.mark.parametrize("problem", [FULL, ValueError("no JSON")])
def test_after_the_patience_all_is_given_up_at_once(portal, problem):
    storage = Storage(always=problem)

    async def story():
        outbox = storage.outbox(patience_s=0.2)
        for number in range(5):
            outbox.put(event(number))
        await outbox.settled()
        with pytest.raises(NotTold):
            await outbox.notify(event(5))
        return outbox.lost

    assert portal.call(story) is problem
    assert storage.lost == [True]
    assert storage.stored == []
    assert waiting() == 0
    if not isinstance(problem, OSError):
        assert storage.attempts == 1
