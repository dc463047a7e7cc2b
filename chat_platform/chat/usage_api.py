"""How much people ask, over HTTP: for managers and administrators."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import select

from chat_platform.accounts.administration import SHOWN, Permission, demand
from chat_platform.accounts.api import CurrentCaller
from chat_platform.accounts.tables import User
from chat_platform.chat.allowances import QuestionsAsked, today
from chat_platform.chat.api import Room
from chat_platform.contract.standing import Plan
from chat_platform.operations.problems import ProblemBody

router = APIRouter(
    prefix="/api/admin", tags=["administration"], responses={"4XX": {"model": ProblemBody}}
)


class UsageView(BaseModel):
    """How much one person has asked today."""

    name: str
    plan: Plan
    questions_today: int = Field(description="Since midnight, UTC")
    questions_a_day: int | None = Field(description="What the plan includes; null: any number")


@router.get("/usage")
async def usage(caller: CurrentCaller, room: Room) -> list[UsageView]:
    """Who has asked how much today, most first. For managers and administrators."""
    demand(caller, Permission.SEE_USAGE)
    query = (
        select(User, QuestionsAsked.asked)
        .join(QuestionsAsked, QuestionsAsked.user_id == User.id)
        .where(QuestionsAsked.day == today())
        .order_by(QuestionsAsked.asked.desc(), User.id)
        .limit(SHOWN)
    )
    async with room.database.read() as session:
        rows = (await session.execute(query)).all()
    return [
        UsageView(
            name=user.name,
            plan=user.current_plan,
            questions_today=count,
            questions_a_day=room.book[user.current_plan].questions_a_day,
        )
        for user, count in rows
    ]
