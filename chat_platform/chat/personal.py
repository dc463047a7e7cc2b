"""What the platform keeps for one user alone: what was used, what was read, what is preferred."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import ForeignKey, Integer, String, bindparam, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from chat_platform.accounts.plans import OPEN, PlanBook
from chat_platform.accounts.tables import User
from chat_platform.chat import allowances, store
from chat_platform.chat.store import Refused
from chat_platform.contract.errors import ErrorCode
from chat_platform.contract.events import AgentCompleted
from chat_platform.contract.personal import (
    Ack,
    Preferences,
    ThreadRead,
    Today,
    UsageTotals,
    Wishes,
)
from chat_platform.storage.base import Base
from chat_platform.storage.engine import Database


class UsageRow(Base):
    """What one run used. It stays when the thread is deleted: used is used."""

    __tablename__ = "run_usage"

    run_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    tool_calls: Mapped[int] = mapped_column(Integer)
    input_tokens: Mapped[int] = mapped_column(Integer)
    output_tokens: Mapped[int] = mapped_column(Integer)


class PreferencesRow(Base):
    """The preferences of a user who ever changed one."""

    __tablename__ = "preferences"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    colour_scheme: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(10))
    number_format: Mapped[str] = mapped_column(String(10))


# Made once, as in chat/log.py: every run ends with these.
NOTE = insert(UsageRow.metadata.tables[UsageRow.__tablename__])
TOTALS = select(
    func.count().label("runs"),
    func.coalesce(func.sum(UsageRow.tool_calls), 0).label("tool_calls"),
    func.coalesce(func.sum(UsageRow.input_tokens), 0).label("input_tokens"),
    func.coalesce(func.sum(UsageRow.output_tokens), 0).label("output_tokens"),
).where(UsageRow.user_id == bindparam("of_user"))


def note_usage(session: Session, user_id: str, run_id: str, completed: AgentCompleted) -> None:
    """Keep what a run used, next to its last event."""
    row = {"run_id": run_id, "user_id": user_id, **completed.usage.model_dump()}
    session.connection().execute(NOTE, row)


@dataclass(frozen=True)
class PersonalStore:
    """Reads and writes what concerns one user alone.

    Attributes:
        book: What each plan gives.
    """

    database: Database
    book: PlanBook = field(default_factory=lambda: OPEN)

    async def usage(self, user_id: str) -> UsageTotals:
        """All that the user's questions used, and what the plan leaves for today."""
        async with self.database.read() as session:
            counted = (await session.execute(TOTALS, {"of_user": user_id})).mappings().one()
            today = await session.run_sync(self._today, user_id)
        return UsageTotals(**{name: int(number) for name, number in counted.items()}, today=today)

    async def agents(self, user_id: str) -> frozenset[str] | None:
        """The agents that the user's plan includes now; None when it includes all."""
        async with self.database.read() as session:
            user = await session.get_one(User, user_id)
            return self.book[user.current_plan].agents

    def _today(self, session: Session, user_id: str) -> Today:
        plan = session.get_one(User, user_id).current_plan
        midnight = datetime.combine(allowances.today() + timedelta(days=1), time(), UTC)
        return Today(
            plan=plan,
            asked=allowances.asked_today(session, user_id),
            included=self.book[plan].questions_a_day,
            ends_at=midnight,
        )

    async def read_up_to(self, user_id: str, message: Ack) -> ThreadRead:
        """Keep how far a thread was read.

        Raises:
            Refused: ``thread_not_found``; ``wrong_field_type`` for a place that is not there yet.
        """

        def keep(session: Session) -> ThreadRead:
            row = store.own_thread(session, user_id, message.thread_id)
            if message.payload.seq > row.last_seq:
                raise Refused(ErrorCode.WRONG_FIELD_TYPE, field="payload.seq")
            row.read_seq = max(row.read_seq, message.payload.seq)
            return ThreadRead(thread_id=row.id, seq=row.read_seq)

        return await self.database.writer.run(keep)

    async def prefer(self, user_id: str, wishes: Wishes) -> Preferences:
        """Change what is wished; all preferences as they are then."""
        wanted = wishes.model_dump(exclude_none=True)

        def change(session: Session) -> Preferences:
            row = session.get(PreferencesRow, user_id)
            if row is None:
                row = PreferencesRow(user_id=user_id, **Preferences().model_dump())
                session.add(row)
            for name, value in wanted.items():
                setattr(row, name, value)
            return Preferences.model_validate(
                {name: getattr(row, name) for name in Preferences.model_fields}
            )

        return await self.database.writer.run(change)
