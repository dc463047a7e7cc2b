"""Each tool, called as pydantic-ai calls it, against sums made from the CSV export."""

from datetime import date
from fractions import Fraction

import jsonschema_rs
import pytest
from pydantic_ai import RunContext, ToolFailed
from pydantic_ai.models.test import TestModel
from pydantic_ai.usage import RunUsage

from chat_platform.agents import describe_agents
from chat_platform.agents.names import AgentName
from chat_platform.agents.tools import TOOLS
from chat_platform.agents.tools.dependencies import Dependencies
from chat_platform.agents.tools.pricing import compare_prices, list_models, savings_if_moved
from chat_platform.agents.tools.records import usage_records
from chat_platform.agents.tools.spending import (
    forecast_spend,
    spend_by_month,
    spend_total,
    top_spenders,
)

from . import ledger

pytestmark = pytest.mark.anyio

PERIODS = ("all", "last_7_days", "last_30_days", "2026-07", "2026-08", "2026-09")


@pytest.fixture
def ctx(sessions):
    return RunContext(deps=Dependencies(sessions), model=TestModel(), usage=RunUsage())


def of_period(rows, period):
    if period == "all":
        return rows
    if period.startswith("last_"):
        return ledger.last_days(rows, int(period.split("_")[1]))
    return ledger.month(rows, period)


@pytest.mark.parametrize("names", [{}, {"team": "finance"}, {"model": "cobalt-chat"}])
async def test_usage_records_are_the_rows_of_the_export(ctx, rows, names):
    found = await usage_records(ctx, period="2026-09", **names)
    expected = [
        row
        for row in ledger.month(rows, "2026-09")
        if names.get("team", row.team.lower()) == row.team.lower()
        and names.get("model", row.model) == row.model
    ]
    assert len(expected) > 100
    assert [
        ledger.Row(**{**record, "day": date.fromisoformat(record["day"])}, cost=Fraction(cost))
        for record in map(dict, found["records"])
        for cost in [record.pop("cost_usd")]
    ] == expected


@pytest.mark.parametrize("period", PERIODS)
async def test_spend_total_adds_up_a_period(ctx, rows, period):
    total = await spend_total(ctx, period=period)
    chosen = of_period(rows, period)
    assert Fraction(total["cost_usd"]) == ledger.cost(chosen)
    assert total["requests"] == sum(row.requests for row in chosen)
    assert total["input_tokens"] == sum(row.input_tokens for row in chosen)
    assert total["output_tokens"] == sum(row.output_tokens for row in chosen)
    assert date.fromisoformat(total["from_day"]) == min(row.day for row in chosen)
    assert date.fromisoformat(total["to_day"]) == max(row.day for row in chosen)


@pytest.mark.parametrize(
    "names",
    [
        {"model": "aurora-large"},
        {"team": "Support"},
        {"provider": "Cobalt"},
        {"provider": "Cobalt", "team": "Finance"},
        {"provider": "Cobalt", "model": "aurora-large"},
    ],
)
async def test_spend_total_keeps_to_the_names(ctx, rows, names):
    total = await spend_total(ctx, **names)
    chosen = [row for row in rows if all(getattr(row, key) == name for key, name in names.items())]
    assert Fraction(total["cost_usd"]) == ledger.cost(chosen)


async def test_names_are_understood_in_any_case(ctx):
    loud = await spend_total(ctx, model=" AURORA-Large ", team="support")
    assert (loud["model"], loud["team"]) == ("aurora-large", "Support")


@pytest.mark.parametrize("by", ["model", "team", "provider"])
@pytest.mark.parametrize("period", PERIODS)
async def test_top_spenders_rank_and_share(ctx, rows, by, period):
    ranking = await top_spenders(ctx, by=by, limit=3, period=period)
    chosen = of_period(rows, period)
    bill = ledger.cost(chosen)
    expected = ledger.ranking(chosen, lambda row: getattr(row, by))[:3]
    told = [(s["name"], Fraction(s["cost_usd"])) for s in ranking["spenders"]]
    assert told == expected
    assert [s["rank"] for s in ranking["spenders"]] == [1, 2, 3]
    shares = [f"{s['share_percent']} %" for s in ranking["spenders"]]
    assert shares == [ledger.share(cost, bill) for _, cost in expected]
    assert Fraction(ranking["total_usd"]) == bill


async def test_top_spenders_of_a_team_share_its_own_bill(ctx, rows):
    ranking = await top_spenders(ctx, by="model", limit=50, team="Finance")
    mine = [row for row in rows if row.team == "Finance"]
    assert Fraction(ranking["total_usd"]) == ledger.cost(mine)
    assert sum(Fraction(s["cost_usd"]) for s in ranking["spenders"]) == ledger.cost(mine)


async def test_spend_by_month(ctx, rows):
    told = (await spend_by_month(ctx, team="Research"))["months"]
    mine = [row for row in rows if row.team == "Research"]
    assert [m["month"] for m in told] == ["2026-07", "2026-08", "2026-09"]
    for m in told:
        assert Fraction(m["cost_usd"]) == ledger.cost(ledger.month(mine, m["month"]))
    assert (told[0]["from_day"], told[0]["to_day"]) == ("2026-07-03", "2026-07-31")


async def test_forecast_is_the_mean_of_the_last_28_days(ctx, rows):
    forecast = await forecast_spend(ctx, days=30, provider="Aurora")
    mine = [row for row in ledger.last_days(rows, 28) if row.provider == "Aurora"]
    expected = ledger.cost(mine) / 28 * 30
    assert abs(Fraction(forecast["forecast_usd"]) - expected) <= Fraction(1, 2 * 10**6)
    assert (forecast["basis_from"], forecast["basis_to"]) == ("2026-09-03", "2026-09-30")


async def test_compare_prices_as_paid_cheapest_first(ctx, rows):
    told = (await compare_prices(ctx, period="2026-09"))["models"]
    for line in told:
        mine = [row for row in ledger.month(rows, "2026-09") if row.model == line["model"]]
        tokens = sum(row.input_tokens + row.output_tokens for row in mine)
        expected = ledger.cost(mine) * 10**6 / tokens
        assert abs(Fraction(line["usd_per_million_tokens"]) - expected) <= Fraction(1, 2 * 10**6)
        price_in, price_out = ledger.list_prices(rows, line["model"])
        assert Fraction(line["input_usd_per_million"]) == price_in * 10**6
        assert Fraction(line["output_usd_per_million"]) == price_out * 10**6
    paid = [Fraction(line["usd_per_million_tokens"]) for line in told]
    assert paid == sorted(paid)
    assert len(told) == 8


async def test_compare_prices_of_some_models(ctx):
    told = await compare_prices(ctx, models=["COBALT-chat", "aurora-mini"])
    assert [line["model"] for line in told["models"]] == ["aurora-mini", "cobalt-chat"]


@pytest.mark.parametrize("period", ["all", "2026-08"])
async def test_savings_price_the_same_tokens_elsewhere(ctx, rows, period):
    told = await savings_if_moved(
        ctx, from_model="aurora-large", to_model="cobalt-chat", period=period
    )
    chosen = of_period(rows, period)
    current = ledger.cost(row for row in chosen if row.model == "aurora-large")
    moved = ledger.cost_elsewhere(chosen, "aurora-large", "cobalt-chat")
    assert Fraction(told["current_usd"]) == current
    assert Fraction(told["moved_usd"]) == moved
    assert Fraction(told["savings_usd"]) == current - moved
    assert f"{told['savings_percent']} %" == ledger.share(current - moved, current)


async def test_a_move_to_a_dearer_model_saves_less_than_nothing(ctx):
    told = await savings_if_moved(ctx, from_model="meridian-lite", to_model="aurora-large")
    assert told["savings_usd"].startswith("-")
    assert told["savings_percent"].startswith("-")


async def test_list_models(ctx, rows):
    told = await list_models(ctx)
    assert {(m["model"], m["provider"]) for m in told["models"]} == {
        (row.model, row.provider) for row in rows
    }
    assert told["teams"] == sorted({row.team for row in rows})
    assert (told["first_day"], told["last_day"]) == ("2026-07-03", "2026-09-30")


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (
            lambda c: spend_total(c, model="gpt-99"),
            'no model called "gpt-99". Known models: aurora-',
        ),
        (
            lambda c: spend_total(c, team="Sales"),
            'no team called "Sales". Known teams: Engineering,',
        ),
        (
            lambda c: spend_by_month(c, provider="Zeta"),
            'no provider called "Zeta". Known providers',
        ),
        (lambda c: top_spenders(c, by="model", period="2025-01"), "no usage data for January 2025"),
        (lambda c: compare_prices(c, models=["aurora-mini", "<b>"]), 'no model called "<b>"'),
        (
            lambda c: savings_if_moved(c, from_model="Aurora-Mini", to_model="aurora-mini"),
            "are the same model",
        ),
    ],
)
async def test_what_a_tool_cannot_do_it_says_in_a_sentence(ctx, call, problem):
    with pytest.raises(ToolFailed) as failed:
        await call(ctx)
    assert problem in failed.value.message
    assert failed.value.message.endswith(".")


async def test_without_data_a_tool_says_so(empty_sessions):
    ctx = RunContext(deps=Dependencies(empty_sessions), model=TestModel(), usage=RunUsage())
    with pytest.raises(ToolFailed, match="no usage data yet"):
        await spend_total(ctx)


def test_agents_are_described_with_schemas_that_hold():
    agents = describe_agents()
    assert [agent.name for agent in agents] == list(AgentName)
    assert {tool.name for agent in agents for tool in agent.tools} == set(TOOLS)
    for agent in agents:
        assert agent.title
        assert agent.description
        for tool in agent.tools:
            jsonschema_rs.meta.validate(tool.parameters)
            assert tool.description
            assert not jsonschema_rs.validator_for(tool.parameters).is_valid({"nonsense": 1})
