"""Billing over HTTP, for managers and administrators: what came in, and what agents earned."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy import func, select

from chat_platform.accounts.administration import Permission, demand
from chat_platform.accounts.api import CurrentCaller
from chat_platform.agents.money import exact_usd
from chat_platform.billing.api import PRIVATE, Asked, Room, Usd
from chat_platform.billing.earnings import EarningLine, Statement, statements
from chat_platform.billing.months import Month
from chat_platform.billing.tables import LedgerLine
from chat_platform.billing.totals import in_cents
from chat_platform.contract.standing import Plan
from chat_platform.operations.problems import ProblemBody

router = APIRouter(
    prefix="/api/admin", tags=["administration"], responses={"4XX": {"model": ProblemBody}}
)


class EarningView(BaseModel):
    """What one run brought its agent, or what an opinion changed of it."""

    at: datetime
    run_id: str = Field(description="Empty when the user has left for good")
    plan: Plan
    quality: int = Field(description="In thousandths")
    amount: Usd

    @classmethod
    def of(cls, line: EarningLine, run_id: str) -> EarningView:
        """The view of a stored line."""
        amount = exact_usd(line.amount)
        return cls(at=line.at, run_id=run_id, plan=line.plan, quality=line.quality, amount=amount)


class StatementView(BaseModel):
    """What an agent earned in a month."""

    agent: str
    exact: Usd
    total: str = Field(description="The same in USD, rounded once: half up, to the cent")
    lines: list[EarningView] = Field(description="Oldest first")

    @classmethod
    def of(cls, found: Statement) -> StatementView:
        """The view of a statement."""
        return cls(
            agent=found.agent,
            exact=exact_usd(found.exact),
            total=found.total,
            lines=[EarningView.of(line, run_id) for line, run_id in found.lines],
        )


class TakingsView(BaseModel):
    """What came in by one plan in a month."""

    plan: Plan
    lines: int
    exact: Usd
    total: str = Field(description="The same in USD, rounded once: half up, to the cent")


@router.get("/earnings")
async def earnings(
    caller: CurrentCaller, room: Room, asked: Asked, response: Response
) -> list[StatementView]:
    """What each agent earned in a month of UTC. For managers and administrators."""
    demand(caller, Permission.SEE_USAGE)
    response.headers.update(PRIVATE)
    async with room.database.read() as session:
        found = await session.run_sync(statements, asked or _this_month())
    return [StatementView.of(statement) for statement in found]


@router.get("/takings")
async def takings(
    caller: CurrentCaller, room: Room, asked: Asked, response: Response
) -> list[TakingsView]:
    """What the ledger of all people holds for a month of UTC. For managers and administrators."""
    demand(caller, Permission.SEE_USAGE)
    response.headers.update(PRIVATE)
    begins, ends = (asked or _this_month()).span(None)
    sums = (
        select(LedgerLine.plan, func.count(), func.sum(LedgerLine.amount))
        .where(LedgerLine.at >= begins, LedgerLine.at < ends)
        .group_by(LedgerLine.plan)
        .order_by(LedgerLine.plan)
    )
    async with room.database.read() as session:
        rows = (await session.execute(sums)).all()
    return [
        TakingsView(plan=plan, lines=count, exact=exact_usd(amount), total=in_cents(amount))
        for plan, count, amount in rows
    ]


def _this_month() -> Month:
    return Month.of(datetime.now(UTC), None)
