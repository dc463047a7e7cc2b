"""A tool that tells the few figures by which a period is known."""

from datetime import date, timedelta

from pydantic_ai import RunContext
from sqlalchemy.ext.asyncio import AsyncSession

from chat_platform.agents.money import exact_usd, percent
from chat_platform.agents.periods import Period
from chat_platform.agents.tools.dependencies import COLUMNS, Dependencies, Scope, cost_of, scope_of
from chat_platform.agents.tools.results import Dimension, Span, Spender
from chat_platform.agents.tools.sums import total_of, used_by
from chat_platform.agents.usage_data import UsageRecord


class KeyFigures(Span):
    """A period in a few figures.

    The days before are as many as the period has, directly before it; ``before_usd`` and
    ``change_percent`` are ``None`` where the data do not reach back that far.
    """

    total_usd: str
    before_from: str
    before_to: str
    before_usd: str | None
    change_percent: str | None
    dearest: dict[Dimension, Spender]
    dearest_day: str
    dearest_day_usd: str


async def key_figures(ctx: RunContext[Dependencies], *, period: Period = "all") -> KeyFigures:
    """Tell the total, its change, who spent most, and the dearest day of a period.

    Args:
        ctx: the run.
        period: which days.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period)
        days = await used_by(session, scope, UsageRecord.day)
        total = total_of(days)
        dearest = {by: await _dearest(session, scope, by, total) for by in COLUMNS}
        length = scope.last - scope.first
        before = _days(scope.first - timedelta(days=1) - length, scope.first - timedelta(days=1))
        everything = await scope_of(session, "all")
        reaches_back = everything.first <= before.first
        spent_before = await cost_of(session, before) if reaches_back else None
    peak = max(days, key=lambda day: day.cost)
    return KeyFigures(
        **scope.span(),
        total_usd=exact_usd(total),
        before_from=before.first.isoformat(),
        before_to=before.last.isoformat(),
        before_usd=None if spent_before is None else exact_usd(spent_before),
        change_percent=percent(total - spent_before, spent_before) if spent_before else None,
        dearest=dearest,
        dearest_day=peak.key[0].isoformat(),
        dearest_day_usd=exact_usd(peak.cost),
    )


def _days(first: date, last: date) -> Scope:
    return Scope("", first, last, provider=None, model=None, team=None)


async def _dearest(session: AsyncSession, scope: Scope, by: Dimension, total: int) -> Spender:
    most = max(await used_by(session, scope, COLUMNS[by]), key=lambda used: used.cost)
    return Spender(
        rank=1,
        name=most.key[0],
        cost_usd=exact_usd(most.cost),
        share_percent=percent(most.cost, total),
    )
