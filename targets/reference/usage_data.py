"""The data source of the reference platform's tools, and what can be wrong with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

AWAY = "usage_records_away"
# A tool reads twice or three times: about one try in twenty then fails.
FLAKY_PERCENT = 2.0


@dataclass(frozen=True)
class UsageData:
    """The table that tools read. Whoever reads it while it is away gets the database's own error.

    Attributes:
        database: The platform's SQLite file.
    """

    database: Path

    def take_away(self) -> None:
        """Let every tool that reads it fail, until it is given back."""
        self._do(f"ALTER TABLE usage_records RENAME TO {AWAY}")

    def fail_times(self, tries: int) -> None:
        """Let it be as if away until the platform has told of so many more tools that ended."""
        ended = "SELECT count(*) AS n FROM events WHERE type = 'tool_completed'"
        with closing(sqlite3.connect(self.database)) as connection:
            (so_far,) = connection.execute(ended).fetchone()
        self._trouble(f"n < {so_far + tries}", ended)

    def make_flaky(self, percent: float) -> None:
        """Let about so many of a hundred readings fail, by chance, until it is given back.

        The chance is SQLite's own, so that those who read at once do not fail together.
        """
        self._trouble(f"n < {round(percent * 100)}", "SELECT abs(random()) % 10000 AS n")

    def give_back(self) -> None:
        """Let all be well again; does nothing when it is."""
        if self._holds("table", AWAY):
            gone = ["DROP VIEW usage_records"] if self._holds("view", "usage_records") else []
            self._do(*gone, f"ALTER TABLE {AWAY} RENAME TO usage_records")

    def _trouble(self, when: str, known: str) -> None:
        """Put a view in the table's place that fails when a condition holds of what is known."""
        # json() fails on what is no JSON ("malformed JSON"), and that fails the whole query.
        fails = f"SELECT CASE WHEN {when} THEN json('[') ELSE 1 END FROM ({known})"  # noqa: S608
        self._do(
            f"ALTER TABLE usage_records RENAME TO {AWAY}",
            f"CREATE VIEW usage_records AS SELECT * FROM {AWAY} WHERE ({fails})",  # noqa: S608
        )

    def _holds(self, kind: str, name: str) -> bool:
        query = "SELECT count(*) FROM sqlite_schema WHERE type = ? AND name = ?"
        with closing(sqlite3.connect(self.database)) as connection:
            (count,) = connection.execute(query, (kind, name)).fetchone()
        return bool(count)

    def _do(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.database, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            for statement in statements:
                connection.execute(statement)
            connection.execute("COMMIT")
