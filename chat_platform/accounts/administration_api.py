"""Administration over HTTP: for the roles that may."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.requests import HTTPConnection

from chat_platform.accounts.administration import PERMISSIONS, Administration, AuditEntry
from chat_platform.accounts.api import Body, CurrentCaller, UserView
from chat_platform.accounts.tables import User
from chat_platform.contract.standing import Plan, Role
from chat_platform.operations.problems import ProblemBody

router = APIRouter(
    prefix="/api/admin", tags=["administration"], responses={"4XX": {"model": ProblemBody}}
)


def administration_of(connection: HTTPConnection) -> Administration:
    """The administration of the application."""
    administration: Administration = connection.app.state.administration
    return administration


Office = Annotated[Administration, Depends(administration_of)]


class PersonView(UserView):
    """A user, as administration sees them."""

    created_at: datetime

    @classmethod
    def of(cls, user: User) -> PersonView:
        """The view of a stored user."""
        return cls(**UserView.of(user).model_dump(), created_at=user.created_at)


class AuditView(BaseModel):
    """A change that somebody made for somebody else."""

    at: datetime
    who: str = Field(description="The address of who did it, or: the operator")
    whom: str = Field(description="The address of whom it concerns")
    what: str = Field(description="In words")

    @classmethod
    def of(cls, entry: AuditEntry) -> AuditView:
        """The view of a stored entry."""
        return cls(at=entry.at, who=entry.who, whom=entry.whom, what=entry.what)


class Change(Body):
    """What becomes different; what is left out stays as it is."""

    plan: Plan | None = None
    role: Role | None = None


class Permissions(BaseModel):
    """What the caller may do for others."""

    role: Role
    may: list[str]


@router.get("/permissions")
async def permissions(caller: CurrentCaller) -> Permissions:
    """What the caller may do here; nothing for most."""
    role = caller.user.role
    return Permissions(role=role, may=sorted(PERMISSIONS[role]))


@router.get("/users")
async def people(
    caller: CurrentCaller, office: Office, search: Annotated[str, Query(max_length=320)] = ""
) -> list[PersonView]:
    """Users whose name or address holds the text, by name. For support and administrators."""
    return [PersonView.of(user) for user in await office.people(caller, search)]


@router.patch("/users/{user_id}")
async def change(user_id: str, body: Change, caller: CurrentCaller, office: Office) -> PersonView:
    """Change plan or role; both count at once. For administrators with a second factor."""
    return PersonView.of(await office.change(caller, user_id, body.plan, body.role))


@router.delete("/users/{user_id}/sessions", status_code=204)
async def end_log_ins(user_id: str, caller: CurrentCaller, office: Office) -> None:
    """Log a user out everywhere. For administrators with a second factor."""
    await office.end_log_ins(caller, user_id)


@router.get("/audit")
async def trail(caller: CurrentCaller, office: Office) -> list[AuditView]:
    """What was changed for whom by whom, newest first. For support and administrators."""
    return [AuditView.of(entry) for entry in await office.trail(caller)]
