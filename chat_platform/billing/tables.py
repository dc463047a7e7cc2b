"""The tables of the billing room.

Lines of the ledger are never changed and never deleted, not even with the account. So they name
nobody: they carry an account number and a charge number, and what ties these to a person and to
a run stands in tables of its own, which go with the user.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from chat_platform.billing.prices import Kind
from chat_platform.contract.standing import Plan
from chat_platform.storage.append_only import append_only
from chat_platform.storage.base import Base
from chat_platform.storage.types import Moment

Entry = Literal["charge", "refund"]


class BillingAccount(Base):
    """The number under which a person's lines stand in the ledger."""

    __tablename__ = "billing_accounts"

    user_id: Mapped[str] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    account: Mapped[str] = mapped_column(String(36), unique=True)
    time_zone: Mapped[str | None] = mapped_column(String(64), doc="Of the months; None: UTC")


class BilledRun(Base):
    """A run that was charged, once; ``question`` is the run that the user asked for."""

    __tablename__ = "billed_runs"
    __table_args__ = (Index("billed_runs_by_question", "question"),)

    run_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    question: Mapped[str] = mapped_column(String(36))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    charge: Mapped[str] = mapped_column(String(36), unique=True)
    status: Mapped[str] = mapped_column(String(10))


class LedgerLine(Base):
    """What was charged for one thing, or taken back: amounts are exact, in nano-dollars.

    ``call`` is the call of a tool; empty for what a run has once. ``amount`` is ``quantity``
    times ``unit_price``; both negative or zero where something is taken back.
    """

    __tablename__ = "ledger_lines"
    __table_args__ = (
        Index("ledger_by_account", "account", "at"),
        Index("ledger_by_time", "at", "charge"),
    )

    charge: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[Kind] = mapped_column(String(20), primary_key=True)
    call: Mapped[str] = mapped_column(String(200), primary_key=True)
    entry: Mapped[Entry] = mapped_column(String(10), primary_key=True)
    account: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(Moment)
    plan: Mapped[Plan] = mapped_column(String(20))
    agent: Mapped[str] = mapped_column(String(64))
    quantity: Mapped[int] = mapped_column(Integer)
    unit_price: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)


ACCOUNTS = Base.metadata.tables[BillingAccount.__tablename__]
BILLED = Base.metadata.tables[BilledRun.__tablename__]
LINES = Base.metadata.tables[LedgerLine.__tablename__]
append_only(LINES)
