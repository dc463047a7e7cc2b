"""What waits for a slow reader is limited in length; what one may send, in pace."""

import asyncio

import pytest
from prometheus_client import REGISTRY

from chat_platform.chat.outgoing import Outgoing
from chat_platform.chat.pace import Pace


def test_frames_come_out_in_their_order_and_make_room(portal):
    async def story():
        waiting = Outgoing(10)
        await waiting.put("a" * 8)
        late = asyncio.create_task(waiting.put("b" * 8))
        await asyncio.sleep(0)
        with pytest.raises(asyncio.QueueFull):
            waiting.put_nowait("c" * 8)
        first = await waiting.get()
        async with asyncio.timeout(5):
            await late
        return first, await waiting.get()

    assert portal.call(story) == ("a" * 8, "b" * 8)


def test_one_frame_of_any_length_passes(portal):
    async def story():
        waiting = Outgoing(10)
        async with asyncio.timeout(5):
            for _ in range(3):
                await waiting.put("a" * 100)
                await waiting.get()
        waiting.put_nowait("a" * 5)
        with pytest.raises(asyncio.QueueFull):
            waiting.put_nowait("a" * 6)

    portal.call(story)


def test_nobody_waits_for_room_before_a_reader_that_is_gone(portal):
    def waiting_now():
        return REGISTRY.get_sample_value("chat_waiting_chars")

    async def story():
        before, waiting = waiting_now(), Outgoing(10)
        await waiting.put("a" * 8)
        late = asyncio.create_task(waiting.put("b" * 8))
        await asyncio.sleep(0)
        assert waiting_now() == before + 8
        waiting.close()
        async with asyncio.timeout(5):
            await late
        await waiting.put("c" * 100)
        assert waiting_now() == before

    portal.call(story)


def test_a_pace_allows_a_burst_then_so_many_a_second_and_remembers_what_was_too_much():
    now = [0.0]
    pace = Pace(2, clock=lambda: now[0])
    assert [pace.take() for _ in range(22)] == [*range(19, -3, -1)]
    now[0] = 1.0
    assert pace.take() == -1
    now[0] = 2.0
    assert pace.take() == 0
    now[0] = 1_000.0
    assert pace.take() == 19
