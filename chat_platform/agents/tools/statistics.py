"""A tool that describes one column of the usage data as a statistician would."""

import statistics
from fractions import Fraction
from typing import Literal

from pydantic_ai import RunContext

from chat_platform.agents.money import NANO_USD
from chat_platform.agents.periods import Period
from chat_platform.agents.tools.dependencies import Dependencies, scope_of
from chat_platform.agents.tools.results import Filters, Span
from chat_platform.agents.tools.sums import rounded, usage_rows

Column = Literal["requests", "input_tokens", "output_tokens", "cost_usd"]


class ColumnStatistics(Span, Filters):
    """One column over all records; decimal numbers with six places, ``cost_usd`` in USD."""

    column: Column
    records: int
    total: str
    mean: str
    median: str
    standard_deviation: str
    smallest: str
    largest: str


async def column_statistics(
    ctx: RunContext[Dependencies],
    *,
    column: Column = "cost_usd",
    period: Period = "all",
    provider: str | None = None,
    model: str | None = None,
    team: str | None = None,
) -> ColumnStatistics:
    """Describe a column: total, mean, median, sample standard deviation, smallest and largest.

    A record is what one team used of one model on one day.

    Args:
        ctx: the run.
        column: which figure of the records.
        period: which days.
        provider: only this provider.
        model: only this model.
        team: only this team.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period, provider, model, team)
        rows = await usage_rows(session, scope)
    attribute, unit = ("cost", NANO_USD) if column == "cost_usd" else (column, 1)
    values = [getattr(row, attribute) for row in rows]
    deviation = statistics.stdev(values) if len(values) > 1 else 0

    def told(figure: float | Fraction) -> str:
        return rounded(Fraction(figure) / unit)

    return ColumnStatistics(
        **scope.span(),
        **scope.filters(),
        column=column,
        records=len(values),
        total=told(sum(values)),
        mean=told(Fraction(sum(values), len(values))),
        median=told(statistics.median(values)),
        standard_deviation=told(deviation),
        smallest=told(min(values)),
        largest=told(max(values)),
    )
