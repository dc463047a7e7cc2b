"""A tool that finds days on which a team spent far more, or far less, than it usually does."""

import statistics
from collections import defaultdict
from fractions import Fraction
from typing import Annotated

from pydantic import Field
from pydantic_ai import RunContext
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chat_platform.agents.money import exact_usd
from chat_platform.agents.periods import Period
from chat_platform.agents.tools.dependencies import Dependencies, scope_of
from chat_platform.agents.tools.results import Span
from chat_platform.agents.tools.sums import Used, in_usd, is_weekend, rounded, used_by
from chat_platform.agents.usage_data import UsageRecord

Deviations = Annotated[float, Field(ge=0.5, le=10)]
_FEWEST_DAYS = 3  # Of two days both are equally far from their mean
_PLACES = 2


class Anomaly(TypedDict):
    """A team's day; ``deviations`` from the usual are signed and have two decimals."""

    day: str
    team: str
    cost_usd: str
    usual_usd: str
    deviations: str


class Anomalies(Span):
    """The days that stand out, the farthest from the usual first."""

    threshold: str
    days_looked_at: int
    anomalies: list[Anomaly]


async def find_anomalies(
    ctx: RunContext[Dependencies], *, period: Period = "all", deviations: Deviations = 2
) -> Anomalies:
    """Find the days on which a team's cost was far from its usual cost.

    Usual is the mean of the team's days of the same kind in the period, working days and
    weekends apart; far is by how many sample standard deviations.

    Args:
        ctx: the run.
        period: which days.
        deviations: how many standard deviations from the mean a day must be at least.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period)
        days = await used_by(session, scope, UsageRecord.team, UsageRecord.day)
    alike: dict[tuple[str, bool], list[Used]] = defaultdict(list)
    for day in days:
        alike[day.key[0], is_weekend(day.key[1])].append(day)
    found = [
        (score, anomaly)
        for of_kind in alike.values()
        if len(of_kind) >= _FEWEST_DAYS
        for score, anomaly in _scored(of_kind)
        if abs(score) >= deviations
    ]
    found.sort(key=lambda one: (-abs(one[0]), one[1]["day"], one[1]["team"]))
    return Anomalies(
        **scope.span(),
        threshold=f"{deviations:g}",
        days_looked_at=len(days),
        anomalies=[anomaly for _, anomaly in found],
    )


def _scored(days: list[Used]) -> list[tuple[float, Anomaly]]:
    costs = [Fraction(day.cost) for day in days]
    usual, spread = statistics.mean(costs), statistics.stdev(costs)
    if not spread:
        return []
    scores = [float(cost - usual) / spread for cost in costs]
    return [
        (
            score,
            Anomaly(
                day=day.key[1].isoformat(),
                team=day.key[0],
                cost_usd=exact_usd(day.cost),
                usual_usd=in_usd(usual),
                deviations=rounded(Fraction(score), _PLACES),
            ),
        )
        for day, score in zip(days, scores, strict=True)
    ]
