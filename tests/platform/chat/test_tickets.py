"""Tickets by themselves."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import select

from chat_platform.accounts.sessions import Caller
from chat_platform.chat.tables import TicketRow
from chat_platform.chat.tickets import Tickets


def test_a_ticket_is_good_once_and_kept_as_a_hash(portal, database, build, caller: Caller):
    tickets = Tickets(database.writer, build().sessions, timedelta(seconds=30))
    ticket = portal.call(tickets.issue, caller)

    async def kept():
        async with database.read() as session:
            return (await session.scalars(select(TicketRow.ticket_hash))).all()

    assert ticket not in portal.call(kept)
    assert portal.call(tickets.redeem, ticket).user.id == caller.user.id
    assert portal.call(tickets.redeem, ticket) is None


def test_a_ticket_expires_and_is_swept_away(portal, database, build, caller: Caller):
    hasty = Tickets(database.writer, build().sessions, timedelta(0))
    late = portal.call(hasty.issue, caller)
    assert portal.call(hasty.redeem, late) is None
    portal.call(hasty.issue, caller)
    portal.call(hasty.issue, caller)

    async def kept():
        async with database.read() as session:
            return len((await session.scalars(select(TicketRow))).all())

    assert portal.call(kept) == 1


def test_of_many_who_redeem_one_ticket_one_succeeds(portal, database, build, caller: Caller):
    tickets = Tickets(database.writer, build().sessions, timedelta(seconds=30))
    ticket = portal.call(tickets.issue, caller)

    async def rush():
        return await asyncio.gather(*(tickets.redeem(ticket) for _ in range(10)))

    assert sum(found is not None for found in portal.call(rush)) == 1
