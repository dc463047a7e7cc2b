"""The embedded database: set up for durability, and portable above that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import StatementError
from sqlalchemy.schema import CreateTable

from chat_platform.accounts.tables import Registration
from chat_platform.settings import Unusable
from chat_platform.storage.base import Base
from chat_platform.storage.engine import open_database

EAST = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)],
)
def test_every_connection_is_durable_and_strict(portal, database, pragma, value):
    async def ask():
        async with database.engine.connect() as connection:
            return await connection.scalar(text(f"PRAGMA {pragma}"))

    assert portal.call(ask) == value


def test_readers_do_not_wait_for_the_writer(portal, database):
    async def read():
        async with database.read() as session:
            return (await session.scalars(select(Registration))).all()

    def job(session):
        session.add(registration(datetime.now(UTC)))
        session.flush()
        return portal.call(read)

    assert portal.call(database.writer.run, job) == []


def test_a_moment_comes_back_as_the_same_moment_in_utc(portal, database):
    stored = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=EAST)

    async def story():
        def job(session):
            session.add(registration(stored))

        await database.writer.run(job)
        async with database.read() as session:
            return (await session.scalars(select(Registration.expires_at))).one()

    read = portal.call(story)
    assert read == stored
    assert read.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(portal, database):
    def job(session):
        session.add(registration(datetime(2026, 3, 1)))  # noqa: DTZ001 - that is the point

    with pytest.raises(StatementError, match="time zone"):
        portal.call(database.writer.run, job)


def test_what_was_stored_is_there_when_it_is_opened_again(portal, settings):
    async def story():
        first = await open_database(settings.database)

        def job(session):
            session.add(registration(datetime.now(UTC)))

        await first.writer.run(job)
        await first.close()
        second = await open_database(settings.database)
        async with second.read() as session:
            found = (await session.scalars(select(Registration))).all()
        await second.close()
        return len(found)

    assert portal.call(story) == 1


@pytest.mark.parametrize(
    "url", ["sqlite+aiosqlite:////no/such/folder/x.db", "nonsense", "oracle+nothing://x/y"]
)
def test_a_database_that_cannot_be_opened_is_told_in_one_sentence(portal, url):
    with pytest.raises(Unusable, match="CHAT_DATABASE_URL") as refused:
        portal.call(open_database, url)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_can_be_made_in_postgresql_too(table):
    assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def registration(expires_at):
    return Registration(
        token_hash="x",
        name="Ada",
        email="ada@engine.example",
        address="ada@engine.example",
        password_hash="x",
        expires_at=expires_at,
    )
