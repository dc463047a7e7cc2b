"""Tools that compare prices, and the one that says what there is to ask about."""

from pydantic_ai import RunContext, ToolFailed
from sqlalchemy import func, select

from chat_platform.agents.money import exact_usd, percent, ratio
from chat_platform.agents.periods import Period
from chat_platform.agents.tools.dependencies import Dependencies, known_name, scope_of
from chat_platform.agents.tools.results import (
    Catalogue,
    ModelCost,
    ModelName,
    PriceComparison,
    Savings,
)
from chat_platform.agents.usage_data import ModelPrice, UsageRecord

_MILLION = 1_000_000


async def compare_prices(
    ctx: RunContext[Dependencies], *, models: list[str] | None = None, period: Period = "all"
) -> PriceComparison:
    """Compare what a million tokens of each model cost, cheapest first.

    The price as paid is the cost divided by input and output tokens together, so it
    depends on how a model was used; the list prices do not.

    Args:
        ctx: the run.
        models: only these models; all when not given.
        period: which days.
    """
    tokens = func.sum(UsageRecord.input_tokens + UsageRecord.output_tokens)
    async with ctx.deps.sessions() as session:
        wanted = [await known_name(session, "model", name) for name in models or []]
        scope = await scope_of(session, period)
        query = (
            select(ModelPrice, func.sum(UsageRecord.cost_nano_usd), tokens)
            .join(UsageRecord, UsageRecord.model == ModelPrice.model)
            .where(*scope.conditions())
            .group_by(*ModelPrice.__table__.columns)
        )
        if wanted:
            query = query.where(ModelPrice.model.in_(wanted))
        rows = (await session.execute(query)).all()
    paid = sorted(
        ((ratio(int(cost), int(count) * 1000, 6), price) for price, cost, count in rows),
        key=lambda pair: (pair[0], pair[1].model),
    )
    costs = [
        ModelCost(
            model=price.model,
            provider=price.provider,
            usd_per_million_tokens=str(per_million),
            input_usd_per_million=exact_usd(price.input_nano_usd * _MILLION),
            output_usd_per_million=exact_usd(price.output_nano_usd * _MILLION),
        )
        for per_million, price in paid
    ]
    return PriceComparison(**scope.span(), models=costs)


async def savings_if_moved(
    ctx: RunContext[Dependencies], *, from_model: str, to_model: str, period: Period = "all"
) -> Savings:
    """Tell what would have been saved had one model's tokens gone to another model.

    Input and output tokens stay as they were; the other model's list prices apply.

    Args:
        ctx: the run.
        from_model: the model in use.
        to_model: the model to move to.
        period: which days.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period, model=from_model)
        target = await known_name(session, "model", to_model)
        if target == scope.model:
            raise ToolFailed(f'"{from_model}" and "{to_model}" are the same model.')
        price = await session.get_one(ModelPrice, target)
        sums = select(
            func.sum(UsageRecord.input_tokens),
            func.sum(UsageRecord.output_tokens),
            func.sum(UsageRecord.cost_nano_usd),
        ).where(*scope.conditions())
        row = (await session.execute(sums)).one()
    input_tokens, output_tokens, current = (int(value or 0) for value in row)
    moved = input_tokens * price.input_nano_usd + output_tokens * price.output_nano_usd
    return Savings(
        **scope.span(),
        from_model=scope.model or from_model,
        to_model=target,
        current_usd=exact_usd(current),
        moved_usd=exact_usd(moved),
        savings_usd=exact_usd(current - moved),
        savings_percent=percent(current - moved, current),
    )


async def list_models(ctx: RunContext[Dependencies]) -> Catalogue:
    """List the models, providers and teams there is data about, and from when to when.

    Args:
        ctx: the run.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, "all")
        prices = await session.scalars(select(ModelPrice).order_by(ModelPrice.model))
        models = [ModelName(model=price.model, provider=price.provider) for price in prices]
        teams = await session.scalars(
            select(UsageRecord.team).distinct().order_by(UsageRecord.team)
        )
        return Catalogue(
            models=models,
            teams=list(teams),
            first_day=scope.first.isoformat(),
            last_day=scope.last.isoformat(),
        )
