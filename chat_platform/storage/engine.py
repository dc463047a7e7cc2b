"""The database: engine set-up, sessions for reading, and the one writer.

All that is particular to one database product stands in this file. The rest of the
platform uses SQLAlchemy's portable language only, so that PostgreSQL can follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, literal, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from chat_platform.settings import Unusable
from chat_platform.storage.base import Base
from chat_platform.storage.writer import Writer

SQLITE_PRAGMAS = (
    # Readers never wait for the writer.
    "PRAGMA journal_mode = WAL",
    # An acknowledged commit survives a power cut, not only a crash of the process.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


# Connections that are kept once opened: opening one takes longer than what most readers ask.
READERS = 20

# The writer works synchronously. What is not here has one driver for both ways (psycopg).
SYNCHRONOUS_DRIVERS = {"sqlite+aiosqlite": "sqlite+pysqlite"}


@dataclass(frozen=True)
class Database:
    """An open database.

    Attributes:
        engine: For health checks and shut-down.
        reading_engine: The connections of those who read.
        writing_engine: The writer's own connection.
        read: Makes sessions for reading only; what writes goes through the writer.
        writer: Runs the jobs that write.
        seed: Makes sessions for first data that is stored before anybody is served.

    Example:
        >>> database = await open_database("sqlite+aiosqlite:///chat.db")  # doctest: +SKIP
        >>> async with database.read() as session: ...  # doctest: +SKIP
    """

    engine: AsyncEngine
    reading_engine: Engine
    writing_engine: Engine
    read: async_sessionmaker[AsyncSession]
    writer: Writer
    seed: async_sessionmaker[AsyncSession]

    @property
    def readers_in_use(self) -> int:
        """Connections with which something is being read now."""
        pool = self.reading_engine.pool
        return pool.checkedout() if isinstance(pool, QueuePool) else 0

    async def can_be_read(self) -> bool:
        """True when the database answers a query that needs its content.

        Raises:
            SQLAlchemyError: when it does not; says why.
        """
        # SQLite answers SELECT 1 whatever has become of its file.
        table = Base.metadata.sorted_tables[0]
        async with self.engine.connect() as connection:
            await connection.execute(select(literal(1)).select_from(table).limit(1))
        return True

    async def can_be_written(self) -> bool:
        """True when the writer gets what every write begins with, and can give it back.

        Raises:
            SQLAlchemyError: when it does not; says why.
            WriterClosed: when the platform is shutting down.
        """

        def begin(session: Session) -> bool:
            session.connection()
            return True

        return await self.writer.run(begin)

    async def close(self) -> None:
        """Finish the jobs that were accepted and close all connections."""
        await self.writer.close()
        self.writing_engine.dispose()
        self.reading_engine.dispose()
        await self.engine.dispose()


async def open_database(url: str, busy_s: float = 5.0) -> Database:
    """Open the database, create what tables it lacks, and start the writer.

    Args:
        url: An SQLAlchemy URL with an async driver, ``sqlite+aiosqlite:///FILE``.
        busy_s: How long a write waits for a database that something else locks.

    Raises:
        Unusable: when it cannot be opened.
    """
    try:
        # Parameters hold password hashes and users' texts: they stay out of error messages.
        engine = create_async_engine(url, hide_parameters=True, pool_size=READERS)
        writing_engine = create_engine(
            _synchronous(url), hide_parameters=True, execution_options={"writing": True}
        )
        reading_engine = engine.sync_engine
        if engine.dialect.name == "sqlite":
            reading_engine = _direct_engine(url)
            for each in (engine.sync_engine, reading_engine, writing_engine):
                _set_up_sqlite(each, busy_s)
        async with engine.execution_options(writing=True).begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
    except (SQLAlchemyError, ImportError) as problem:
        reason = str(problem).splitlines()[0]
        raise Unusable(
            f"The database cannot be opened ({reason}): check CHAT_DATABASE_URL and its folder."
        ) from problem
    writer = Writer(sessionmaker(writing_engine, expire_on_commit=False))
    writer.start()
    return Database(
        engine,
        reading_engine,
        writing_engine,
        read=_reading_from(reading_engine),
        writer=writer,
        seed=async_sessionmaker(engine.execution_options(writing=True), expire_on_commit=False),
    )


def _synchronous(url: str) -> URL:
    """The same database through a driver without asyncio."""
    parsed = make_url(url)
    return parsed.set(drivername=SYNCHRONOUS_DRIVERS.get(parsed.drivername, parsed.drivername))


def _direct_engine(url: str) -> Engine:
    """Connections that read in the thread of the event loop itself.

    The asynchronous driver of SQLite has a thread for each connection, and goes there and back
    ten times for one query: that, and what threads cost each other in one interpreter, took
    several times as long as the query. A query of ours takes from a tenth of a millisecond to a
    few, and in WAL mode readers wait for nobody (SQLite, "Write-Ahead Logging").
    """
    # The loop must never wait for a connection that somebody will give back in this same loop.
    return create_engine(
        _synchronous(url), hide_parameters=True, pool_size=READERS, max_overflow=-1
    )


def _reading_from(engine: Engine) -> async_sessionmaker[AsyncSession]:
    """Sessions that read from this engine; SQLAlchemy, "Using multiple binds"."""

    class Reading(Session):
        def get_bind(self, *_args: Any, **_options: Any) -> Engine:
            return engine

    return async_sessionmaker(sync_session_class=Reading, expire_on_commit=False)


def _set_up_sqlite(engine: Engine, busy_s: float) -> None:
    """Set the pragmas, and begin transactions ourselves.

    The driver's own transaction control begins too late for SAVEPOINT to work
    (SQLAlchemy, "Serializable isolation / Savepoints / Transactional DDL").
    """

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: object) -> None:
        del record
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*SQLITE_PRAGMAS, f"PRAGMA busy_timeout = {round(busy_s * 1000)}"):
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A writer takes its lock at once: upgrading a read lock later can fail.
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
