"""Somebody with a session, for tests that need no server."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from anyio.from_thread import BlockingPortal
from sqlalchemy import insert
from sqlalchemy.orm import Session

from chat_platform.accounts.sessions import Caller
from chat_platform.accounts.tables import User
from chat_platform.storage.engine import Database


@pytest.fixture
def caller(portal: BlockingPortal, database: Database, build) -> Caller:
    sessions = build().sessions

    async def arrive() -> Caller:
        user = {
            "id": "u1",
            "name": "Ada Lovelace",
            "email": "ada@engine.example",
            "address": "ada@engine.example",
            "password_hash": await sessions.passwords.hash("a lamp above the harbour"),
            "created_at": datetime.now(UTC),
        }

        def store(session: Session) -> None:
            session.execute(insert(User).values(user))

        await database.writer.run(store)
        logged_in = await sessions.log_in("ada@engine.example", "a lamp above the harbour")
        return await sessions.caller(logged_in.access_token)

    return portal.call(arrive)
