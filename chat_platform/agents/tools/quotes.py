"""A tool that says what a piece of work would cost on each model."""

from typing import Annotated

from pydantic import Field
from pydantic_ai import RunContext
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chat_platform.agents.money import exact_usd
from chat_platform.agents.tools.dependencies import Dependencies
from chat_platform.agents.tools.sums import at_price, list_prices

Tokens = Annotated[int, Field(ge=0, le=10**15)]


class Quote(TypedDict):
    """What the work costs on one model, by its list price."""

    model: str
    provider: str
    cost_usd: str


class Quotes(TypedDict):
    """The work, and every model's price for it, the cheapest first."""

    input_tokens: int
    output_tokens: int
    quotes: list[Quote]


async def quote_work(
    ctx: RunContext[Dependencies], *, input_tokens: Tokens = 0, output_tokens: Tokens = 0
) -> Quotes:
    """Tell what so many tokens would cost on each model, by list price.

    Args:
        ctx: the run.
        input_tokens: how many go in.
        output_tokens: how many come out.
    """
    async with ctx.deps.sessions() as session:
        prices = (await list_prices(session)).values()
    costs = sorted((at_price(p, input_tokens, output_tokens), p.model, p.provider) for p in prices)
    quotes = [
        Quote(model=model, provider=provider, cost_usd=exact_usd(cost))
        for cost, model, provider in costs
    ]
    return Quotes(input_tokens=input_tokens, output_tokens=output_tokens, quotes=quotes)
