"""Promises of ``features/load``, broken."""

from itertools import count

from chat_platform.agents.crew import Crew
from chat_platform.chat.connection import Connection
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
