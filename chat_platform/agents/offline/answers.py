"""Writes answers in Markdown from what the tools said, and from nothing else."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from chat_platform.agents.money import format_usd
from chat_platform.agents.names import AgentName
from chat_platform.agents.offline.briefing import sections
from chat_platform.agents.offline.markdown import literal, table
from chat_platform.agents.offline.plan import Outcome
from chat_platform.agents.offline.question import Question
from chat_platform.agents.offline.scope_words import of_whom, when
from chat_platform.agents.offline.specialist_words import RECORDS_SHOWN, records_table
from chat_platform.agents.offline.specialties import SPECIALTIES
from chat_platform.agents.offline.topics import Topic
from chat_platform.agents.periods import in_words
from chat_platform.agents.tools.attachments import AttachmentTotal
from chat_platform.agents.tools.results import (
    Catalogue,
    Forecast,
    PriceComparison,
    Savings,
    SpendByMonth,
    SpendTotal,
    TopSpenders,
    UsageRecords,
)
from chat_platform.agents.wording import listing

# A few for whoever asked something else; all of them for whoever asks what can be asked.
_EXAMPLES = (
    "Which are our three most expensive models in September 2026?",
    "How much did Engineering spend last month?",
    "What would we save if we moved from aurora-large to cobalt-chat?",
    "What will we spend in the next 30 days?",
    "Write me a report for September 2026.",
)
_ALL_EXAMPLES = (*_EXAMPLES, *(specialty.example for specialty in SPECIALTIES.values()))
_RIVALS = {
    Topic.FORECAST: (AgentName.FORECASTER, _EXAMPLES[3]),
    Topic.REPORT: (AgentName.REPORTER, _EXAMPLES[4]),
}
_COLLEAGUES = listing(name.replace("_", " ") for name in AgentName if name is not AgentName.TRIAGE)


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
        return _unclear(question) if question.topic is Topic.UNCLEAR else _welcome()
    # What several tools say together; else earlier tools only led to the last one.
    together: dict[Topic, Any] = {
        Topic.REPORT: _report,
        Topic.DAILY: _by_day,
        Topic.BRIEFING: partial(_briefing, question),
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
        **{specialty.tool: specialty.write for specialty in SPECIALTIES.values()},
    }
    return str(writers[last.tool](last.result))


def _welcome() -> str:
    return (
        "Hello! I look after questions about what your company spends on AI models. "
        f"With me work these agents: {_COLLEAGUES}.\n\n" + _what_to_ask(_ALL_EXAMPLES)
    )


def _unclear(question: Question) -> str:
    """Say that it is unclear, and what would be clear, rather than guess."""
    if not question.candidates:
        return f"I am not sure what you want to know. {_what_to_ask()}"
    could = {**_RIVALS, **{topic: (one.agent, one.example) for topic, one in SPECIALTIES.items()}}
    agents = " or the ".join(could[topic][0].replace("_", " ") for topic in question.candidates)
    asked = "\n".join(f"- {could[topic][1]}" for topic in question.candidates)
    return (
        f"I am not sure who shall answer that: the {agents}? Ask for one thing at a time, "
        f"for example:\n\n{asked}"
    )


def _what_to_ask(examples: Sequence[str] = _EXAMPLES) -> str:
    return "You can ask, for example:\n\n" + "\n".join(f"- {example}" for example in examples)


def _total(total: SpendTotal) -> str:
    whose = of_whom(total)
    return (
        f"The total spend{' of ' + whose if whose else ''} in {when(total)} was "
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
    spenders, whose = ranking["spenders"], of_whom(ranking)
    part = f" for {whose}" if whose else ""
    if not spenders:
        return f"Nothing was spent{part} in {when(ranking)}."
    first = spenders[0]
    best = "team that spent most" if ranking["by"] == "team" else f"most expensive {ranking['by']}"
    lead = (
        f"The {best}{part} in {when(ranking)} is **{first['name']}** "
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
    whose = of_whom(months)
    return f"The spend{' of ' + whose if whose else ''} month by month:\n\n{_months_table(months)}"


def _forecast(forecast: Forecast) -> str:
    whose = of_whom(forecast)
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
        return f"No model was used in {when(comparison)}."
    cheapest = models[0]
    return (
        f"The cheapest {'of these ' if len(models) > 1 else ''}in {when(comparison)} is "
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
        f"{'have ' if dearer else ''}{effect} in {when(savings)}.\n\n"
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
    whose = of_whom(totals[0])
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
    records, whose = found["records"], of_whom(found)
    part = f" of {whose}" if whose else ""
    if not records:
        return f"There is no usage record{part} in {when(found)}."
    return (
        f"There are **{len(records):,}** usage records{part} in {when(found)}. These are the first "
        f"{min(len(records), RECORDS_SHOWN)}:\n\n{records_table(records)}"
    )


def _briefing(question: Question, answers: Sequence[str]) -> str:
    headings = (section.heading for section in sections(question))
    parts = (f"## {head}\n\n{text}" for head, text in zip(headings, answers, strict=True))
    return "\n\n".join(["# Briefing", *parts])


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
