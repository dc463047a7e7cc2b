"""What a person's plan includes, judged in the moment in which a question is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from chat_platform.accounts.plans import PlanBook, day_is_over, too_long, too_many_at_once
from chat_platform.accounts.tables import User
from chat_platform.billing.credit import credit
from chat_platform.billing.prices import CreditBook
from chat_platform.chat.store import Refused
from chat_platform.chat.tables import MessageRow, RunRow
from chat_platform.contract.errors import ErrorCode
from chat_platform.storage.base import Base


class QuestionsAsked(Base):
    """How many questions a person asked on a day; one that is deleted goes on counting."""

    __tablename__ = "questions_asked"

    user_id: Mapped[str] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    asked: Mapped[int]


@dataclass(frozen=True)
class Allowances:
    """Refuses what goes beyond a plan. The plan is read anew each time: a change counts at once.

    Attributes:
        book: What each plan gives.
        credits: What each plan lets spend in a month.
    """

    book: PlanBook
    credits: CreditBook

    def refuse_beyond(self, session: Session, user_id: str, text: str) -> None:
        """Let a question pass and count it, or not; a part of the writer's job that stores it.

        Raises:
            Refused: ``plan_limit_reached``, with a sentence that names the plan.
        """
        plan = session.get_one(User, user_id).current_plan
        terms = self.book[plan]
        limited = terms.at_once is not None or self.credits[plan] is not None
        waiting = _waiting(session, user_id) if limited else 0
        if terms.longest_question is not None and len(text) > terms.longest_question:
            raise _refused(too_long(plan, terms))
        if terms.at_once is not None and waiting >= terms.at_once:
            raise _refused(too_many_at_once(plan, terms))
        if terms.questions_a_day is not None and asked_today(session, user_id) >= (
            terms.questions_a_day
        ):
            raise _refused(day_is_over(plan, terms))
        if self.credits[plan] is not None:
            credit_now = credit(session, user_id, plan, self.credits)
            if not credit_now.covers(waiting):
                raise _refused(credit_now.refusal())
        _count(session, user_id)


def asked_today(session: Session, user_id: str) -> int:
    """How many questions a person has asked since midnight, UTC."""
    row = session.get(QuestionsAsked, (user_id, today()))
    return row.asked if row is not None else 0


def today() -> date:
    """The day that is counted, in UTC."""
    return datetime.now(UTC).date()


def _count(session: Session, user_id: str) -> None:
    key = {"user_id": user_id, "day": today()}
    one_more = {"asked": QuestionsAsked.asked + 1}
    first = insert(QuestionsAsked).values({**key, "asked": 1})
    session.execute(first.on_conflict_do_update(index_elements=list(key), set_=one_more))


def _waiting(session: Session, user_id: str) -> int:
    """How many of a person's questions wait for the end of their runs."""
    open_runs = RunRow.state != "ended", RunRow.parent_id.is_(None)
    asked = select(func.count()).select_from(RunRow).join(MessageRow).where(*open_runs)
    return session.scalar(asked.where(MessageRow.user_id == user_id)) or 0


def _refused(sentence: str) -> Refused:
    return Refused(ErrorCode.PLAN_LIMIT_REACHED, field="payload.text", message=sentence)
