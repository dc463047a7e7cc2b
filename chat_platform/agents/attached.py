"""Tables that a user attached to the conversation: what an agent may read of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import StringIO


@dataclass(frozen=True)
class AttachedTable:
    r"""A CSV file (RFC 4180) with a header line.

    Example:
        >>> table = AttachedTable("bill.csv", "team,cost\nSupport,12.50\nSales,7.50\n")
        >>> table.columns, table.total("Cost")
        (['team', 'cost'], (Decimal('20.00'), 2))
    """

    name: str
    text: str

    @property
    def columns(self) -> list[str]:
        """The names in the header line."""
        return [name.strip() for name in next(self._rows(), [])]

    def numeric_columns(self) -> list[str]:
        """The columns that hold numbers alone."""
        found = []
        for name in self.columns:
            try:
                self.total(name)
            except ValueError:
                continue
            found.append(name)
        return found

    def total(self, column: str) -> tuple[Decimal, int]:
        """The exact sum of a column, whatever the case of its name, and of how many rows.

        Raises:
            ValueError: when there is no such column, or something in it is no number; says which.
        """
        names = [name.casefold() for name in self.columns]
        if column.strip().casefold() not in names:
            raise ValueError(
                f'{self.name} has no column "{column}". Its columns: {", ".join(self.columns)}.'
            )
        place = names.index(column.strip().casefold())
        rows = list(self._rows())[1:]
        total = Decimal(0)
        for number, row in enumerate(rows, start=2):
            try:
                value = Decimal(row[place].strip().removeprefix("$"))
            except InvalidOperation:
                value = Decimal("NaN")
            if not value.is_finite():
                raise ValueError(f'"{row[place]}" in line {number} of {self.name} is not a number.')
            total += value
        return total, len(rows)

    def _rows(self) -> Iterator[list[str]]:
        return (row for row in csv.reader(StringIO(self.text, newline="")) if row)
