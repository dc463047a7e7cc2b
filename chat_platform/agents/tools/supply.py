"""A tool that says how much hangs on single suppliers."""

from fractions import Fraction
from typing import Literal

from pydantic_ai import RunContext
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chat_platform.agents.money import exact_usd, percent
from chat_platform.agents.periods import Period
from chat_platform.agents.tools.dependencies import Dependencies, scope_of
from chat_platform.agents.tools.results import Span
from chat_platform.agents.tools.sums import grouped, rounded, total_of, used_by
from chat_platform.agents.usage_data import UsageRecord

_WHOLE = 10_000
# As the Horizontal Merger Guidelines of the US Department of Justice (2010) have them.
_MODERATE = 1_500
_HIGH = 2_500


class SupplierShare(TypedDict):
    """One provider: how many of its models are in use, and its part of the bill."""

    provider: str
    models: int
    cost_usd: str
    share_percent: str


class SupplyConcentration(Span):
    """Providers by their part of the bill, and how concentrated it is.

    ``index`` is the Herfindahl-Hirschman index, the sum of the squared shares in percent:
    10,000 for a single provider. ``like_equal_providers`` is how many providers of equal
    parts would have the same index.
    """

    providers: list[SupplierShare]
    index: str
    like_equal_providers: str
    level: Literal["low", "moderate", "high"]


async def supply_concentration(
    ctx: RunContext[Dependencies], *, period: Period = "all"
) -> SupplyConcentration:
    """Tell each provider's part of the bill, and how much hangs on few of them.

    Args:
        ctx: the run.
        period: which days.
    """
    async with ctx.deps.sessions() as session:
        scope = await scope_of(session, period)
        used = await used_by(session, scope, UsageRecord.provider, UsageRecord.model)
    total = total_of(used)
    of_provider = {name: list(models) for name, models in grouped(used, 0).items()}
    order = sorted(of_provider, key=lambda name: (-total_of(of_provider[name]), name))
    shares = [Fraction(total_of(models), total) for models in of_provider.values()]
    index = _WHOLE * sum((share * share for share in shares), Fraction(0))
    return SupplyConcentration(
        **scope.span(),
        providers=[
            SupplierShare(
                provider=name,
                models=len(of_provider[name]),
                cost_usd=exact_usd(total_of(of_provider[name])),
                share_percent=percent(total_of(of_provider[name]), total),
            )
            for name in order
        ],
        index=rounded(index, 1),
        like_equal_providers=rounded(_WHOLE / index, 2),
        level="high" if index > _HIGH else "moderate" if index >= _MODERATE else "low",
    )
