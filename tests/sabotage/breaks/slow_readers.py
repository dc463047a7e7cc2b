"""The promise to let go of who reads too slowly, broken."""

import asyncio
from contextlib import suppress

from chat_platform.chat.connection import Connection
from chat_platform.chat.hub import Hub
from chat_platform.chat.outgoing import Outgoing
from tests.sabotage.catalogue import breaks, replace


@breaks("slow-reader-let-go", finding="characters waited for the device")
def news_piled_up_for_slow_readers() -> None:
    """However much waits for one device, it is kept."""
    replace(Outgoing, "_fits", lambda _: lambda _self, _frame: True)


@breaks("slow-reader-let-go", finding="it stays connected without")
def news_left_out_for_slow_readers() -> None:
    """What a device is too slow to take, it never gets."""

    def make(_tell):
        def tell(self, frame):
            with suppress(asyncio.QueueFull):
                self._outbox.put_nowait(frame)

        return tell

    replace(Connection, "tell", make)


@breaks("slow-reader-let-go", finding="the device was let go with .1006")
def slow_readers_hung_up_on() -> None:
    """A device that is too slow is let go without a word."""

    async def say_nothing(_self, *_why):
        """Hang up."""

    replace(Connection, "_say_goodbye", lambda _: say_nothing)


@breaks("slow-reader-let-go", finding="for the end of run . of Ada, who reads everything")
def everybody_waits_for_the_slowest() -> None:
    """News goes to nobody before the slowest device has taken what came before."""

    def make(publish):
        def publish_when_taken(self, thread_id, events):
            outboxes = [each._send.__self__ for each in self._followers.get(thread_id, ())]
            if not any(outbox._chars for outbox in outboxes):
                publish(self, thread_id, events)

        return publish_when_taken

    replace(Hub, "publish", make)
