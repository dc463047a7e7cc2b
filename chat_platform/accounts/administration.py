"""Who may look at people and change their plans and roles, and the trail that this leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

import uuid_utils
from sqlalchemy import Index, String, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from chat_platform.accounts.addresses import read_address
from chat_platform.accounts.sessions import Caller, Sessions, end_sessions
from chat_platform.accounts.tables import Standing, User
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.standing import Plan, Role
from chat_platform.operations.problems import Problem
from chat_platform.storage.base import Base
from chat_platform.storage.types import Moment

LEFT = "(has left)"
OPERATOR = "the operator"
SHOWN = 200


class Permission(StrEnum):
    """What a role may allow."""

    SEE_PEOPLE = "see people"
    SEE_USAGE = "see usage"
    SEE_BREAKERS = "see breakers"
    SEE_RUNS = "see runs"
    EXPORT_LEDGER = "export the ledger"
    CHANGE_PEOPLE = "change people"


PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        "member": frozenset(),
        "support": frozenset({Permission.SEE_PEOPLE, Permission.SEE_BREAKERS, Permission.SEE_RUNS}),
        "manager": frozenset({Permission.SEE_USAGE}),
        "admin": frozenset(Permission),
    }
)


class AuditEntry(Base):
    """A change that somebody made for somebody else. It outlives both, but not their addresses."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("audit_by_time", "at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(String(320), doc="The address of who did it")
    whom: Mapped[str] = mapped_column(String(320), doc="The address of whom it concerns")
    what: Mapped[str] = mapped_column(String(200), doc="In words: plan: free -> mid")


@dataclass(frozen=True)
class Administration:
    """Shows people to those who may see them, and changes what they may.

    Attributes:
        trial: How long a trial lasts from when it is given.
        on_changed: Called with id, plan and role of each user whose plan or role was changed.
    """

    sessions: Sessions
    trial: timedelta
    on_changed: list[Callable[[str, Plan, Role], None]] = field(default_factory=list)

    async def people(self, caller: Caller, search: str) -> Sequence[User]:
        """Those whose name or address holds the text, by name; at most ``SHOWN``.

        Raises:
            Problem: ``forbidden``.
        """
        demand(caller, Permission.SEE_PEOPLE)
        query = select(User).order_by(User.name, User.id).limit(SHOWN)
        if wanted := search.strip():
            holds = [
                column.icontains(wanted, autoescape=True) for column in (User.name, User.email)
            ]
            query = query.where(or_(*holds))
        async with self.sessions.database.read() as session:
            return (await session.scalars(query)).all()

    async def trail(self, caller: Caller) -> Sequence[AuditEntry]:
        """What was changed for whom by whom, newest first; at most ``SHOWN``.

        Raises:
            Problem: ``forbidden``.
        """
        demand(caller, Permission.SEE_PEOPLE)
        query = select(AuditEntry).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        async with self.sessions.database.read() as session:
            return (await session.scalars(query.limit(SHOWN))).all()

    async def change(
        self, caller: Caller, user_id: str, plan: Plan | None, role: Role | None
    ) -> User:
        """Give a user another plan or role; None leaves it as it is. It counts at once.

        Raises:
            Problem: ``forbidden``, ``second_factor_required``, ``user_not_found``, or
                ``last_admin`` when no administrator would be left.
        """
        await self._demand_change(caller)

        def job(session: Session) -> User:
            # Once more in the job: of two administrators who demote each other one succeeds.
            demand_of(session.get_one(User, caller.user.id), Permission.CHANGE_PEOPLE)
            return self._change(session, caller.user.email, _found(session, user_id), plan, role)

        return self._told(await self.sessions.database.writer.run(job))

    async def end_log_ins(self, caller: Caller, user_id: str) -> None:
        """Log a user out everywhere, at once.

        Raises:
            Problem: ``forbidden``, ``second_factor_required`` or ``user_not_found``.
        """
        await self._demand_change(caller)

        def job(session: Session) -> list[str]:
            user = _found(session, user_id)
            _note(session, caller.user.email, user, "logged out everywhere")
            return end_sessions(session, user.id, datetime.now(UTC))

        self.sessions.tell_revoked(await self.sessions.database.writer.run(job))

    async def grant(self, address: str, role: Role) -> User:
        """Give a role in the name of the operator, who owns the machine.

        Raises:
            Problem: ``invalid_email``, ``user_not_found`` or ``last_admin``.
        """
        key = read_address(address).key

        def job(session: Session) -> User:
            user = session.scalar(select(User).where(User.address == key))
            if user is None:
                raise Problem(ErrorCode.USER_NOT_FOUND)
            return self._change(session, OPERATOR, user, None, role)

        return self._told(await self.sessions.database.writer.run(job))

    async def _demand_change(self, caller: Caller) -> None:
        demand(caller, Permission.CHANGE_PEOPLE)
        if not await self.sessions.second_factors.is_on(caller.user.id):
            raise Problem(ErrorCode.SECOND_FACTOR_REQUIRED)

    def _change(
        self, session: Session, by: str, user: User, plan: Plan | None, role: Role | None
    ) -> User:
        if user.standing is None:
            user.standing = Standing(user_id=user.id, role="member")
        if role is not None and role != user.role:
            keep_an_admin(session, user)
            _note(session, by, user, f"role: {user.role} → {role}")
            user.standing.role = role
        if plan is not None and plan != user.current_plan:
            _note(session, by, user, f"plan: {user.current_plan} → {plan}")
            user.plan = plan
            user.standing.trial_ends_at = (
                datetime.now(UTC) + self.trial if plan == "trial" else None
            )
        session.flush()
        return user

    def _told(self, user: User) -> User:
        for listener in self.on_changed:
            listener(user.id, user.current_plan, user.role)
        return user


def demand(caller: Caller, permission: Permission) -> None:
    """Make sure that the caller's role allows it.

    Raises:
        Problem: ``forbidden``.
    """
    demand_of(caller.user, permission)


def demand_of(user: User, permission: Permission) -> None:
    """The same of a user who was read anew."""
    if permission not in PERMISSIONS[user.role]:
        raise Problem(ErrorCode.FORBIDDEN)


def _found(session: Session, user_id: str) -> User:
    user = session.get(User, user_id)
    if user is None:
        raise Problem(ErrorCode.USER_NOT_FOUND)
    return user


def forget_address(session: Session, address: str) -> None:
    """Let the trail tell what was done, but no longer by or for whom: that person has left."""
    for column in (AuditEntry.who, AuditEntry.whom):
        session.execute(update(AuditEntry).where(column == address).values({column: LEFT}))


def keep_an_admin(session: Session, user: User) -> None:
    """Make sure that somebody administers the platform without this user.

    Raises:
        Problem: ``last_admin``.
    """
    admins = select(func.count()).where(Standing.role == "admin")
    if user.role == "admin" and session.scalar(admins) == 1:
        raise Problem(ErrorCode.LAST_ADMIN)


def _note(session: Session, by: str, user: User, what: str) -> None:
    entry = AuditEntry(
        id=str(uuid_utils.uuid7()), at=datetime.now(UTC), who=by, whom=user.email, what=what
    )
    session.add(entry)
