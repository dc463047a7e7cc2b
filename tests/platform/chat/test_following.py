"""A cursor by itself: whatever comes live and in whatever order, it sends 1, 2, 3, ..."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from chat_platform.chat.following import Following
from chat_platform.chat.hub import Hub
from chat_platform.chat.log import LoggedEvent


class Shelf:
    """A store whose pages can be held back, so that live events overtake them."""

    def __init__(self) -> None:
        self.events: list[LoggedEvent] = []
        self.reads = 0

    def write(self) -> LoggedEvent:
        event = LoggedEvent(len(self.events) + 1, f"frame {len(self.events) + 1}")
        self.events.append(event)
        return event

    async def events_after(self, _thread: str, seq: int) -> list[LoggedEvent]:
        self.reads += 1
        page = [event for event in self.events if event.seq > seq]
        await asyncio.sleep(0)  # others get their turn, as with a real database
        return page


class World:
    def __init__(self) -> None:
        self.shelf = Shelf()
        self.hub = Hub()
        self.sent: list[str] = []
        self.following = Following(self.hub, self.shelf, self.send, self.sent.append)  # type: ignore[arg-type]

    async def send(self, frame: str) -> None:
        await asyncio.sleep(0)
        self.sent.append(frame)

    async def settle(self) -> None:
        for _ in range(len(self.shelf.events) * 4 + 20):
            await asyncio.sleep(0)


def frames(first: int, last: int) -> list[str]:
    return [f"frame {seq}" for seq in range(first, last + 1)]


# Write an event and publish it, write without a word, or publish an old one late.
STEPS = st.lists(st.sampled_from(["live", "unheard", "late", "pause", "resume"]), max_size=40)


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_events_come_in_order_and_again_only_for_who_resumes(portal, steps):
    async def story() -> World:
        world = World()
        world.shelf.write()
        await world.following.follow("t", 0)
        for step in steps:
            if step == "pause":
                await asyncio.sleep(0)
            elif step == "late":
                world.hub.publish("t", [world.shelf.events[len(world.shelf.events) // 2]])
            elif step == "resume":
                await world.following.follow("t", len(world.sent) // 2)
            else:
                event = world.shelf.write()
                if step == "live":
                    world.hub.publish("t", [event])
        world.hub.publish("t", [world.shelf.write()])
        await world.settle()
        return world

    world = portal.call(story)
    seqs = [int(frame.removeprefix("frame ")) for frame in world.sent]
    back = [(a, b) for a, b in pairwise([0, *seqs]) if b != a + 1]
    assert all(b <= a for a, b in back), "a gap"
    assert len(back) <= steps.count("resume")
    assert seqs[-1] == len(world.shelf.events)


def test_events_between_reading_and_following_are_not_lost(portal):
    async def story() -> World:
        world = World()
        world.shelf.write()

        async def before() -> None:
            world.hub.publish("t", [world.shelf.write()])

        await world.following.follow("t", 1, before)
        return world

    assert portal.call(story).sent == frames(2, 2)


def test_live_events_in_order_need_no_store(portal):
    async def story() -> World:
        world = World()
        await world.following.follow("t", 0)
        before = world.shelf.reads
        for _ in range(50):
            world.hub.publish("t", [world.shelf.write()])
        assert world.shelf.reads == before
        return world

    assert portal.call(story).sent == frames(1, 50)


def test_who_has_left_gets_nothing(portal):
    async def story() -> World:
        world = World()
        await world.following.follow("t", 0)
        world.following.close()
        world.hub.publish("t", [world.shelf.write()])
        return world

    assert portal.call(story).sent == []
