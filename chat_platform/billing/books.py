"""The ledger of all people: read part by part, so that nobody waits for all of it."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from chat_platform.agents.money import exact_usd
from chat_platform.billing.invoices import Invoice, invoice
from chat_platform.billing.months import Month
from chat_platform.billing.tables import BilledRun, BillingAccount, LedgerLine
from chat_platform.storage.engine import Database

COLUMNS = (
    "at",
    "account",
    "charge",
    "run_id",
    "question",
    "status",
    "plan",
    "agent",
    "entry",
    "kind",
    "call_id",
    "quantity",
    "unit_price_usd",
    "amount_usd",
)
# SQLite is read in the event loop's own thread: so much takes a few milliseconds.
AT_A_TIME = 200
INVOICES_AT_A_TIME = 20
ORDER = (
    LedgerLine.at,
    LedgerLine.charge,
    LedgerLine.entry,
    LedgerLine.kind,
    LedgerLine.call,
)
BETWEEN = "~"


@dataclass(frozen=True)
class Place:
    """A place in the ledger: that of one line.

    Example:
        >>> str(Place.read("2026-09-15T12:00:00+00:00~c1~charge~storage~")).endswith("~storage~")
        True
    """

    at: datetime
    charge: str
    entry: str
    kind: str
    call: str

    @classmethod
    def read(cls, text: str) -> Place:
        """A place as it is written.

        Raises:
            ValueError: when it is not written so.
        """
        at, charge, entry, kind, call = text.split(BETWEEN, len(ORDER) - 1)
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError("the moment has no time zone")
        return cls(moment, charge, entry, kind, call)

    @classmethod
    def of(cls, line: LedgerLine) -> Place:
        """That of a line."""
        return cls(line.at, line.charge, line.entry, line.kind, line.call)

    @property
    def key(self) -> tuple[datetime, str, str, str, str]:
        """What lines are ordered by."""
        return self.at, self.charge, self.entry, self.kind, self.call

    def __str__(self) -> str:
        return BETWEEN.join((self.at.isoformat(), *self.key[1:]))


@dataclass(frozen=True)
class Booked:
    """A line, and what ties it to a run: empty when the user has left for good.

    Attributes:
        question: The run that the user asked for.
        status: How the run ended.
    """

    line: LedgerLine
    run_id: str
    question: str
    status: str


def newest(session: Session, before: Place | None) -> list[Booked]:
    """The lines before a place, newest first; None: the newest of all. At most ``AT_A_TIME``."""
    query = _lines().order_by(*(column.desc() for column in ORDER))
    if before is not None:
        query = query.where(tuple_(*ORDER) < before.key)
    return _booked(session, query)


def oldest(session: Session, after: Place | None) -> list[Booked]:
    """The lines after a place, oldest first; None: the oldest of all. At most ``AT_A_TIME``."""
    query = _lines().order_by(*ORDER)
    if after is not None:
        query = query.where(tuple_(*ORDER) > after.key)
    return _booked(session, query)


async def table(database: Database) -> AsyncIterator[str]:
    """The whole ledger as CSV (RFC 4180), oldest first; amounts are exact, in USD.

    A line that is written while the table is read may be missing.
    """
    yield _rows([COLUMNS])
    place = None
    while True:
        async with database.read() as session:
            part = await session.run_sync(oldest, place)
        if not part:
            return
        yield _rows([_cells(each) for each in part])
        place = Place.of(part[-1].line)


def invoices(
    session: Session, month: Month | None, after: str
) -> tuple[list[tuple[str, Invoice]], str | None]:
    """Invoices of a month by their account numbers, as their owners get them.

    Args:
        session: For reading.
        month: None: the current one of each.
        after: Those of greater account numbers; empty: from the first on.

    Returns:
        At most ``INVOICES_AT_A_TIME``, and after which number to go on; None: there are no more.
    """
    accounts = (
        select(BillingAccount)
        .where(BillingAccount.account > after)
        .order_by(BillingAccount.account)
        .limit(INVOICES_AT_A_TIME)
    )
    owners = session.scalars(accounts).all()
    found = [(owner.account, invoice(session, owner.user_id, month)) for owner in owners]
    more = len(owners) == INVOICES_AT_A_TIME
    return found, owners[-1].account if more else None


def _lines() -> Select[LedgerLine, str | None, str | None, str | None]:
    return (
        select(LedgerLine, BilledRun.run_id, BilledRun.question, BilledRun.status)
        .outerjoin(BilledRun, BilledRun.charge == LedgerLine.charge)
        .limit(AT_A_TIME)
    )


def _booked(
    session: Session, query: Select[LedgerLine, str | None, str | None, str | None]
) -> list[Booked]:
    return [
        Booked(line, run_id or "", question or "", status or "")
        for line, run_id, question, status in session.execute(query)
    ]


def _rows(rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _cells(booked: Booked) -> tuple[object, ...]:
    line = booked.line
    return (
        line.at.isoformat(),
        line.account,
        line.charge,
        booked.run_id,
        booked.question,
        booked.status,
        line.plan,
        line.agent,
        line.entry,
        line.kind,
        line.call,
        line.quantity,
        exact_usd(line.unit_price),
        exact_usd(line.amount),
    )
