"""A ledger of its own for each example, and runs to charge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Engine, create_engine, insert
from sqlalchemy.orm import Session

# All tables of the platform are in the metadata as soon as the application is loaded.
from chat_platform import application  # noqa: F401
from chat_platform.accounts.tables import User
from chat_platform.storage.base import Base

NOW = datetime(2026, 9, 15, 12, tzinfo=UTC)
PEOPLE = ("ada", "grace")


@cache
def engine() -> Engine:
    """A database in memory; whoever uses it leaves it empty."""
    made = create_engine("sqlite://")
    Base.metadata.create_all(made)
    return made


@contextmanager
def ledger() -> Iterator[Session]:
    """An empty ledger, and two people."""
    with Session(engine()) as session:
        people = [
            {"id": name, "name": name, "email": name, "address": name, "created_at": NOW}
            for name in PEOPLE
        ]
        session.execute(insert(User), people)
        try:
            yield session
        finally:
            session.rollback()
