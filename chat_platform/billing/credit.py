"""How much a person may still spend this month, judged where a question is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from chat_platform.agents.money import format_usd
from chat_platform.billing.months import Month
from chat_platform.billing.prices import MOST_OF_A_QUESTION, CreditBook
from chat_platform.billing.tables import BillingAccount, LedgerLine
from chat_platform.contract.standing import Plan


@dataclass(frozen=True)
class Credit:
    """What a plan lets spend in a month, and what of it was spent; in nano-dollars.

    Attributes:
        included: None when the plan sets no limit.
        month: The current one of the person's time zone.
    """

    plan: Plan
    included: int | None
    spent: int
    month: Month

    def covers(self, open_questions: int) -> bool:
        """Whether one more question may be asked while that many wait for their answers.

        Each of them may still cost as much as a question can, so what is covered stays covered
        whatever they come to cost.
        """
        most = (open_questions + 1) * MOST_OF_A_QUESTION
        return self.included is None or self.spent + most <= self.included

    def refusal(self) -> str:
        """What somebody reads whose question is not covered."""
        included, spent = (_usd(amount) for amount in (self.included or 0, self.spent))
        return (
            f"The {self.plan} plan lets you spend {included} a month. You have spent {spent}, and "
            f"one question may cost up to {_usd(MOST_OF_A_QUESTION)}."
        )


def credit(session: Session, user_id: str, plan: Plan, book: CreditBook) -> Credit:
    """The person's credit as it is now.

    Args:
        session: For refusing: of the writer's job that stores the question.
        user_id: Whose.
        plan: Their plan of the moment.
        book: What each plan lets spend.
    """
    account = session.get(BillingAccount, user_id)
    time_zone = account.time_zone if account is not None else None
    month = Month.of(datetime.now(UTC), time_zone)
    return Credit(plan, book[plan], _spent(session, account, month), month)


def _spent(session: Session, account: BillingAccount | None, month: Month) -> int:
    if account is None:
        return 0
    begins, ends = month.span(account.time_zone)
    of_month = LedgerLine.account == account.account, LedgerLine.at >= begins, LedgerLine.at < ends
    return int(session.scalar(select(func.sum(LedgerLine.amount)).where(*of_month)) or 0)


def _usd(nano_usd: int) -> str:
    return format_usd(Decimal(nano_usd).scaleb(-9))
