"""Deleting a row with everything that hangs on it, in whatever tables."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, ForeignKey, Table, delete, inspect, select
from sqlalchemy.orm import Session

from chat_platform.storage.base import Base


def erase(session: Session, row: Base) -> None:
    """Delete a row, and before it all rows that name it, and those that name them.

    Which rows these are, the foreign keys tell: so a table that comes later is not forgotten.

    Args:
        session: Of a writer's job.
        row: Its primary key is one column.

    Example:
        >>> erase(session, user)  # doctest: +SKIP
    """
    (key,) = inspect(type(row)).primary_key
    (value,) = inspect(type(row)).primary_key_from_instance(row)
    _erase(session, key.table, key == value, ())


def _erase(
    session: Session, table: Table, which: ColumnElement[bool], way: tuple[Table, ...]
) -> None:
    for reference in _references_to(table):
        child = reference.parent
        # A table that names itself needs no round of its own: one DELETE takes both rows.
        if child.table not in (*way, table):
            named = child.in_(select(reference.column).where(which))
            _erase(session, child.table, named, (*way, table))
    session.execute(delete(table).where(which))


def _references_to(table: Table) -> Iterator[ForeignKey]:
    for other in table.metadata.tables.values():
        yield from (one for one in other.foreign_keys if one.references(table))
