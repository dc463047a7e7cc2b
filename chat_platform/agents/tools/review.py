"""A tool that checks the books: does every figure follow from the others?"""

from pydantic_ai import RunContext
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chat_platform.agents.money import exact_usd
from chat_platform.agents.periods import Period
from chat_platform.agents.tools.dependencies import Dependencies, scope_of
from chat_platform.agents.tools.results import Span
from chat_platform.agents.tools.sums import at_price, list_prices, usage_rows


class Difference(TypedDict):
    """A record whose cost is not what its tokens cost by the list price."""

    day: str
    model: str
    team: str
    booked_usd: str
    recomputed_usd: str


class Reconciliation(Span):
    """All records of a period, booked and recomputed, and those that differ."""

    records: int
    booked_usd: str
    recomputed_usd: str
    differences: list[Difference]


async def reconcile_spend(
    ctx: RunContext[Dependencies], *, period: Period = "all"
) -> Reconciliation:
    """Recompute the cost of every record from its tokens and the list price, and compare.

    Args:
        ctx: the run.
        period: which days.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period)
        rows = await usage_rows(session, scope)
        prices = await list_prices(session)
    booked = recomputed = 0
    differences = []
    for row in rows:
        day, _, model, team = row.key
        cost = at_price(prices[model], row.input_tokens, row.output_tokens)
        booked, recomputed = booked + row.cost, recomputed + cost
        if cost != row.cost:
            differences.append(
                Difference(
                    day=day.isoformat(),
                    model=model,
                    team=team,
                    booked_usd=exact_usd(row.cost),
                    recomputed_usd=exact_usd(cost),
                )
            )
    return Reconciliation(
        **scope.span(),
        records=len(rows),
        booked_usd=exact_usd(booked),
        recomputed_usd=exact_usd(recomputed),
        differences=differences,
    )
