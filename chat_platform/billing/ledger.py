"""The ledger: what a run used becomes lines, in the transaction that stores the run's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import bindparam, exists, func, insert, select
from sqlalchemy.orm import Session, aliased

from chat_platform.billing.prices import MOST_OF_A_QUESTION, PRICES, Kind
from chat_platform.billing.tables import (
    ACCOUNTS,
    BILLED,
    LINES,
    BilledRun,
    BillingAccount,
    LedgerLine,
)
from chat_platform.contract.standing import Plan

Row = dict[str, Any]
# Made once, and of plain tables, as in chat/log.py: every run ends with these.
FIND = select(BILLED.c.charge).where(BILLED.c.run_id == bindparam("of_run"))
SPENT = (
    select(func.coalesce(func.sum(LINES.c.amount), 0))
    .join(BILLED, BILLED.c.charge == LINES.c.charge)
    .where(BILLED.c.question == bindparam("of_question"))
)
ACCOUNT = select(ACCOUNTS.c.account).where(ACCOUNTS.c.user_id == bindparam("of_user"))
BILL, WRITE = insert(BILLED), insert(LINES)


@dataclass(frozen=True)
class EndedRun:
    """A run at its end, as far as it costs something.

    Attributes:
        question: The run that the user asked for: itself, or the one in which it is nested.
        plan: That of the moment in which it began.
        calls: The ids of the tool calls that it began.
        stored_bytes: The size of its answer, in UTF-8.
        at: When it ended.
    """

    run_id: str
    question: str
    user_id: str
    agent: str
    plan: Plan
    status: Literal["succeeded", "failed", "cancelled"]
    input_tokens: int
    output_tokens: int
    calls: Sequence[str]
    stored_bytes: int
    at: datetime


def charge(session: Session, run: EndedRun) -> str | None:
    """Write the lines of a run, once, however often it is told.

    A run that failed costs nothing: what it used is charged and taken back, with everything that
    its nested runs cost where it is the one that the user asked for.

    Args:
        session: Of the writer's job that stores the run's end: both are stored, or neither.
        run: Its end.

    Returns:
        The number of the charge; None when the run was charged before.
    """
    connection = session.connection()
    if connection.execute(FIND, {"of_run": run.run_id}).first() is not None:
        return None
    number = str(uuid4())
    place = {
        "charge": number,
        "account": _number_of(session, run.user_id),
        "at": run.at,
        "plan": run.plan,
        "agent": run.agent,
    }
    lines = [_line(place, *used) for used in _used(run)]
    cost = sum(line["amount"] for line in lines)
    too_much = cost and spent_on(session, run.question) + cost - MOST_OF_A_QUESTION
    if too_much > 0:
        lines.append(_line(place, "relief", "", 1, -min(too_much, cost)))
    billed = {"run_id": run.run_id, "question": run.question, "user_id": run.user_id}
    connection.execute(BILL, {**billed, "charge": number, "status": run.status})
    connection.execute(WRITE, lines)
    if run.status == "failed":
        refund(session, run)
    return number


def refund(session: Session, run: EndedRun) -> None:
    """Take back what a run cost, by opposite lines; for a question, with all its nested runs.

    An opposite line belongs to the month of the line that it takes back: so no month's sum is
    ever below zero.
    """
    of = BilledRun.question if run.run_id == run.question else BilledRun.run_id
    opposite = aliased(LedgerLine)
    taken_back = exists().where(opposite.charge == LedgerLine.charge, opposite.entry == "refund")
    query = (
        select(LINES)
        .join(BilledRun, BilledRun.charge == LedgerLine.charge)
        .where(of == run.run_id, LedgerLine.entry == "charge", ~taken_back)
    )
    lines = [dict(row) for row in session.execute(query).mappings()]
    for line in lines:
        line.update(entry="refund", quantity=-line["quantity"], amount=-line["amount"])
    if lines:
        session.connection().execute(WRITE, lines)


def spent_on(session: Session, question: str) -> int:
    """What a question has cost so far, with all its nested runs, in nano-dollars."""
    found = session.connection().execute(SPENT, {"of_question": question}).scalar_one()
    return int(found)


def account_of(session: Session, user_id: str) -> BillingAccount:
    """The person's account number; a part of a writer's job, for the first time makes it."""
    account = session.get(BillingAccount, user_id)
    if account is None:
        account = BillingAccount(user_id=user_id, account=str(uuid4()), time_zone=None)
        session.add(account)
        session.flush()
    return account


def _number_of(session: Session, user_id: str) -> str:
    known: str | None = session.connection().execute(ACCOUNT, {"of_user": user_id}).scalar()
    return known or account_of(session, user_id).account


def _used(run: EndedRun) -> list[tuple[Kind, str, int, int]]:
    """Kind, call, quantity and price of each thing that the run used."""
    prices = PRICES[run.plan]
    return [
        ("input_tokens", "", run.input_tokens, prices.input_token),
        ("output_tokens", "", run.output_tokens, prices.output_token),
        ("storage", "", run.stored_bytes, prices.stored_byte),
        *(("tool_call", call, 1, prices.tool_call) for call in run.calls),
    ]


def _line(place: Row, kind: Kind, call: str, quantity: int, unit_price: int) -> Row:
    amount = {"quantity": quantity, "unit_price": unit_price, "amount": quantity * unit_price}
    return {**place, "kind": kind, "call": call, "entry": "charge", **amount}
