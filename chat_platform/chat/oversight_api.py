"""What went on, over HTTP: the newest runs with what became of them, and how much agents did."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy import Integer, and_, case, func, select
from sqlalchemy.orm import Session

from chat_platform.accounts.administration import PERMISSIONS, Permission, demand
from chat_platform.accounts.api import CurrentCaller
from chat_platform.accounts.tables import User
from chat_platform.agents.money import exact_usd
from chat_platform.billing.api import PRIVATE, Asked, Usd
from chat_platform.billing.earnings import EarningLine
from chat_platform.billing.months import Month
from chat_platform.billing.tables import BilledRun, LedgerLine
from chat_platform.billing.totals import in_cents
from chat_platform.chat.api import Room
from chat_platform.chat.tables import EventRow
from chat_platform.contract.events import AgentCompleted
from chat_platform.contract.standing import Plan
from chat_platform.operations.problems import ProblemBody

router = APIRouter(
    prefix="/api/admin", tags=["administration"], responses={"4XX": {"model": ProblemBody}}
)
SHOWN = 50


class RunView(BaseModel):
    """A run that has ended, without a word of what it was about."""

    run_id: str
    question: str = Field(description="The run that the user asked for: itself, or the one above")
    at: datetime = Field(description="When it ended")
    person: str = Field(description="The name of the user")
    agent: str
    plan: Plan = Field(description="That of the moment in which it began")
    status: str
    duration_ms: int | None = Field(description="null: the user has deleted the question")
    cost: Usd


class AgentView(BaseModel):
    """What an agent did in a month."""

    agent: str
    runs: int
    failed: int = Field(description="Of those of users who are still there")
    earned: Usd | None = Field(description="null: the caller may not see what agents earn")
    total: str | None = Field(description="The same, rounded once: half up, to the cent")


@router.get("/runs")
async def runs(caller: CurrentCaller, room: Room, response: Response) -> list[RunView]:
    """The newest runs that have ended, newest first. For support and administrators."""
    demand(caller, Permission.SEE_RUNS)
    response.headers.update(PRIVATE)
    async with room.database.read() as session:
        return await session.run_sync(newest_runs)


@router.get("/agents")
async def agents(
    caller: CurrentCaller, room: Room, asked: Asked, response: Response
) -> list[AgentView]:
    """What each agent did in a month of UTC, by name. For support and administrators."""
    demand(caller, Permission.SEE_RUNS)
    response.headers.update(PRIVATE)
    earnings = Permission.SEE_USAGE in PERMISSIONS[caller.user.role]
    async with room.database.read() as session:
        found = await session.run_sync(work_of_agents, asked or Month.of(datetime.now(UTC), None))
    if earnings:
        return found
    return [each.model_copy(update={"earned": None, "total": None}) for each in found]


def newest_runs(session: Session) -> list[RunView]:
    """The newest ``SHOWN`` runs of users who are still there."""
    ends = and_(EventRow.run_id == BilledRun.run_id, EventRow.type == AgentCompleted.type)
    query = (
        select(EarningLine, BilledRun, User.name, EventRow.frame)
        .join(BilledRun, BilledRun.charge == EarningLine.charge)
        .join(User, User.id == BilledRun.user_id)
        .outerjoin(EventRow, ends)
        .where(EarningLine.place == 0)
        .order_by(EarningLine.at.desc(), EarningLine.charge)
        .limit(SHOWN)
    )
    rows = session.execute(query).all()
    charges = [run.charge for _, run, _, _ in rows]
    sums = (
        select(LedgerLine.charge, func.sum(LedgerLine.amount))
        .where(LedgerLine.charge.in_(charges))
        .group_by(LedgerLine.charge)
    )
    costs = {charge: int(amount) for charge, amount in session.execute(sums)}
    return [
        RunView(
            run_id=run.run_id,
            question=run.question,
            at=work.at,
            person=name,
            agent=work.agent,
            plan=work.plan,
            status=run.status,
            duration_ms=json.loads(frame)["payload"]["duration_ms"] if frame else None,
            cost=exact_usd(costs[run.charge]),
        )
        for work, run, name, frame in rows
    ]


def work_of_agents(session: Session, month: Month) -> list[AgentView]:
    """What each agent did in the month, by name."""
    begins, ends = month.span(None)
    # A later line of the same run holds what the user's opinion changed.
    first = EarningLine.place == 0
    query = (
        select(
            EarningLine.agent,
            func.sum(case((first, 1), else_=0), type_=Integer),
            func.sum(case((and_(first, BilledRun.status == "failed"), 1), else_=0), type_=Integer),
            func.sum(EarningLine.amount),
        )
        .outerjoin(BilledRun, BilledRun.charge == EarningLine.charge)
        .where(EarningLine.at >= begins, EarningLine.at < ends)
        .group_by(EarningLine.agent)
        .order_by(EarningLine.agent)
    )
    return [
        AgentView(
            agent=agent,
            runs=count,
            failed=failed,
            earned=exact_usd(amount),
            total=in_cents(amount),
        )
        for agent, count, failed, amount in session.execute(query)
    ]
