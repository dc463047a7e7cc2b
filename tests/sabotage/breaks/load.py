"""Promises of ``features/load``, broken."""

import asyncio
from itertools import count

from chat_platform.agents.crew import Crew
from chat_platform.chat.connection import Connection
from chat_platform.chat.frames import reply_frame
from chat_platform.chat.outbox import Outbox
from chat_platform.contract.server_messages import MessageAccepted
from tests.sabotage.catalogue import breaks, replace

ONE_IN = 997
WORD_TAKES_MS = 20


@breaks("keeps-pace", finding=r"seq \d+ is missing")
def one_event_in_a_thousand_is_lost() -> None:
    """About every thousandth event is not sent."""
    numbers = count(1)

    def make(tell):
        def lossy(self, frame):
            if next(numbers) % ONE_IN:
                tell(self, frame)

        return lossy

    replace(Connection, "tell", make)


@breaks("keeps-pace", finding=r"\d+ events a second arrived, not 100")
def agents_write_slowly() -> None:
    """Each word takes twenty milliseconds to be written."""

    def make(init):
        def slow(self, model, _pace_ms, *others):
            init(self, model, WORD_TAKES_MS, *others)

        return slow

    replace(Crew, "__init__", make)


@breaks("quick-for-many", finding=r"99 of 100 messages were accepted within \d{4,} ms")
def messages_accepted_a_second_late() -> None:
    """That a message is stored is told a second later."""

    def make(answer):
        async def late(self, payload, reply_to):
            if payload.type != MessageAccepted.type:
                await answer(self, payload, reply_to)
                return
            frame = reply_frame(payload, reply_to)
            asyncio.get_running_loop().call_later(1, self.tell, frame)

        return late

    replace(Connection, "answer", make)


@breaks("quick-for-many", finding=r"99 of 100 events arrived within \d{4,} ms")
def events_stored_a_second_late() -> None:
    """What happens in a run is stored and told a second later."""

    def make(deliver):
        async def slow(self):
            await asyncio.sleep(1)
            await deliver(self)

        return slow

    replace(Outbox, "_deliver", make)
