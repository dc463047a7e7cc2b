import asyncio
import hashlib
from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from chat_platform.agents import UsageRecord, latest_day, seed_usage_data, usage_csv
from chat_platform.agents.catalogue import MODELS, OFFERS, PROVIDERS, TEAMS
from chat_platform.agents.usage_data import usage_rows

from . import ledger

pytestmark = pytest.mark.anyio
PINNED = "c40817a3d94640cf22d88ec7c85ff952db20ed3cf14e66245f78c852b8dc7743"


async def export(session) -> str:
    return "".join([piece async for piece in usage_csv(session)])


async def test_every_day_model_and_team_is_there(rows):
    assert {row.model for row in rows} == set(MODELS)
    assert {row.team for row in rows} == set(TEAMS)
    assert {row.provider for row in rows} == set(PROVIDERS)
    assert {row.day for row in rows} == {date(2026, 9, 30) - timedelta(days=n) for n in range(90)}


async def test_the_export_never_changes(sessions):
    """The features recompute from the export, and readers know its figures: it is pinned."""
    async with sessions() as session:
        text = await export(session)
    assert text.startswith(
        "day,provider,model,team,requests,input_tokens,output_tokens,cost_usd\r\n2026-07-03,Aurora,"
    )
    assert hashlib.sha256(text.encode()).hexdigest() == PINNED


def test_rows_are_the_same_on_every_call():
    assert usage_rows() == usage_rows()


async def test_costs_follow_from_tokens_and_list_prices_exactly(rows):
    million = Fraction(10**6)
    prices = {o.model: (Fraction(o.input_usd), Fraction(o.output_usd)) for o in OFFERS}
    for row in rows:
        price_in, price_out = prices[row.model]
        assert row.cost == (row.input_tokens * price_in + row.output_tokens * price_out) / million


async def test_list_prices_can_be_found_from_the_export(rows):
    for offer in OFFERS:
        per_token = [Fraction(offer.input_usd) / 10**6, Fraction(offer.output_usd) / 10**6]
        assert list(ledger.list_prices(rows, offer.model)) == per_token


async def test_no_two_models_or_teams_share_a_rank_in_a_month(rows):
    """A ranking with a tie could be told in two ways, and both would be right."""
    for month in ("2026-07", "2026-08", "2026-09"):
        for by in (lambda row: row.model, lambda row: row.team, lambda row: row.provider):
            shown = [ledger.dollars(c) for _, c in ledger.ranking(ledger.month(rows, month), by)]
            assert len(set(shown)) == len(shown)


async def test_seeding_twice_stores_once(empty_sessions):
    async with empty_sessions() as session:
        stored = await seed_usage_data(session)
        assert await seed_usage_data(session) == 0
        assert await session.scalar(select(func.count()).select_from(UsageRecord)) == stored


async def test_two_servers_may_seed_at_once(empty_sessions):
    async def seed() -> int:
        async with empty_sessions() as session:
            return await seed_usage_data(session)

    stored = await asyncio.gather(seed(), seed())
    async with empty_sessions() as session:
        assert await session.scalar(select(func.count()).select_from(UsageRecord)) == max(stored)


async def test_latest_day(sessions, empty_sessions):
    async with sessions() as session:
        assert await latest_day(session) == date(2026, 9, 30)
    async with empty_sessions() as session:
        assert await latest_day(session) is None


async def test_an_empty_data_set_exports_its_header(empty_sessions):
    async with empty_sessions() as session:
        assert (await export(session)).count("\r\n") == 1
