"""What every tool needs: a database session, checked names, the days of a period."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic_ai import ToolFailed
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import InstrumentedAttribute

from chat_platform.agents.attached import AttachedTable
from chat_platform.agents.names import AgentName
from chat_platform.agents.periods import NoDataError, days_of
from chat_platform.agents.tools.results import Dimension, Filters, Span
from chat_platform.agents.usage_data import UsageRecord

COLUMNS: dict[Dimension, InstrumentedAttribute[str]] = {
    "model": UsageRecord.model,
    "team": UsageRecord.team,
    "provider": UsageRecord.provider,
}


@dataclass(frozen=True)
class Dependencies:
    """What a run hands to its tools.

    Attributes:
        sessions: Where the usage data is.
        ask: Asks another agent; None for an agent who was asked that way itself.
        tables: What the user attached to the conversation, oldest first.
    """

    sessions: async_sessionmaker[AsyncSession]
    ask: Callable[[AgentName, str], Awaitable[str]] | None = None
    tables: Sequence[AttachedTable] = ()


@dataclass(frozen=True)
class Scope:
    """The part of the data that a tool was asked about, with every name spelled as stored."""

    period: str
    first: date
    last: date
    provider: str | None
    model: str | None
    team: str | None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The scope as SQL conditions."""
        chosen: list[ColumnElement[bool]] = [UsageRecord.day.between(self.first, self.last)]
        for dimension, name in (
            (UsageRecord.provider, self.provider),
            (UsageRecord.model, self.model),
            (UsageRecord.team, self.team),
        ):
            if name is not None:
                chosen.append(dimension == name)
        return chosen

    def span(self) -> Span:
        """The days of the scope, as results tell them."""
        return Span(
            period=self.period, from_day=self.first.isoformat(), to_day=self.last.isoformat()
        )

    def filters(self) -> Filters:
        """The names of the scope, as results tell them."""
        return Filters(provider=self.provider, model=self.model, team=self.team)


async def known_name(session: AsyncSession, dimension: Dimension, name: str) -> str:
    """A name as the data spells it, whatever its case.

    Raises:
        ToolFailed: when the data has no such name; says which names it has.
    """
    column = COLUMNS[dimension]
    known = (await session.scalars(select(column).distinct().order_by(column))).all()
    for candidate in known:
        if candidate.casefold() == name.strip().casefold():
            return candidate
    raise ToolFailed(
        f'There is no {dimension} called "{name}". Known {dimension}s: {", ".join(known)}.'
    )


async def scope_of(
    session: AsyncSession,
    period: str,
    provider: str | None = None,
    model: str | None = None,
    team: str | None = None,
) -> Scope:
    """Check a tool's period and names against the data.

    Raises:
        ToolFailed: for an unknown name or a period without data, with a sentence for people.
    """
    names: dict[Dimension, str | None] = {"provider": provider, "model": model, "team": team}
    for dimension, name in names.items():
        if name is not None:
            names[dimension] = await known_name(session, dimension, name)
    bounds = await session.execute(select(func.min(UsageRecord.day), func.max(UsageRecord.day)))
    first, last = bounds.one()
    if first is None:
        raise ToolFailed("There is no usage data yet.")
    try:
        start, end = days_of(period, first, last)
    except NoDataError as error:
        raise ToolFailed(str(error)) from error
    return Scope(period, start, end, **names)


async def cost_of(session: AsyncSession, scope: Scope) -> int:
    """The cost of a scope in nano-dollars."""
    total = await session.scalar(
        select(func.sum(UsageRecord.cost_nano_usd)).where(*scope.conditions())
    )
    return int(total or 0)  # PostgreSQL sums bigint to numeric
