"""Writes answers in Markdown from what the tools said, and from nothing else."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from chat_platform.agents.money import format_usd
from chat_platform.agents.offline.markdown import literal, table
from chat_platform.agents.offline.plan import Outcome
from chat_platform.agents.offline.question import Question, Topic
from chat_platform.agents.periods import in_words
from chat_platform.agents.tools.attachments import AttachmentTotal
from chat_platform.agents.tools.results import (
    Catalogue,
    Filters,
    Forecast,
    PriceComparison,
    Savings,
    Span,
    SpendByMonth,
    SpendTotal,
    TopSpenders,
    UsageRecords,
)

_RECORDS_SHOWN = 20
_EXAMPLES = (
    "Which are our three most expensive models in September 2026?",
    "How much did Engineering spend last month?",
    "What would we save if we moved from aurora-large to cobalt-chat?",
    "What will we spend in the next 30 days?",
    "Write me a report for September 2026.",
)


def answer(question: Question, outcomes: Sequence[Outcome]) -> str:
    """The whole answer, as Markdown.

    Args:
        question: what was asked.
        outcomes: what the tools said, in the order in which they ran.
    """
    for outcome in outcomes:
        if outcome.error is not None:
            return f"I could not work that out. {literal(outcome.error)}\n\n{_what_to_ask()}"
    if not outcomes:
        return _welcome()
    # What several tools say together; else earlier tools only led to the last one.
    together: dict[Topic, Any] = {
        Topic.REPORT: _report,
        Topic.DAILY: _by_day,
        Topic.BRIEFING: _briefing,
    }
    if (write := together.get(question.topic)) is not None:
        return str(write([outcome.result for outcome in outcomes]))
    last = outcomes[-1]
    writers: dict[str, Any] = {
        "spend_total": _total,
        "top_spenders": _ranking,
        "spend_by_month": _by_month,
        "forecast_spend": _forecast,
        "compare_prices": _prices,
        "savings_if_moved": _savings,
        "list_models": _catalogue,
        "usage_records": _records,
        "attachment_total": _attachment,
    }
    return str(writers[last.tool](last.result))


def _welcome() -> str:
    return (
        "Hello! I look after questions about what your company spends on AI models. "
        "A cost analyst, an optimizer and a reporter work with me.\n\n" + _what_to_ask()
    )


def _what_to_ask() -> str:
    return "You can ask, for example:\n\n" + "\n".join(f"- {example}" for example in _EXAMPLES)


def _when(span: Span) -> str:
    return f"{in_words(span['period'])} ({span['from_day']} to {span['to_day']})"


def _of_whom(filters: Filters) -> str:
    parts = [filters["model"], filters["provider"], filters["team"] and f"team {filters['team']}"]
    return ", ".join(part for part in parts if part)


def _total(total: SpendTotal) -> str:
    whose = _of_whom(total)
    return (
        f"The total spend{' of ' + whose if whose else ''} in {_when(total)} was "
        f"**{format_usd(total['cost_usd'])}**.\n\n"
    ) + table(
        ["Requests", "Input tokens", "Output tokens", "Cost"],
        "rrrr",
        [
            [
                f"{total['requests']:,}",
                f"{total['input_tokens']:,}",
                f"{total['output_tokens']:,}",
                format_usd(total["cost_usd"]),
            ]
        ],
    )


def _attachment(total: AttachmentTotal) -> str:
    return (
        f"The column {literal(total['column'])} of {literal(total['attachment'])} adds up to "
        f"**{Decimal(total['total']):,}**, over {total['rows']:,} rows."
    )


def _ranking_table(ranking: TopSpenders) -> str:
    return table(
        ["#", ranking["by"].capitalize(), "Cost", "Share of the bill"],
        "rlrr",
        [
            [str(s["rank"]), s["name"], format_usd(s["cost_usd"]), f"{s['share_percent']} %"]
            for s in ranking["spenders"]
        ],
    )


def _ranking(ranking: TopSpenders) -> str:
    spenders, whose = ranking["spenders"], _of_whom(ranking)
    part = f" for {whose}" if whose else ""
    if not spenders:
        return f"Nothing was spent{part} in {_when(ranking)}."
    first = spenders[0]
    best = "team that spent most" if ranking["by"] == "team" else f"most expensive {ranking['by']}"
    lead = (
        f"The {best}{part} in {_when(ranking)} is **{first['name']}** "
        f"with {format_usd(first['cost_usd'])}, {first['share_percent']} % of the bill of "
        f"{format_usd(ranking['total_usd'])}."
    )
    if len(spenders) == 1:
        return lead
    together = sum((Decimal(spender["cost_usd"]) for spender in spenders), Decimal(0))
    return (
        f"{lead}\n\n{_ranking_table(ranking)}\n\n"
        f"Together these {len(spenders)} cost {format_usd(together)}."
    )


def _months_table(months: SpendByMonth) -> str:
    return table(
        ["Month", "From", "To", "Cost"],
        "lllr",
        [
            [in_words(m["month"]), m["from_day"], m["to_day"], format_usd(m["cost_usd"])]
            for m in months["months"]
        ],
    )


def _by_month(months: SpendByMonth) -> str:
    whose = _of_whom(months)
    return f"The spend{' of ' + whose if whose else ''} month by month:\n\n{_months_table(months)}"


def _forecast(forecast: Forecast) -> str:
    whose = _of_whom(forecast)
    return (
        f"I expect{' ' + whose + ' to spend' if whose else ' a spend of'} "
        f"**{format_usd(forecast['forecast_usd'])}** in the next {forecast['days']} days.\n\n"
        f"How: the mean of the last {forecast['basis_days']} days ({forecast['basis_from']} to "
        f"{forecast['basis_to']}) is {format_usd(forecast['daily_mean_usd'])} a day, "
        f"times {forecast['days']} days. It knows no trend and no season."
    )


def _prices(comparison: PriceComparison) -> str:
    models = comparison["models"]
    if not models:
        return f"No model was used in {_when(comparison)}."
    cheapest = models[0]
    return (
        f"The cheapest {'of these ' if len(models) > 1 else ''}in {_when(comparison)} is "
        f"**{cheapest['model']}** at {format_usd(cheapest['usd_per_million_tokens'])} per million "
        "tokens as paid.\n\n"
    ) + table(
        ["Model", "Provider", "Paid per million", "Input list price", "Output list price"],
        "llrrr",
        [
            [
                m["model"],
                m["provider"],
                format_usd(m["usd_per_million_tokens"]),
                format_usd(m["input_usd_per_million"]),
                format_usd(m["output_usd_per_million"]),
            ]
            for m in models
        ],
    )


def _savings(savings: Savings) -> str:
    saved, dearer = savings["savings_usd"], savings["savings_usd"].startswith("-")
    effect = (
        f"cost **{format_usd(saved.removeprefix('-'))}** more"
        if dearer
        else f"have saved **{format_usd(saved)}** ({savings['savings_percent']} %)"
    )
    return (
        f"Moving from {savings['from_model']} to {savings['to_model']} would "
        f"{'have ' if dearer else ''}{effect} in {_when(savings)}.\n\n"
    ) + (
        table(
            ["Model", "Cost of the same tokens"],
            "lr",
            [
                [savings["from_model"], format_usd(savings["current_usd"])],
                [savings["to_model"], format_usd(savings["moved_usd"])],
            ],
        )
        + "\n\nThis compares prices only: try the quality of the answers before you move."
    )


def _catalogue(catalogue: Catalogue) -> str:
    models = table(
        ["Model", "Provider"], "ll", [[m["model"], m["provider"]] for m in catalogue["models"]]
    )
    return (
        f"There is usage data from {catalogue['first_day']} to {catalogue['last_day']} about "
        f"{len(catalogue['models'])} models:\n\n{models}\n\n"
        f"The teams are {', '.join(catalogue['teams'])}.\n\n{_what_to_ask()}"
    )


def _by_day(totals: Sequence[SpendTotal]) -> str:
    whose = _of_whom(totals[0])
    first, last = totals[0]["from_day"], totals[-1]["to_day"]
    together = sum((Decimal(total["cost_usd"]) for total in totals), Decimal(0))
    days = table(
        ["Day", "Cost"], "lr", [[t["from_day"], format_usd(t["cost_usd"])] for t in totals]
    )
    return (
        f"The spend{' of ' + whose if whose else ''} day by day, {first} to {last}:\n\n{days}\n\n"
        f"Together these {len(totals)} days cost {format_usd(together)}."
    )


def _records(found: UsageRecords) -> str:
    records, whose = found["records"], _of_whom(found)
    part = f" of {whose}" if whose else ""
    if not records:
        return f"There is no usage record{part} in {_when(found)}."
    shown = records[:_RECORDS_SHOWN]
    rows = [
        [
            *(record["day"], record["provider"], record["model"], record["team"]),
            f"{record['requests']:,}",
            format_usd(record["cost_usd"]),
        ]
        for record in shown
    ]
    columns = ["Day", "Provider", "Model", "Team", "Requests", "Cost"]
    return (
        f"There are **{len(records):,}** usage records{part} in {_when(found)}. "
        f"These are the first {len(shown)}:\n\n{table(columns, 'llllrr', rows)}"
    )


def _briefing(answers: Sequence[str]) -> str:
    costs, savings = answers
    return f"# Briefing\n\n## What it costs\n\n{costs}\n\n## What could be saved\n\n{savings}"


def _report(results: Sequence[Any]) -> str:
    total: SpendTotal
    models: TopSpenders
    teams: TopSpenders
    months: SpendByMonth
    total, models, teams, months = results
    return "\n\n".join(
        (
            f"# AI spend: {in_words(total['period'])}",
            _total(total),
            "## By model",
            _ranking_table(models),
            "## By team",
            _ranking_table(teams),
            "## Month by month",
            _months_table(months),
        )
    )
