"""A tool that lays a straight line through the daily spend, and follows it."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from pydantic_ai import RunContext, ToolFailed

from chat_platform.agents.money import NANO_USD
from chat_platform.agents.periods import Period
from chat_platform.agents.tools.dependencies import Dependencies, scope_of
from chat_platform.agents.tools.results import Filters, Span
from chat_platform.agents.tools.spending import DaysAhead
from chat_platform.agents.tools.sums import in_usd, rounded, used_by
from chat_platform.agents.usage_data import UsageRecord

_FEWEST_DAYS = 3  # A line through two points fits always


class SpendTrend(Span, Filters):
    """The least-squares line through the daily costs, and the cost of the days ahead on it.

    ``r_squared`` is the part of the variation that the line explains, 0 to 1.
    """

    days: int
    slope_usd_a_day: str
    r_squared: str
    trend_usd: str


async def spend_trend(
    ctx: RunContext[Dependencies],
    *,
    days: DaysAhead = 30,
    period: Period = "all",
    provider: str | None = None,
    model: str | None = None,
    team: str | None = None,
) -> SpendTrend:
    """Fit a straight line to the daily cost by least squares, and add up the days ahead on it.

    Args:
        ctx: the run.
        days: how many days ahead, from the day after the last one of the period.
        period: the days to which the line is fitted.
        provider: only this provider.
        model: only this model.
        team: only this team.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period, provider, model, team)
        costs = {u.key[0]: u.cost for u in await used_by(session, scope, UsageRecord.day)}
    count = (scope.last - scope.first).days + 1
    if count < _FEWEST_DAYS:
        raise ToolFailed(f"A trend needs at least {_FEWEST_DAYS} days. Ask about a longer period.")
    # A day without a record is a day without cost.
    daily = [Fraction(costs.get(scope.first + timedelta(days=n), 0)) for n in range(count)]
    start, slope, r_squared = _line(daily)
    ahead = sum((start + slope * x for x in range(count, count + days)), Fraction(0))
    return SpendTrend(
        **scope.span(),
        **scope.filters(),
        days=days,
        slope_usd_a_day=rounded(slope / NANO_USD),
        r_squared=rounded(r_squared, 4),
        trend_usd=in_usd(ahead),
    )


def _line(values: Sequence[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """Intercept, slope and R squared of the least-squares line over 0, 1, 2 ..., exactly."""
    count = len(values)
    mean_x, mean_y = Fraction(count - 1, 2), sum(values, Fraction(0)) / count
    xx = sum(((x - mean_x) ** 2 for x in range(count)), Fraction(0))
    xy = sum(((x - mean_x) * (y - mean_y) for x, y in enumerate(values)), Fraction(0))
    yy = sum(((y - mean_y) ** 2 for y in values), Fraction(0))
    slope = xy / xx
    return mean_y - slope * mean_x, slope, xy * xy / (xx * yy) if yy else Fraction(0)
