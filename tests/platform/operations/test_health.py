"""A platform that cannot serve says so, and what is in the way."""

from __future__ import annotations

import sqlite3

import httpx2
import pytest
from sqlalchemy import text

from chat_platform.storage.base import Base


@pytest.fixture
def ask_after(portal, settings):
    """What the platform answers after something was done to its database."""
    from chat_platform.application import create_application  # noqa: PLC0415 - heavy

    settings = settings.model_copy(update={"database_busy_s": 0.01})
    app = create_application(settings)

    async def ask(harm):
        transport = httpx2.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(transport=transport, base_url="http://x") as http,
        ):
            undo = await harm(app.state.database)
            answer = await http.get("/health/ready")
            if undo is not None:
                undo()
            return answer

    def told(harm):
        answer = portal.call(ask, harm)
        assert answer.status_code == 503
        assert answer.json()["status"] == "not_ready"
        return answer.json()

    return told


def test_not_ready_when_the_writer_has_stopped(ask_after):
    told = ask_after(lambda database: database.writer.close())
    assert (told["database"], told["accepting"]) == (True, False)
    assert told["bridge"] == {"state": "ready", "runs_in_hand": 0, "events_waiting": 0}
    assert told["hindrances"] == ["The platform is shutting down."]


def test_not_ready_when_tables_are_gone(ask_after):
    gone = Base.metadata.sorted_tables[0].name

    async def rename(database):
        await database.writer.run(
            lambda session: session.execute(text(f'ALTER TABLE "{gone}" RENAME TO "elsewhere"'))
        )

    told = ask_after(rename)
    assert (told["database"], told["hindrances"]) == (False, ["The database cannot be read."])


def test_not_ready_while_something_else_locks_the_database(ask_after, settings):
    async def lock(_database):
        other = sqlite3.connect(settings.data_dir / "chat.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        return other.close

    told = ask_after(lock)
    assert (told["database"], told["hindrances"]) == (False, ["The database cannot be written."])
