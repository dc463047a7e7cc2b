"""Tables whose rows stay as they were written: the database itself refuses anything else."""

from __future__ import annotations

from sqlalchemy import DDL, Table, event

REFUSAL = "is append-only: write an opposite row instead"


def append_only(table: Table) -> None:
    """Let the database refuse to change or delete rows of the table.

    On SQLite, by triggers that are created with the table (SQLite, "CREATE TRIGGER"). A mistake
    in the platform, or a hand in the database, then ends in an error and not in other sums.

    Example:
        >>> append_only(LEDGER)  # doctest: +SKIP
    """
    for deed in ("UPDATE", "DELETE"):
        trigger = DDL(  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped
            f"CREATE TRIGGER {table.name}_no_{deed.lower()} BEFORE {deed} ON {table.name} "
            f"BEGIN SELECT RAISE(ABORT, '{table.name} {REFUSAL}'); END"
        )
        event.listen(table, "after_create", trigger.execute_if(dialect="sqlite"))
