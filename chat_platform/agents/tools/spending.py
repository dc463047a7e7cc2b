"""Tools that add up what was spent."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Annotated

from pydantic import Field
from pydantic_ai import RunContext
from sqlalchemy import func, select

from chat_platform.agents.money import NANO_USD, exact_usd, percent, ratio
from chat_platform.agents.periods import Period
from chat_platform.agents.tools.dependencies import COLUMNS, Dependencies, cost_of, scope_of
from chat_platform.agents.tools.results import (
    Dimension,
    Forecast,
    MonthlyCost,
    SpendByMonth,
    Spender,
    SpendTotal,
    TopSpenders,
)
from chat_platform.agents.usage_data import UsageRecord

Limit = Annotated[int, Field(ge=1, le=50)]
DaysAhead = Annotated[int, Field(ge=1, le=366)]
FORECAST_BASIS_DAYS = 28  # Four whole weeks, so that every weekday counts alike


async def spend_total(
    ctx: RunContext[Dependencies],
    *,
    period: Period = "all",
    provider: str | None = None,
    model: str | None = None,
    team: str | None = None,
) -> SpendTotal:
    """Add up requests, tokens and cost.

    Args:
        ctx: the run.
        period: which days.
        provider: only this provider.
        model: only this model.
        team: only this team.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period, provider, model, team)
        columns = (
            UsageRecord.requests,
            UsageRecord.input_tokens,
            UsageRecord.output_tokens,
            UsageRecord.cost_nano_usd,
        )
        sums = select(*(func.coalesce(func.sum(column), 0) for column in columns))
        row = (await session.execute(sums.where(*scope.conditions()))).one()
    requests, input_tokens, output_tokens, cost = (int(value) for value in row)
    return SpendTotal(
        **scope.span(),
        **scope.filters(),
        requests=requests,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        cost_usd=exact_usd(cost),
    )


async def top_spenders(
    ctx: RunContext[Dependencies],
    *,
    by: Dimension,
    limit: Limit = 5,
    period: Period = "all",
    provider: str | None = None,
    model: str | None = None,
    team: str | None = None,
) -> TopSpenders:
    """Rank models, teams or providers by cost, with their share of the bill.

    Args:
        ctx: the run.
        by: what to rank.
        limit: how many at most.
        period: which days.
        provider: only this provider.
        model: only this model.
        team: only this team.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period, provider, model, team)
        column, cost = COLUMNS[by], func.sum(UsageRecord.cost_nano_usd)
        ranking = (
            select(column, cost)
            .where(*scope.conditions())
            .group_by(column)
            .order_by(cost.desc(), column)
            .limit(limit)
        )
        rows = (await session.execute(ranking)).all()
        total = await cost_of(session, scope)
    spenders = [
        Spender(
            rank=rank,
            name=name,
            cost_usd=exact_usd(int(spent)),
            share_percent=percent(int(spent), total),
        )
        for rank, (name, spent) in enumerate(rows, start=1)
    ]
    return TopSpenders(
        **scope.span(), **scope.filters(), by=by, total_usd=exact_usd(total), spenders=spenders
    )


async def spend_by_month(
    ctx: RunContext[Dependencies],
    *,
    provider: str | None = None,
    model: str | None = None,
    team: str | None = None,
) -> SpendByMonth:
    """Tell the cost of every calendar month with data.

    Args:
        ctx: the run.
        provider: only this provider.
        model: only this model.
        team: only this team.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, "all", provider, model, team)
        # By day, as the rows are stored: taking dates apart costs a database more than adding up.
        by_day = (
            select(UsageRecord.day, func.sum(UsageRecord.cost_nano_usd))
            .where(*scope.conditions())
            .group_by(UsageRecord.day)
            .order_by(UsageRecord.day)
        )
        days: list[tuple[date, int]] = [
            (day, int(cost)) for day, cost in await session.execute(by_day)
        ]
    months = [
        _month(month, list(of_month))
        for month, of_month in groupby(days, key=lambda one: one[0].isoformat()[:7])
    ]
    return SpendByMonth(**scope.filters(), months=months)


def _month(month: str, days: Sequence[tuple[date, int]]) -> MonthlyCost:
    return MonthlyCost(
        month=month,
        from_day=days[0][0].isoformat(),
        to_day=days[-1][0].isoformat(),
        cost_usd=exact_usd(sum(cost for _, cost in days)),
    )


async def forecast_spend(
    ctx: RunContext[Dependencies],
    *,
    days: DaysAhead = 30,
    provider: str | None = None,
    model: str | None = None,
    team: str | None = None,
) -> Forecast:
    """Expect the cost of the coming days: the mean of the last 28 days, times the days.

    A deliberately simple method: no trend and no season, but anyone can check it.

    Args:
        ctx: the run.
        days: how many days ahead, from the day after the last one with data.
        provider: only this provider.
        model: only this model.
        team: only this team.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, f"last_{FORECAST_BASIS_DAYS}_days", provider, model, team)
        spent = await cost_of(session, scope)
    basis_days = (scope.last - scope.first).days + 1
    return Forecast(
        **scope.filters(),
        days=days,
        basis_days=basis_days,
        basis_from=scope.first.isoformat(),
        basis_to=scope.last.isoformat(),
        daily_mean_usd=str(ratio(spent, basis_days * NANO_USD, 6)),
        forecast_usd=str(ratio(spent * days, basis_days * NANO_USD, 6)),
    )
