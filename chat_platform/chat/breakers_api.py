"""The breakers over HTTP: for those who look after the platform."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from chat_platform.accounts.administration import Permission, demand
from chat_platform.accounts.api import CurrentCaller
from chat_platform.agents import BreakerReport
from chat_platform.agents.breakers import State
from chat_platform.chat.api import Room
from chat_platform.operations.problems import ProblemBody

router = APIRouter(
    prefix="/api/admin", tags=["administration"], responses={"4XX": {"model": ProblemBody}}
)


class BreakerChange(BaseModel):
    """A breaker went over into a state."""

    at: datetime
    to: State


class BreakerView(BaseModel):
    """How a breaker of the process that answers is."""

    name: str = Field(description="What is behind it: a tool, or a provider of models")
    state: State
    failures: int = Field(description="Failures in a row so far, while it is closed")
    opens_at: int = Field(description="So many in a row open it")
    again_at: datetime | None = Field(description="While it is open: when one call is let through")
    changes: list[BreakerChange] = Field(description="Its last changes, oldest first")

    @classmethod
    def of(cls, report: BreakerReport) -> BreakerView:
        """The view of a breaker."""
        return cls(
            name=report.name,
            state=report.state,
            failures=report.failures,
            opens_at=report.opens_at,
            again_at=report.again_at,
            changes=[BreakerChange(at=each.at, to=each.to) for each in report.changes],
        )


@router.get("/breakers")
async def breakers(caller: CurrentCaller, room: Room) -> list[BreakerView]:
    """The breakers that were asked so far, by name. For support and administrators."""
    demand(caller, Permission.SEE_BREAKERS)
    return [BreakerView.of(report) for report in room.breakers.reports()]
