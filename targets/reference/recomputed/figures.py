"""Figures of what was: statistics, what stands out, key figures, the books, the suppliers."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from targets.reference.recomputed.expected import Expected, Rounded, Wanted
from targets.reference.spending import TENTH, percent, usd
from targets.reference.warehouse import Warehouse

_COLUMNS = {"input tokens": "input_tokens", "output tokens": "output_tokens"}


def column_statistics(data: Warehouse, wanted: Wanted) -> Expected:
    """Of one column, which is named; of the cost otherwise."""
    column = _COLUMNS[wanted.words[0]] if wanted.words else "cost_usd"
    names = ("records", "total", "mean", "median", "standard_deviation", "smallest", "largest")
    figures = data.one(
        f"SELECT count(x), sum(x), avg(x), median(x), stddev_samp(x), min(x), max(x) "  # noqa: S608 - a known column
        f"FROM (SELECT {column}::DOUBLE AS x FROM chosen)"
    )
    told = [
        usd(Decimal(figure))
        if column == "cost_usd"
        else f"{Decimal(figure).quantize(TENTH, ROUND_HALF_UP):,}"
        for figure in figures[1:]
    ]
    rounded = [figures[0], *(Rounded(figure, 6) for figure in figures[1:])]
    return Expected(dict(zip(names, rounded, strict=True)), [f"{figures[0]:,}", *told])


def find_anomalies(data: Warehouse, wanted: Wanted) -> Expected:
    """Days of teams that are so many standard deviations from the usual."""
    days = data.ask(
        """
        WITH days AS (
            SELECT team, day, isodow(day) > 5 AS weekend, sum(cost_usd) AS cost
            FROM chosen GROUP BY ALL
        ), scored AS (
            SELECT *, avg(cost::DOUBLE) OVER alike AS usual,
                (cost::DOUBLE - avg(cost::DOUBLE) OVER alike)
                    / stddev_samp(cost::DOUBLE) OVER alike AS deviations
            FROM days WINDOW alike AS (PARTITION BY team, weekend)
        )
        SELECT day, team, cost, usual, deviations FROM scored WHERE abs(deviations) >= ?
        ORDER BY abs(deviations) DESC, day, team
        """,
        float(wanted.numbers["deviations"]),
    )
    assert days, "nothing stands out in the usage data: ask for fewer deviations"
    anomalies = [
        {
            "day": f"{day}",
            "team": team,
            "cost_usd": cost,
            "usual_usd": Rounded(usual, 6),
            "deviations": Rounded(deviations, 2),
        }
        for day, team, cost, usual, deviations in days
    ]
    told = [part for day, team, cost, *_ in days for part in (f"{day}", team, usd(cost))]
    return Expected({"anomalies": anomalies}, told)


def key_figures(data: Warehouse, _wanted: Wanted) -> Expected:
    """The total, that of as many days before, who spent most, and the dearest day."""
    total, before = data.one(
        """
        SELECT (SELECT sum(cost_usd) FROM chosen), (
            SELECT sum(cost_usd) FROM usage
            WHERE day < first AND day >= first - 1 - (last - first)::INTEGER
        )
        FROM (SELECT min(day) AS first, max(day) AS last FROM chosen)
        """
    )
    dearest, told = {}, []
    for by in ("model", "team", "provider"):
        name, cost = data.one(
            f"SELECT {by}, sum(cost_usd) AS cost FROM chosen GROUP BY 1 ORDER BY 2 DESC LIMIT 1"  # noqa: S608 - a known column
        )
        dearest[by] = {"name": name, "cost_usd": cost}
        told += [name, usd(cost), percent(100 * cost / total)]
    day, cost = data.one(
        "SELECT day, sum(cost_usd) FROM chosen GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1"
    )
    change = 100 * (total - before) / before
    result = {
        "total_usd": total,
        "before_usd": before,
        "change_percent": Rounded(float(change), 1),
        "dearest": dearest,
        "dearest_day": f"{day}",
        "dearest_day_usd": cost,
    }
    first = [usd(total), percent(abs(change)), usd(before)]
    return Expected(result, [*first, *told, f"{day}", usd(cost)])


def reconcile_spend(data: Warehouse, _wanted: Wanted) -> Expected:
    """Every record's cost by its tokens and the list price, beside the one in the books."""
    records, booked, recomputed, differing = data.one(
        """
        SELECT count(*), sum(cost_usd), sum(again), count(*) FILTER (cost_usd <> again)
        FROM (
            SELECT cost_usd, input_tokens * input_usd + output_tokens * output_usd AS again
            FROM chosen JOIN price USING (model)
        )
        """
    )
    assert differing == 0, f"{differing} records of the usage data are not right themselves"
    result = {
        "records": records,
        "booked_usd": booked,
        "recomputed_usd": recomputed,
        "differences": [],
    }
    return Expected(result, [f"{records:,}", "All agree", usd(booked)])


def supply_concentration(data: Warehouse, _wanted: Wanted) -> Expected:
    """Each provider's part, and the Herfindahl-Hirschman index of the parts."""
    providers = data.ask(
        """
        SELECT provider, count(DISTINCT model), sum(cost_usd),
            100 * sum(cost_usd) / sum(sum(cost_usd)) OVER () FROM chosen
        GROUP BY provider ORDER BY 3 DESC, 1
        """
    )
    index = sum(share**2 for *_, share in providers)
    result = {
        "index": Rounded(index, 1),
        "like_equal_providers": Rounded(10_000 / index, 2),
        "providers": [
            {
                "provider": name,
                "models": models,
                "cost_usd": cost,
                "share_percent": Rounded(share, 1),
            }
            for name, models, cost, share in providers
        ],
    }
    parts = [(name, usd(cost), percent(Decimal(share))) for name, _, cost, share in providers]
    first = f"{Decimal(index).quantize(TENTH, ROUND_HALF_UP):,}"
    return Expected(result, [first, *(word for part in parts for word in part)])
