"""What a month cost: the lines of the ledger, and their sum."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from chat_platform.agents.money import exact_usd
from chat_platform.billing.months import Month
from chat_platform.billing.tables import BilledRun, BillingAccount, LedgerLine
from chat_platform.billing.totals import Summed

COLUMNS = (
    "at",
    "run_id",
    "plan",
    "agent",
    "entry",
    "kind",
    "call_id",
    "quantity",
    "unit_price_usd",
    "amount_usd",
)


@dataclass(frozen=True)
class Invoice(Summed[LedgerLine]):
    """A person's lines of one month.

    Attributes:
        span: The first moment of the month, and the first after it; in UTC.
    """

    month: Month
    time_zone: str
    span: tuple[datetime, datetime]

    def by_kind(self) -> dict[str, int]:
        """The sums of the kinds, in nano-dollars; refunds are taken off the kind they refund."""
        sums: dict[str, int] = {}
        for line, _ in self.lines:
            sums[line.kind] = sums.get(line.kind, 0) + line.amount
        return sums

    def csv(self) -> str:
        """The lines as a table (RFC 4180); amounts are exact decimal numbers in USD."""
        text = io.StringIO(newline="")
        table = csv.writer(text)
        table.writerow(COLUMNS)
        table.writerows(_cells(line, run_id) for line, run_id in self.lines)
        return text.getvalue()


def invoice(session: Session, user_id: str, month: Month | None) -> Invoice:
    """The person's invoice of the month, in the time zone that the person chose.

    None asks for the current month, as far as it has come.
    """
    account = session.get(BillingAccount, user_id)
    time_zone = account.time_zone if account is not None else None
    month = month or Month.of(datetime.now(UTC), time_zone)
    span = month.span(time_zone)
    lines = [(line, run_id) for line, run_id in session.execute(_lines(user_id, span))]
    return Invoice(lines, month, time_zone or "UTC", span)


def _lines(user_id: str, span: tuple[datetime, datetime]) -> Select[LedgerLine, str]:
    begins, ends = span
    return (
        select(LedgerLine, BilledRun.run_id)
        .join(BilledRun, BilledRun.charge == LedgerLine.charge)
        .where(BilledRun.user_id == user_id, LedgerLine.at >= begins, LedgerLine.at < ends)
        .order_by(LedgerLine.at, BilledRun.run_id, LedgerLine.entry, LedgerLine.kind)
    )


def _cells(line: LedgerLine, run_id: str) -> tuple[object, ...]:
    return (
        line.at.isoformat(),
        run_id,
        line.plan,
        line.agent,
        line.entry,
        line.kind,
        line.call,
        line.quantity,
        exact_usd(line.unit_price),
        exact_usd(line.amount),
    )
