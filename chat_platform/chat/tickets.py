"""Tickets: a logged-in user gets one over HTTP and opens one WebSocket with it.

So no access token ever stands in the address of a socket, where logs would keep it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from chat_platform.accounts.secret_words import hashed, new_secret
from chat_platform.accounts.sessions import Caller, Sessions
from chat_platform.chat.tables import TicketRow
from chat_platform.storage.writer import Writer


@dataclass(frozen=True)
class Tickets:
    """Issues tickets and takes them back, once each."""

    writer: Writer
    sessions: Sessions
    lifetime: timedelta

    async def issue(self, caller: Caller) -> str:
        """A ticket for one socket of the caller's session."""
        ticket = new_secret()
        now = datetime.now(UTC)
        row = {
            "ticket_hash": hashed(ticket),
            "session_id": caller.session_id,
            "expires_at": now + self.lifetime,
        }

        def store(session: Session) -> None:
            session.execute(delete(TicketRow).where(TicketRow.expires_at <= now))
            session.execute(insert(TicketRow).values(row))

        await self.writer.run(store)
        return ticket

    async def redeem(self, ticket: str) -> Caller | None:
        """Whose ticket it is; None when it is unknown, used, too old, or its session ended."""
        taken = (
            delete(TicketRow)
            .where(TicketRow.ticket_hash == hashed(ticket))
            .returning(TicketRow.session_id, TicketRow.expires_at)
        )

        def take(session: Session) -> tuple[str, datetime] | None:
            row = session.execute(taken).one_or_none()
            return None if row is None else (row.session_id, row.expires_at)

        found = await self.writer.run(take)
        if found is None or found[1] <= datetime.now(UTC):
            return None
        return await self.sessions.find_alive(found[0])
