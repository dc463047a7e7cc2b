"""What one pays, over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from starlette.requests import HTTPConnection

from chat_platform.accounts.api import Body, CurrentCaller
from chat_platform.agents.money import exact_usd
from chat_platform.billing.credit import Credit, credit
from chat_platform.billing.invoices import Invoice, invoice
from chat_platform.billing.ledger import account_of
from chat_platform.billing.months import WRITTEN, Month, time_zones
from chat_platform.billing.prices import CreditBook, Kind
from chat_platform.billing.tables import Entry, LedgerLine
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.standing import Plan
from chat_platform.operations.problems import Problem, ProblemBody
from chat_platform.storage.engine import Database

router = APIRouter(
    prefix="/api/billing", tags=["billing"], responses={"4XX": {"model": ProblemBody}}
)
PRIVATE = {"Cache-Control": "private, no-store"}
Usd = Annotated[str, Field(description="An exact decimal number, in USD")]


@dataclass(frozen=True)
class Billing:
    """What the routes of this room work with; the application keeps one in its state.

    Attributes:
        credits: What each plan lets spend in a month.
    """

    database: Database
    credits: CreditBook

    async def invoice(self, user_id: str, month: Month | None) -> Invoice:
        """A person's invoice of a month; None: of the current one."""
        async with self.database.read() as session:
            return await session.run_sync(invoice, user_id, month)


def billing_of(connection: HTTPConnection) -> Billing:
    """The billing room of the application."""
    billing: Billing = connection.app.state.billing
    return billing


def month_of(
    month: Annotated[
        str | None, Query(pattern=f"^{WRITTEN}$", description="Like 2026-02; without: this one")
    ] = None,
) -> Month | None:
    """The month that is asked for; None: the current one."""
    return Month.read(month) if month is not None else None


Room = Annotated[Billing, Depends(billing_of)]
Asked = Annotated[Month | None, Depends(month_of)]


class LineView(BaseModel):
    """One line of the ledger."""

    at: datetime
    run_id: str
    plan: Plan = Field(description="That of the moment in which the run began")
    agent: str
    entry: Entry
    kind: Kind = Field(description="relief: what a question costs beyond the most it may cost")
    call_id: str = Field(description="Of the call of a tool; else empty")
    quantity: int = Field(description="Tokens, calls or bytes; below zero where taken back")
    unit_price: Usd
    amount: Usd

    @classmethod
    def of(cls, line: LedgerLine, run_id: str) -> LineView:
        """The view of a stored line."""
        return cls(
            at=line.at,
            run_id=run_id,
            plan=line.plan,
            agent=line.agent,
            entry=line.entry,
            kind=line.kind,
            call_id=line.call,
            quantity=line.quantity,
            unit_price=exact_usd(line.unit_price),
            amount=exact_usd(line.amount),
        )


class InvoiceView(BaseModel):
    """What a month costs."""

    month: str
    time_zone: str
    begins_at: datetime
    ends_at: datetime = Field(description="The first moment that is not of the month")
    kinds: dict[Kind, Usd] = Field(description="The exact sum of each kind")
    exact: Usd = Field(description="The exact sum of all lines")
    total: str = Field(description="The same in USD, rounded once: half up, to the cent")
    lines: list[LineView] = Field(description="Oldest first")

    @classmethod
    def of(cls, found: Invoice) -> InvoiceView:
        """The view of an invoice."""
        return cls(
            month=str(found.month),
            time_zone=found.time_zone,
            begins_at=found.span[0],
            ends_at=found.span[1],
            kinds={kind: exact_usd(amount) for kind, amount in found.by_kind().items()},
            exact=exact_usd(found.exact),
            total=found.total,
            lines=[LineView.of(line, run_id) for line, run_id in found.lines],
        )


class CreditView(BaseModel):
    """What may be spent this month."""

    plan: Plan
    month: str
    spent: Usd
    included: Usd | None = Field(description="null: the plan sets no limit")

    @classmethod
    def of(cls, found: Credit) -> CreditView:
        """The view of a credit."""
        included = exact_usd(found.included) if found.included is not None else None
        spent = exact_usd(found.spent)
        return cls(plan=found.plan, month=str(found.month), spent=spent, included=included)


class TimeZone(Body):
    """By whose clocks months begin and end."""

    time_zone: str = Field(max_length=64, description="A name of the IANA Time Zone Database")


@router.get("/invoice")
async def show(caller: CurrentCaller, room: Room, asked: Asked, response: Response) -> InvoiceView:
    """The invoice of a month, with its lines; of the current month as far as it has come."""
    response.headers.update(PRIVATE)
    return InvoiceView.of(await room.invoice(caller.user.id, asked))


@router.get("/invoice.csv", response_class=Response)
async def export(caller: CurrentCaller, room: Room, asked: Asked) -> Response:
    """The lines of a month as CSV; amounts are exact decimal numbers in USD."""
    found = await room.invoice(caller.user.id, asked)
    name = f'attachment; filename="billing-{found.month}.csv"'
    headers = {**PRIVATE, "Content-Disposition": name}
    return Response(found.csv(), media_type="text/csv", headers=headers)


@router.get("/credit")
async def left(caller: CurrentCaller, room: Room, response: Response) -> CreditView:
    """What the plan lets spend this month, and what of it was spent."""
    response.headers.update(PRIVATE)
    user = caller.user
    async with room.database.read() as session:
        found = await session.run_sync(credit, user.id, user.current_plan, room.credits)
    return CreditView.of(found)


@router.put("/time-zone")
async def choose_time_zone(body: TimeZone, caller: CurrentCaller, room: Room) -> TimeZone:
    """Choose by whose clocks months begin and end. No line is left out or told twice."""
    if body.time_zone not in time_zones():
        raise Problem(ErrorCode.WRONG_FIELD_TYPE, field="time_zone")

    def choose(session: Session) -> None:
        account_of(session, caller.user.id).time_zone = body.time_zone

    await room.database.writer.run(choose)
    return body
