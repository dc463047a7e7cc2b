"""The bundled data set: 90 days of invented AI spend, the same on every machine.

Each row is what one team used of one model on one day. Costs follow from tokens and list
prices exactly (see :mod:`chat_platform.agents.money`), so that any sum can be checked from
the CSV export.
"""

import csv
import io
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import BigInteger, Date, String, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from chat_platform.agents.catalogue import OFFERS, TEAM_APPETITE, ModelOffer
from chat_platform.agents.money import exact_usd
from chat_platform.storage.base import Base

LAST_DAY = date(2026, 9, 30)
DAYS = 90
FIRST_DAY = LAST_DAY - timedelta(days=DAYS - 1)
CSV_COLUMNS = (
    "day",
    "provider",
    "model",
    "team",
    "requests",
    "input_tokens",
    "output_tokens",
    "cost_usd",
)

_SEED = 20260930
_FEWEST_REQUESTS = 5  # A team that would ask less often than this does not use the model that day
_WEEKEND_SHARE = 320  # Thousandths of a working day
_GROWTH_PER_DAY = 4  # Thousandths of the first day's volume
_SATURDAY = 5
_CSV_ROWS_A_PIECE = 500


class ModelPrice(Base):
    """A model's list price, in nano-dollars per token (1 USD per million = 1,000)."""

    __tablename__ = "model_prices"

    model: Mapped[str] = mapped_column(String(64), primary_key=True)
    provider: Mapped[str] = mapped_column(String(64), index=True)
    input_nano_usd: Mapped[int] = mapped_column(BigInteger)
    output_nano_usd: Mapped[int] = mapped_column(BigInteger)


class UsageRecord(Base):
    """What one team used of one model on one day, and what it cost in nano-dollars."""

    __tablename__ = "usage_records"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    model: Mapped[str] = mapped_column(String(64), primary_key=True)
    team: Mapped[str] = mapped_column(String(64), primary_key=True)
    provider: Mapped[str] = mapped_column(String(64))
    requests: Mapped[int] = mapped_column(BigInteger)
    input_tokens: Mapped[int] = mapped_column(BigInteger)
    output_tokens: Mapped[int] = mapped_column(BigInteger)
    cost_nano_usd: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True)
class _Price:
    """A price in nano-dollars per token."""

    input: int
    output: int


def _price(offer: ModelOffer) -> _Price:
    return _Price(input=int(offer.input_usd * 1000), output=int(offer.output_usd * 1000))


def _volume(offer: ModelOffer, team: str, day: date, chance: random.Random) -> int:
    """Requests of a team to a model on a day: appetite, weekday, growth and chance."""
    thousandths = TEAM_APPETITE[team] * (1000 + _GROWTH_PER_DAY * (day - FIRST_DAY).days)
    if day.weekday() >= _SATURDAY:
        thousandths = thousandths * _WEEKEND_SHARE // 1000
    return int(offer.popularity * thousandths * (0.7 + 0.6 * chance.random())) // 1_000_000


def usage_rows() -> list[dict[str, object]]:
    """Every row of the data set, computed; equal on every call, machine and Python version.

    Only ``random.Random.random`` is drawn from, whose sequence Python guarantees.

    Returns:
        Column name -> value of :class:`UsageRecord`, ordered by day.
    """
    chance = random.Random(_SEED)  # noqa: S311 - invented figures, nothing secret
    taste = {
        (o.model, team): 0.35 + 1.3 * chance.random() for o in OFFERS for team in TEAM_APPETITE
    }
    rows: list[dict[str, object]] = []
    for day in (FIRST_DAY + timedelta(days=n) for n in range(DAYS)):
        for offer in OFFERS:
            price = _price(offer)
            for team in TEAM_APPETITE:
                requests = int(_volume(offer, team, day, chance) * taste[offer.model, team])
                tokens_in = int(requests * offer.input_tokens * (0.85 + 0.3 * chance.random()))
                tokens_out = int(requests * offer.output_tokens * (0.85 + 0.3 * chance.random()))
                if requests < _FEWEST_REQUESTS:
                    continue
                rows.append(
                    {
                        "day": day,
                        "model": offer.model,
                        "team": team,
                        "provider": offer.provider,
                        "requests": requests,
                        "input_tokens": tokens_in,
                        "output_tokens": tokens_out,
                        "cost_nano_usd": tokens_in * price.input + tokens_out * price.output,
                    }
                )
    return rows


async def seed_usage_data(session: AsyncSession) -> int:
    """Store the data set, unless it is there already; commits.

    Two servers may start side by side on one database: the slower one finds the rows of
    the faster and leaves them.

    Returns:
        The number of usage rows stored, 0 when there was nothing to do.

    Example:
        >>> async with sessions() as session:  # doctest: +SKIP
        ...     await seed_usage_data(session)
        3600
    """
    if await session.scalar(select(UsageRecord.day).limit(1)) is not None:
        return 0
    rows = usage_rows()
    prices = [
        {
            "model": offer.model,
            "provider": offer.provider,
            "input_nano_usd": _price(offer).input,
            "output_nano_usd": _price(offer).output,
        }
        for offer in OFFERS
    ]
    try:
        await session.execute(insert(ModelPrice), prices)
        await session.execute(insert(UsageRecord), rows)
        await session.commit()
    except IntegrityError:
        await session.rollback()
        return 0
    return len(rows)


async def latest_day(session: AsyncSession) -> date | None:
    """The last day with usage, or ``None`` when nothing is stored."""
    day: date | None = await session.scalar(select(func.max(UsageRecord.day)))
    return day


async def usage_csv(session: AsyncSession) -> AsyncIterator[str]:
    """The whole data set as CSV (RFC 4180, with a header line), in pieces.

    Columns: ``day`` (ISO 8601), ``provider``, ``model``, ``team``, ``requests``,
    ``input_tokens``, ``output_tokens``, ``cost_usd`` (exact decimal string in USD). Ordered
    by day, provider, model, team.

    Example:
        >>> text = "".join([piece async for piece in usage_csv(session)])  # doctest: +SKIP
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(CSV_COLUMNS)
    order = (UsageRecord.day, UsageRecord.provider, UsageRecord.model, UsageRecord.team)
    counted = (UsageRecord.requests, UsageRecord.input_tokens, UsageRecord.output_tokens)
    query = select(*order, *counted, UsageRecord.cost_nano_usd).order_by(*order)
    result = await session.stream(query)
    async for records in result.partitions(_CSV_ROWS_A_PIECE):
        writer.writerows((*values, exact_usd(cost)) for *values, cost in records)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if rest := buffer.getvalue():  # Only when there was no row at all: the header alone
        yield rest
