"""The devices of a user, over HTTP."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from chat_platform.accounts.api import CurrentCaller, Room
from chat_platform.accounts.devices import DeviceSeen
from chat_platform.operations.problems import ProblemBody

router = APIRouter(prefix="/api", tags=["sessions"], responses={"4XX": {"model": ProblemBody}})


class SessionView(BaseModel):
    """A device on which the user is logged in."""

    id: str
    device: str = Field(description="In words, from what the device said of itself")
    logged_in_at: datetime
    last_used_at: datetime = Field(description="When it last renewed its log-in")
    current: bool = Field(description="True for the device that asks")

    @classmethod
    def of(cls, seen: DeviceSeen) -> SessionView:
        """The view of a device."""
        return cls(
            id=seen.session_id,
            device=seen.name,
            logged_in_at=seen.logged_in_at,
            last_used_at=seen.last_used_at,
            current=seen.current,
        )


@router.get("/sessions")
async def sessions(caller: CurrentCaller, room: Room) -> list[SessionView]:
    """Where the user is logged in."""
    return [SessionView.of(seen) for seen in await room.devices.of(caller)]


@router.delete("/sessions/{session_id}", status_code=204)
async def log_out_one(session_id: str, caller: CurrentCaller, room: Room) -> None:
    """Log one device out; its WebSockets are closed at once."""
    await room.devices.log_out(caller, session_id)


@router.delete("/sessions", status_code=204)
async def log_out_others(caller: CurrentCaller, room: Room) -> None:
    """Log every other device out; their WebSockets are closed at once."""
    await room.devices.log_out_others(caller)
