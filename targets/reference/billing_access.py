"""What one owes, as one person asks the reference platform for it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from targets.reference.api import Api
from targets.reference.bill import Line

INVOICE = "/api/billing/invoice"


@dataclass(frozen=True)
class ToldInvoice:
    """An invoice as the platform tells it."""

    month: str
    time_zone: str
    begins_at: datetime
    ends_at: datetime
    exact: str
    total: str
    lines: tuple[Line, ...]


class Billing:
    """The billing side of one person's log-in."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def invoice(self, month: str = "") -> ToldInvoice:
        """The invoice of a month, like ``2026-02``; of the current one, when none is named."""
        told = self._api.call("GET", INVOICE, params=_params(month))
        return ToldInvoice(
            month=told["month"],
            time_zone=told["time_zone"],
            begins_at=datetime.fromisoformat(told["begins_at"]),
            ends_at=datetime.fromisoformat(told["ends_at"]),
            exact=told["exact"],
            total=told["total"],
            lines=tuple(Line.told(line) for line in told["lines"]),
        )

    def exported(self, month: str = "") -> tuple[Line, ...]:
        """The lines of a month, from the file that can be downloaded."""
        return lines_of(self._api.download_text(f"{INVOICE}.csv", _params(month)))

    def credit(self) -> dict[str, Any]:
        """What the plan lets spend this month, and what of it was spent."""
        told: dict[str, Any] = self._api.call("GET", "/api/billing/credit")
        return told

    def choose_time_zone(self, name: str) -> None:
        """Choose by whose clocks months begin and end."""
        self._api.call("PUT", "/api/billing/time-zone", body={"time_zone": name})


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines in a downloaded file."""
    return tuple(Line.told(row) for row in csv.DictReader(io.StringIO(text, newline="")))


def _params(month: str) -> dict[str, str]:
    return {"month": month} if month else {}
