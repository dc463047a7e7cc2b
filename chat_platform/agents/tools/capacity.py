"""A tool that says how many tokens a day must be possible with each model."""

import math
from fractions import Fraction
from typing import Annotated

from pydantic import Field
from pydantic_ai import RunContext
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chat_platform.agents.periods import Period
from chat_platform.agents.tools.dependencies import Dependencies, scope_of
from chat_platform.agents.tools.results import Span
from chat_platform.agents.tools.sums import Used, grouped, rounded, used_by
from chat_platform.agents.usage_data import UsageRecord

Headroom = Annotated[int, Field(ge=0, le=500)]
_HUNDRED = 100
_HIGH = Fraction(95, 100)


class ModelCapacity(TypedDict):
    """Tokens a day, input and output together.

    ``p95_tokens`` is the 95th percentile by nearest rank, over the days on which the model
    was used; ``needed_tokens`` is the peak with its headroom.
    """

    model: str
    mean_tokens: str
    p95_tokens: int
    peak_tokens: int
    peak_day: str
    needed_tokens: int


class CapacityPlan(Span):
    """What each model must bear, the greatest need first."""

    headroom_percent: int
    models: list[ModelCapacity]


async def plan_capacity(
    ctx: RunContext[Dependencies], *, period: Period = "all", headroom_percent: Headroom = 20
) -> CapacityPlan:
    """Tell the mean, high and peak tokens a day of each model, and the peak with headroom.

    Args:
        ctx: the run.
        period: which days.
        headroom_percent: how much more than the peak shall be possible.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period)
        days = await used_by(session, scope, UsageRecord.model, UsageRecord.day)
    models = [
        _capacity(model, list(of_model), headroom_percent)
        for model, of_model in grouped(days, 0).items()
    ]
    models.sort(key=lambda one: (-one["needed_tokens"], one["model"]))
    return CapacityPlan(**scope.span(), headroom_percent=headroom_percent, models=models)


def _capacity(model: str, days: list[Used], headroom_percent: int) -> ModelCapacity:
    tokens = sorted(day.tokens for day in days)
    peak = max(days, key=lambda day: day.tokens)  # The first of equals
    return ModelCapacity(
        model=model,
        mean_tokens=rounded(Fraction(sum(tokens), len(tokens)), 0),
        p95_tokens=tokens[math.ceil(_HIGH * len(tokens)) - 1],
        peak_tokens=peak.tokens,
        peak_day=peak.key[1].isoformat(),
        needed_tokens=-(-peak.tokens * (_HUNDRED + headroom_percent) // _HUNDRED),
    )
