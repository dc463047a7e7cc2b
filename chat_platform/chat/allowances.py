"""What a person's plan includes, judged in the moment in which a question is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from chat_platform.accounts.plans import PlanBook, day_is_over, too_long, too_many_at_once
from chat_platform.accounts.tables import User
from chat_platform.chat.store import Refused
from chat_platform.chat.tables import MessageRow, RunRow
from chat_platform.contract.errors import ErrorCode


@dataclass(frozen=True)
class Allowances:
    """Refuses what goes beyond a plan. The plan is read anew each time: a change counts at once.

    Attributes:
        book: What each plan gives.
    """

    book: PlanBook

    def refuse_beyond(self, session: Session, user_id: str, text: str) -> None:
        """Let a question pass, or not; a part of the writer's job that stores it.

        Raises:
            Refused: ``plan_limit_reached``, with a sentence that names the plan.
        """
        plan = session.get_one(User, user_id).current_plan
        terms = self.book[plan]
        if terms.longest_question is not None and len(text) > terms.longest_question:
            raise _refused(too_long(plan, terms))
        if terms.at_once is not None and _waiting(session, user_id) >= terms.at_once:
            raise _refused(too_many_at_once(plan, terms))
        if terms.questions_a_day is not None and asked_today(session, user_id) >= (
            terms.questions_a_day
        ):
            raise _refused(day_is_over(plan, terms))


def asked_today(session: Session, user_id: str) -> int:
    """How many questions a person has asked since midnight, UTC."""
    own = MessageRow.user_id == user_id
    return session.scalar(select(func.count(MessageRow.id)).where(own, *of_today())) or 0


def of_today() -> tuple[ColumnElement[bool], ...]:
    """The conditions of a question that was asked since midnight, UTC, for a query."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return MessageRow.author == "user", MessageRow.created_at >= midnight


def _waiting(session: Session, user_id: str) -> int:
    """How many of a person's questions wait for the end of their runs."""
    open_runs = RunRow.state != "ended", RunRow.parent_id.is_(None)
    asked = select(func.count()).select_from(RunRow).join(MessageRow).where(*open_runs)
    return session.scalar(asked.where(MessageRow.user_id == user_id)) or 0


def _refused(sentence: str) -> Refused:
    return Refused(ErrorCode.PLAN_LIMIT_REACHED, field="payload.text", message=sentence)
