"""The promise to all kinds of people, broken."""

import asyncio
from dataclasses import replace as changed

from chat_platform.accounts.oauth import newcomers
from chat_platform.accounts.plans import OPEN
from chat_platform.accounts.sessions import Sessions
from chat_platform.chat import room, runs
from chat_platform.chat.store import ChatStore
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


@breaks("everybody-arrives", finding="messages of the conversation")
def beginning_gone_on_return() -> None:
    """Who comes back finds a conversation without its first question and answer."""

    def make(history):
        async def shortened(self, user_id, thread_id):
            found = await history(self, user_id, thread_id)
            return found.model_copy(update={"messages": found.messages[2:]})

        return shortened

    replace(ChatStore, "history", make)


@breaks("everybody-arrives", finding="the page said .*, the runs")
def words_read_counted_by_half() -> None:
    """Only half of what the models read is counted."""

    def make(note_usage):
        def less(session, user_id, run_id, completed):
            used = completed.usage
            half = used.model_copy(update={"input_tokens": used.input_tokens // 2})
            note_usage(session, user_id, run_id, completed.model_copy(update={"usage": half}))

        return less

    replace(runs, "note_usage", make)
