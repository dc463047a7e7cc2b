"""A tool that makes usage records that look real and are nobody's."""

import random
from fractions import Fraction
from typing import Annotated

from pydantic import Field
from pydantic_ai import RunContext

from chat_platform.agents.money import exact_usd
from chat_platform.agents.periods import Period
from chat_platform.agents.tools.dependencies import Dependencies, scope_of
from chat_platform.agents.tools.results import Record, Span
from chat_platform.agents.tools.sums import Used, at_price, list_prices, usage_rows

Rows = Annotated[int, Field(ge=1, le=1_000)]
Seed = Annotated[int, Field(ge=0, le=2**32)]
# How far from the record that it is drawn after a synthetic one may be.
_LEAST = Fraction(80, 100)
_WIDTH = Fraction(40, 100)


class SyntheticRecords(Span):
    """Made-up records, in the order in which they were drawn, and what they cost together."""

    seed: int
    total_usd: str
    records: list[Record]


async def make_synthetic_records(
    ctx: RunContext[Dependencies], *, rows: Rows = 20, seed: Seed = 1, period: Period = "all"
) -> SyntheticRecords:
    """Make records like those of a period, none of which is a copy.

    Each is drawn after a real record: its requests and tokens differ by up to a fifth, its
    cost follows from the list prices. The same seed makes the same records.

    Args:
        ctx: the run.
        rows: how many.
        seed: where chance begins.
        period: the days whose records they shall look like.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period)
        real = await usage_rows(session, scope)
        prices = await list_prices(session)
    chance = random.Random(seed)  # noqa: S311 - invented figures, nothing secret
    drawn = [_after(real[int(chance.random() * len(real))], chance) for _ in range(rows)]
    costs = [at_price(prices[like.key[2]], like.input_tokens, like.output_tokens) for like in drawn]
    return SyntheticRecords(
        **scope.span(),
        seed=seed,
        total_usd=exact_usd(sum(costs)),
        records=[_record(like, cost) for like, cost in zip(drawn, costs, strict=True)],
    )


def _after(real: Used, chance: random.Random) -> Used:
    """A record with other figures than the real one's, each by a chance of its own."""
    requests, input_tokens, output_tokens = (
        int(figure * (_LEAST + _WIDTH * Fraction(chance.random())))
        for figure in (real.requests, real.input_tokens, real.output_tokens)
    )
    if input_tokens == real.input_tokens:
        input_tokens += 1
    return Used(real.key, 1, requests, input_tokens, output_tokens, 0)


def _record(like: Used, cost: int) -> Record:
    day, provider, model, team = like.key
    return Record(
        day=day.isoformat(),
        provider=provider,
        model=model,
        team=team,
        requests=like.requests,
        input_tokens=like.input_tokens,
        output_tokens=like.output_tokens,
        cost_usd=exact_usd(cost),
    )
