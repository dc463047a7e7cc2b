"""The promise to all kinds of people, broken."""

import asyncio
from dataclasses import replace as changed

from chat_platform.accounts.oauth import newcomers
from chat_platform.accounts.plans import OPEN
from chat_platform.accounts.sessions import Sessions
from chat_platform.chat import room
from tests.sabotage.catalogue import breaks, replace


@breaks("everybody-arrives", finding="Ada was not refused: .*ask for a report")
def everybody_gets_everything() -> None:
    """Plans have prices, but everybody gets everything."""
    replace(room, "plan_book", lambda _: lambda _selling: OPEN)


@breaks("everybody-arrives", finding="took longer than their limit.*logging in")
def log_in_takes_its_time() -> None:
    """Logging in takes four seconds more."""

    def make(log_in):
        async def slowly(self, *details):
            await asyncio.sleep(4)
            return await log_in(self, *details)

        return slowly

    replace(Sessions, "log_in", make)


@breaks("everybody-arrives", finding="the page shows .*not 'Zoë")
def names_in_ascii_only() -> None:
    """Letters that not every keyboard has are dropped from the names of newcomers."""

    def make(_make):
        def in_ascii(session, newcomer, address):
            name = newcomer.name.encode("ascii", "ignore").decode()
            return _make(session, changed(newcomer, name=name), address)

        return in_ascii

    replace(newcomers, "_make", make)
