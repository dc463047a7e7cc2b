"""A tool that turns the prices into a list of what to do first."""

from typing import Annotated

from pydantic import Field
from pydantic_ai import RunContext
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chat_platform.agents.money import exact_usd, percent
from chat_platform.agents.periods import Period
from chat_platform.agents.tools.dependencies import Dependencies, scope_of
from chat_platform.agents.tools.results import Span
from chat_platform.agents.tools.sums import Used, at_price, list_prices, used_by
from chat_platform.agents.usage_data import ModelPrice, UsageRecord

HowMany = Annotated[int, Field(ge=1, le=50)]


class Action(TypedDict):
    """One move to the next cheaper model, and what it would have saved."""

    rank: int
    from_model: str
    to_model: str
    current_usd: str
    savings_usd: str
    savings_percent: str


class ActionPlan(Span):
    """Moves, the greatest saving first, and what all of them save together."""

    together_usd: str
    actions: list[Action]


async def plan_actions(
    ctx: RunContext[Dependencies], *, period: Period = "all", limit: HowMany = 3
) -> ActionPlan:
    """Plan which models to move one step down, the greatest saving first.

    One step down is the model on which the same tokens would have cost the most, but less
    than now: the smallest change that saves.

    Args:
        ctx: the run.
        period: which days.
        limit: how many moves at most.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period)
        used = await used_by(session, scope, UsageRecord.model)
        prices = await list_prices(session)
    moves = [move for of_model in used if (move := _step_down(of_model, prices))]
    moves.sort(key=lambda move: (-move[0], move[1].key))
    actions = [
        Action(
            rank=rank,
            from_model=of_model.key[0],
            to_model=target,
            current_usd=exact_usd(of_model.cost),
            savings_usd=exact_usd(saved),
            savings_percent=percent(saved, of_model.cost),
        )
        for rank, (saved, of_model, target) in enumerate(moves[:limit], start=1)
    ]
    together = sum(saved for saved, _, _ in moves[:limit])
    return ActionPlan(**scope.span(), together_usd=exact_usd(together), actions=actions)


def _step_down(used: Used, prices: dict[str, ModelPrice]) -> tuple[int, Used, str] | None:
    costs = (
        (at_price(price, used.input_tokens, used.output_tokens), model)
        for model, price in prices.items()
    )
    cheaper = [(cost, model) for cost, model in costs if cost < used.cost]
    if not cheaper:
        return None
    cost, target = max(cheaper)
    return used.cost - cost, used, target
