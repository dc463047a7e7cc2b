"""Promises about the end of passes and log-ins while one talks, broken."""

import asyncio
from datetime import UTC, datetime

from chat_platform.accounts.sessions import Sessions
from chat_platform.chat.bridge import stopped
from chat_platform.chat.closing import Ending
from chat_platform.chat.connection import POLICY, Connection
from chat_platform.chat.room import ChatRoom
from tests.sabotage.catalogue import breaks, replace, rewrite


@breaks("connection-ends-with-log-in", finding="to be closed|is still open")
def connection_outlives_its_log_in() -> None:
    """A connection stays open although the log-in that opened it has ended unused."""

    def make(_outlive):
        async def outlive(_self):
            await asyncio.Event().wait()

        return outlive

    replace(Connection, "_outlive_log_in", make)


@breaks("pass-renewed-silently", finding="Socket .* is closed|needed 2 connections|Waited")
def renewal_does_not_reach_the_connection() -> None:
    """A connection ends when the log-in would have ended that opened it, renewed or not."""

    def make(_outlive):
        async def outlive(self):
            await asyncio.sleep((self._ends_at - datetime.now(UTC)).total_seconds())
            self.end(POLICY, "the log-in has run out")

        return outlive

    replace(Connection, "_outlive_log_in", make)


@breaks("pass-renewed-silently", finding="the page of Ada to renew the pass")
def page_does_not_renew() -> None:
    """The page keeps a pass until the platform refuses it."""
    rewrite("static/js/api.js", "renew().catch(() => {})", "{}")


@breaks("lost-renewal-forgiven", finding="logged out")
def answers_taken_for_arrived() -> None:
    """Whoever renews again, because the answer was lost, is taken for a thief."""

    def make(refresh):
        async def refresh_and_note(self, token):
            logged_in = await refresh(self, token)
            await self._note_arrival(self.tokens.read(logged_in.access_token))
            return logged_in

        return refresh_and_note

    replace(Sessions, "refresh", make)


@breaks("run-survives-log-out", finding="the run of Ada ended as cancelled")
def runs_end_with_the_log_in() -> None:
    """Whoever is logged out finds the run stopped."""

    def make(tell_revoked):
        def telling(self, session_ids):
            tell_revoked(self, session_ids)
            for room in rooms:
                for run in room._bridge._in_hand.values():
                    run.stop(Ending("cancelled", stopped()))

        return telling

    rooms: list[ChatRoom] = []

    def remember(start):
        async def started(self):
            rooms.append(self)
            await start(self)

        return started

    replace(ChatRoom, "start", remember)
    replace(Sessions, "tell_revoked", make)
