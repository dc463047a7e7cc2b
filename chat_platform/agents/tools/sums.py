"""What was used and paid, added up by any columns: the ground on which other tools compute."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from pydantic_ai import ToolFailed
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chat_platform.agents.money import NANO_USD, ratio
from chat_platform.agents.tools.dependencies import Scope
from chat_platform.agents.usage_data import ModelPrice, UsageRecord

PLACES = 6


@dataclass(frozen=True)
class Used:
    """What was used under one key; the cost is in nano-dollars."""

    key: tuple[Any, ...]
    records: int
    requests: int
    input_tokens: int
    output_tokens: int
    cost: int

    @property
    def tokens(self) -> int:
        """Input and output tokens together."""
        return self.input_tokens + self.output_tokens


async def used_by(session: AsyncSession, scope: Scope, *columns: Any) -> list[Used]:
    """The sums of a scope for each combination of the columns, in the columns' order.

    Raises:
        ToolFailed: when there is no record in the scope, with a sentence for people.

    Example:
        >>> await used_by(session, scope, UsageRecord.team)  # doctest: +SKIP
        [Used(key=('Engineering',), records=240, ...), ...]
    """
    counted = (
        UsageRecord.requests,
        UsageRecord.input_tokens,
        UsageRecord.output_tokens,
        UsageRecord.cost_nano_usd,
    )
    query = (
        select(*columns, func.count(), *(func.sum(column) for column in counted))
        .where(*scope.conditions())
        .group_by(*columns)
        .order_by(*columns)
    )
    found = [
        Used(tuple(row[: len(columns)]), *(int(value) for value in row[len(columns) :]))
        for row in await session.execute(query)
    ]
    if not found:
        raise ToolFailed(f"There is no usage record between {scope.first} and {scope.last}.")
    return found


async def usage_rows(session: AsyncSession, scope: Scope) -> list[Used]:
    """Every record of a scope; the key is day, provider, model and team."""
    return await used_by(
        session, scope, UsageRecord.day, UsageRecord.provider, UsageRecord.model, UsageRecord.team
    )


async def list_prices(session: AsyncSession) -> dict[str, ModelPrice]:
    """The list price of every model, by its name."""
    prices = await session.scalars(select(ModelPrice).order_by(ModelPrice.model))
    return {price.model: price for price in prices}


def at_price(price: ModelPrice, input_tokens: int, output_tokens: int) -> int:
    """What tokens cost by a model's list price, in nano-dollars."""
    return input_tokens * price.input_nano_usd + output_tokens * price.output_nano_usd


def total_of(parts: Iterable[Used]) -> int:
    """The cost of all parts together, in nano-dollars."""
    return sum(part.cost for part in parts)


def grouped(parts: Iterable[Used], place: int) -> Mapping[Any, Sequence[Used]]:
    """Parts by what stands at one place of their key, in the order of first mention."""
    groups: dict[Any, list[Used]] = {}
    for part in parts:
        groups.setdefault(part.key[place], []).append(part)
    return groups


def is_weekend(day: date) -> bool:
    """Whether a day is a Saturday or a Sunday."""
    return day.isoweekday() > 5  # noqa: PLR2004 - Friday, by ISO 8601


def rounded(value: Fraction, places: int = PLACES) -> str:
    """A fraction as a decimal string, rounded half up once.

    Example:
        >>> rounded(Fraction(1, 3)), rounded(Fraction(5, 2), 0)
        ('0.333333', '3')
    """
    return f"{ratio(value.numerator, value.denominator, places):f}"


def in_usd(nano_usd: Fraction) -> str:
    """A mean of nano-dollars in USD, with six decimals."""
    return rounded(nano_usd / NANO_USD)
