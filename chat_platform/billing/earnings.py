"""What agents earned: lines that are never changed, and the statements made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from chat_platform.billing.compensation import Opinion, Work, earned, quality_of, with_opinion
from chat_platform.billing.ledger import EndedRun
from chat_platform.billing.months import Month
from chat_platform.billing.tables import BilledRun
from chat_platform.billing.totals import Summed
from chat_platform.contract.standing import Plan
from chat_platform.storage.append_only import append_only
from chat_platform.storage.base import Base
from chat_platform.storage.types import Moment


class EarningLine(Base):
    """What a run brought its agent; a later line of the same run holds what changed since.

    ``work`` is the quality of the work, ``quality`` that with the user's opinion; in thousandths.
    ``amount`` is in nano-dollars.
    """

    __tablename__ = "earning_lines"
    __table_args__ = (Index("earnings_by_time", "at"),)

    charge: Mapped[str] = mapped_column(String(36), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    agent: Mapped[str] = mapped_column(String(64))
    plan: Mapped[Plan] = mapped_column(String(20))
    work: Mapped[int] = mapped_column(Integer)
    quality: Mapped[int] = mapped_column(Integer)
    amount: Mapped[int] = mapped_column(BigInteger)


LINES = Base.metadata.tables[EarningLine.__tablename__]
append_only(LINES)
WRITE = insert(LINES)


def earn(session: Session, charge: str, run: EndedRun, work: Work) -> None:
    """Write what a run brings its agent; a part of the job that charges the run."""
    quality = quality_of(work)
    line = {
        "charge": charge,
        "place": 0,
        "at": run.at,
        "agent": run.agent,
        "plan": run.plan,
        "work": quality,
        "quality": quality,
        "amount": earned(run.agent, run.plan, quality),
    }
    session.connection().execute(WRITE, line)


def reconsider(session: Session, run_id: str, opinion: Opinion | None, at: datetime) -> None:
    """Write what a user's opinion of the answer changes; nothing when it changes nothing."""
    lines = (
        select(EarningLine)
        .join(BilledRun, BilledRun.charge == EarningLine.charge)
        .where(BilledRun.run_id == run_id)
        .order_by(EarningLine.place)
    )
    before = session.scalars(lines).all()
    if not before:  # it ended before there was a ledger
        return
    last = before[-1]
    quality = with_opinion(last.work, opinion)
    if quality == last.quality:
        return
    amount = earned(last.agent, last.plan, quality) - sum(line.amount for line in before)
    line = EarningLine(
        charge=last.charge,
        place=last.place + 1,
        at=at,
        agent=last.agent,
        plan=last.plan,
        work=last.work,
        quality=quality,
        amount=amount,
    )
    session.add(line)
    session.flush()


@dataclass(frozen=True)
class Statement(Summed[EarningLine]):
    """What the runs of one agent brought it in a month; without a run where the user has left."""

    agent: str


def statements(session: Session, month: Month) -> list[Statement]:
    """The statements of all agents that worked in a month of UTC, by their names."""
    begins, ends = month.span(None)
    query = (
        select(EarningLine, BilledRun.run_id)
        .outerjoin(BilledRun, BilledRun.charge == EarningLine.charge)
        .where(EarningLine.at >= begins, EarningLine.at < ends)
        .order_by(EarningLine.agent, EarningLine.at, EarningLine.charge, EarningLine.place)
    )
    of_agents: dict[str, list[tuple[EarningLine, str]]] = {}
    for line, run_id in session.execute(query):
        of_agents.setdefault(line.agent, []).append((line, run_id or ""))
    return [Statement(lines, agent) for agent, lines in of_agents.items()]
