"""Figures of what will be: the trend, the load to bear, what to do, what work would cost."""

from __future__ import annotations

from decimal import Decimal

from targets.reference.recomputed.expected import Expected, Rounded, Wanted
from targets.reference.spending import usd
from targets.reference.warehouse import Warehouse


def spend_trend(data: Warehouse, wanted: Wanted) -> Expected:
    """The days ahead on the least-squares line through the daily costs."""
    days = wanted.whole("days")
    slope, fit, ahead = data.one(
        """
        WITH daily AS (
            SELECT (day - min(day) OVER ())::INTEGER AS x, cost
            FROM (SELECT day, sum(cost_usd)::DOUBLE AS cost FROM chosen GROUP BY day)
        ), line AS (
            SELECT regr_slope(cost, x) AS slope, regr_intercept(cost, x) AS start,
                regr_r2(cost, x) AS fit, count(*) AS days FROM daily
        )
        SELECT any_value(slope), any_value(fit), sum(start + slope * (line.days + n))
        FROM line, range(?) AS later(n)
        """,
        days,
    )
    result = {
        "days": days,
        "slope_usd_a_day": Rounded(slope, 6),
        "r_squared": Rounded(fit, 4),
        "trend_usd": Rounded(ahead, 6),
    }
    return Expected(result, [usd(Decimal(ahead)), usd(abs(Decimal(slope)))])


def plan_capacity(data: Warehouse, wanted: Wanted) -> Expected:
    """Tokens a day of each model: mean, 95th percentile, peak, and the peak with headroom."""
    headroom = wanted.whole("percent")
    models = data.ask(
        """
        SELECT model, avg(tokens), quantile_disc(tokens, 0.95), max(tokens),
            arg_max(day, tokens), (max(tokens) * (100 + ?) + 99) // 100 AS needed
        FROM (
            SELECT model, day, sum(input_tokens + output_tokens)::BIGINT AS tokens
            FROM chosen GROUP BY ALL
        ) GROUP BY model ORDER BY needed DESC, model
        """,
        headroom,
    )
    result = {
        "headroom_percent": headroom,
        "models": [
            {
                "model": model,
                "mean_tokens": Rounded(mean, 0),
                "p95_tokens": high,
                "peak_tokens": peak,
                "peak_day": f"{day}",
                "needed_tokens": needed,
            }
            for model, mean, high, peak, day, needed in models
        ],
    }
    told = [(m, f"{p:,} ({day})", f"{needed:,}") for m, _, _, p, day, needed in models]
    return Expected(result, [word for line in told for word in line])


def plan_actions(data: Warehouse, wanted: Wanted) -> Expected:
    """Moves one step down in price, the greatest saving first."""
    moves = data.ask(
        """
        WITH used AS (
            SELECT model, sum(input_tokens) AS tokens_in, sum(output_tokens) AS tokens_out,
                sum(cost_usd) AS cost FROM chosen GROUP BY model
        ), elsewhere AS (
            SELECT used.model, cost, price.model AS target,
                tokens_in * input_usd + tokens_out * output_usd AS moved
            FROM used, price
        )
        SELECT model, arg_max(target, moved), any_value(cost) - max(moved)
        FROM elsewhere WHERE moved < cost GROUP BY model ORDER BY 3 DESC, 1 LIMIT ?
        """,
        wanted.whole("actions"),
    )
    together = sum((saved for *_, saved in moves), Decimal(0))
    actions = [
        {"rank": rank, "from_model": model, "to_model": target, "savings_usd": saved}
        for rank, (model, target, saved) in enumerate(moves, start=1)
    ]
    told = [(model, target, usd(saved)) for model, target, saved in moves]
    return Expected(
        {"together_usd": together, "actions": actions},
        [usd(together), *(word for line in told for word in line)],
    )


def quote_work(data: Warehouse, wanted: Wanted) -> Expected:
    """So many tokens by each model's list price, the cheapest first."""
    quotes = data.ask(
        """
        SELECT model, ? * input_usd + ? * output_usd AS cost FROM price ORDER BY cost, model
        """,
        wanted.whole("input tokens"),
        wanted.whole("output tokens"),
    )
    result = {"quotes": [{"model": model, "cost_usd": cost} for model, cost in quotes]}
    return Expected(result, [word for model, cost in quotes for word in (model, usd(cost))])
