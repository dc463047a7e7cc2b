"""The usage data in DuckDB: what the specialists' figures should be is asked there, in SQL.

It is filled from the export that every user can download. No code of the platform takes part,
and another engine adds up than the platform's.
"""

from __future__ import annotations

import re
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from targets.reference.spending import Spending

_PERIOD = re.compile(r"\d{4}-\d{2}")
COLUMNS = {
    "day": "DATE",
    "provider": "VARCHAR",
    "model": "VARCHAR",
    "team": "VARCHAR",
    "requests": "BIGINT",
    "input_tokens": "BIGINT",
    "output_tokens": "BIGINT",
    "cost_usd": "DECIMAL(18,9)",
}


class Warehouse:
    """Tables ``usage`` (the export) and ``price`` (list prices, derived from it).

    Prices are US dollars for one token.

    Example:
        >>> data = Warehouse(csv).during("2026-09")  # doctest: +SKIP
        >>> data.one("SELECT sum(cost_usd) FROM chosen")  # doctest: +SKIP
        (Decimal('14688.446868600'),)
    """

    def __init__(self, csv: str) -> None:
        self._duck = duckdb.connect(":memory:", config={"threads": 1})
        with tempfile.TemporaryDirectory(prefix="warehouse-") as folder:
            file = Path(folder) / "usage.csv"
            file.write_text(csv, "utf-8")
            self._duck.execute(
                "CREATE TABLE usage AS SELECT * FROM read_csv(?, header = true, columns = ?)",
                [str(file), COLUMNS],
            )
        self._duck.execute(
            "CREATE TABLE price (model VARCHAR, input_usd DECIMAL(18,12), "
            "output_usd DECIMAL(18,12))"
        )
        spending = Spending.from_csv(csv)
        for model in spending.models_by_price():
            each = (float(usd) for usd in spending.list_price(model))
            self._duck.execute("INSERT INTO price VALUES (?, ?, ?)", [model, *each])

    def during(self, period: str) -> Warehouse:
        """The same, with a view ``chosen`` of a month such as ``2026-09``, or of ``all``."""
        month = period if _PERIOD.fullmatch(period) else None
        assert month or period == "all", f"{period!r} is neither a month nor all"
        where = f"WHERE strftime(day, '%Y-%m') = '{month}'" if month else ""
        self._duck.execute(f"CREATE OR REPLACE TEMP VIEW chosen AS SELECT * FROM usage {where}")  # noqa: S608 - digits only
        return self

    def ask(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        return self._duck.execute(sql, list(parameters)).fetchall()

    def one(self, sql: str, *parameters: Any) -> tuple[Any, ...]:
        """The only row that a query gives."""
        (row,) = self.ask(sql, *parameters)
        return row


@lru_cache(maxsize=2)
def warehouse(csv: str) -> Warehouse:
    """The warehouse of an export; the same export is read once."""
    return Warehouse(csv)
