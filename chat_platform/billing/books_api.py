"""The ledger of all people over HTTP: to look at, and to take along."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from chat_platform.accounts.administration import Permission, demand
from chat_platform.accounts.api import CurrentCaller
from chat_platform.agents.money import exact_usd
from chat_platform.billing.api import PRIVATE, Asked, LineView, Room, Usd
from chat_platform.billing.books import AT_A_TIME, Booked, Place, invoices, newest, table
from chat_platform.billing.invoices import Invoice
from chat_platform.contract.errors import ErrorCode
from chat_platform.operations.problems import Problem, ProblemBody

router = APIRouter(
    prefix="/api/admin", tags=["administration"], responses={"4XX": {"model": ProblemBody}}
)
FILE = 'attachment; filename="ledger.csv"'
LONGEST_PLACE = 400


class BookedView(LineView):
    """One line of the ledger of all people, which names nobody."""

    account: str = Field(description="The number under which one person's lines stand")
    charge: str = Field(description="The number of one run's lines")
    question: str = Field(description="The run that the user asked for")
    status: str = Field(description="How the run ended; empty when the user has left for good")

    @classmethod
    def of_booked(cls, booked: Booked) -> BookedView:
        """The view of a line with its run."""
        return cls(
            **LineView.of(booked.line, booked.run_id).model_dump(),
            account=booked.line.account,
            charge=booked.line.charge,
            question=booked.question,
            status=booked.status,
        )


class BooksView(BaseModel):
    """A part of the ledger."""

    lines: list[BookedView] = Field(description="Newest first")
    next: str | None = Field(description="Where the part after this begins; null: there is none")


class InvoiceSum(BaseModel):
    """What a month costs somebody, without the lines."""

    account: str
    month: str
    time_zone: str
    begins_at: datetime
    ends_at: datetime = Field(description="The first moment that is not of the month")
    lines: int
    exact: Usd
    total: str = Field(description="The same in USD, rounded once: half up, to the cent")

    @classmethod
    def of(cls, account: str, found: Invoice) -> InvoiceSum:
        """The sum of an invoice."""
        return cls(
            account=account,
            month=str(found.month),
            time_zone=found.time_zone,
            begins_at=found.span[0],
            ends_at=found.span[1],
            lines=len(found.lines),
            exact=exact_usd(found.exact),
            total=found.total,
        )


class InvoicesView(BaseModel):
    """A part of the invoices of a month."""

    invoices: list[InvoiceSum]
    next: str | None = Field(description="Where the part after this begins; null: there is none")


def place_of(before: Annotated[str, Query(max_length=LONGEST_PLACE)] = "") -> Place | None:
    """The place before which lines are asked for; None: none was named."""
    try:
        return Place.read(before) if before else None
    except ValueError as error:
        raise Problem(ErrorCode.WRONG_FIELD_TYPE, field="before") from error


@router.get("/ledger")
async def ledger(
    caller: CurrentCaller,
    room: Room,
    response: Response,
    before: Annotated[Place | None, Depends(place_of)],
) -> BooksView:
    """The ledger of all people, newest lines first. For support and administrators."""
    demand(caller, Permission.SEE_RUNS)
    response.headers.update(PRIVATE)
    async with room.database.read() as session:
        found = await session.run_sync(newest, before)
    more = str(Place.of(found[-1].line)) if len(found) == AT_A_TIME else None
    return BooksView(lines=[BookedView.of_booked(each) for each in found], next=more)


@router.get("/ledger.csv", response_class=StreamingResponse)
async def export(caller: CurrentCaller, room: Room) -> StreamingResponse:
    """The whole ledger of all people as CSV, oldest lines first. For administrators.

    Amounts are exact decimal numbers in USD. It names nobody: `account` is the number under which
    the lines of one person stand.
    """
    demand(caller, Permission.EXPORT_LEDGER)
    headers = {**PRIVATE, "Content-Disposition": FILE}
    return StreamingResponse(table(room.database), media_type="text/csv", headers=headers)


@router.get("/invoices")
async def sums(
    caller: CurrentCaller,
    room: Room,
    asked: Asked,
    response: Response,
    after: Annotated[str, Query(max_length=36)] = "",
) -> InvoicesView:
    """What a month costs everybody, by account number. For administrators."""
    demand(caller, Permission.EXPORT_LEDGER)
    response.headers.update(PRIVATE)
    async with room.database.read() as session:
        found, more = await session.run_sync(invoices, asked, after)
    return InvoicesView(invoices=[InvoiceSum.of(*each) for each in found], next=more)
