"""A tool that gives the usage data as it is, row by row."""

from pydantic_ai import RunContext
from sqlalchemy import select

from chat_platform.agents.money import exact_usd
from chat_platform.agents.periods import Period
from chat_platform.agents.tools.dependencies import Dependencies, scope_of
from chat_platform.agents.tools.results import Record, UsageRecords
from chat_platform.agents.usage_data import UsageRecord


async def usage_records(
    ctx: RunContext[Dependencies],
    *,
    period: Period = "all",
    provider: str | None = None,
    model: str | None = None,
    team: str | None = None,
) -> UsageRecords:
    """List every usage record: what one team used of one model on one day.

    Args:
        ctx: the run.
        period: which days; a month has about 1,200 records.
        provider: only this provider.
        model: only this model.
        team: only this team.
    """
    order = (UsageRecord.day, UsageRecord.provider, UsageRecord.model, UsageRecord.team)
    counted = (UsageRecord.requests, UsageRecord.input_tokens, UsageRecord.output_tokens)
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period, provider, model, team)
        query = select(*order, *counted, UsageRecord.cost_nano_usd)
        rows = await session.execute(query.where(*scope.conditions()).order_by(*order))
        records = [
            Record(
                day=row.day.isoformat(),
                provider=row.provider,
                model=row.model,
                team=row.team,
                requests=row.requests,
                input_tokens=row.input_tokens,
                output_tokens=row.output_tokens,
                cost_usd=exact_usd(row.cost_nano_usd),
            )
            for row in rows
        ]
    return UsageRecords(**scope.span(), **scope.filters(), records=records)
