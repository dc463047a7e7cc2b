"""Promises about numbers and reports, broken."""

import re
from decimal import Decimal

from chat_platform.agents.offline import answers
from chat_platform.agents.tools import dependencies, pricing, spending
from chat_platform.chat import rendering, run_in_hand
from tests.sabotage.catalogue import breaks, replace


@breaks("right-totals", finding=r"'\$[\d,.]+' is missing")
def wrong_sum_in_the_answer() -> None:
    """Every amount in an answer is a cent too high."""
    replace(
        answers,
        "format_usd",
        lambda format_usd: lambda usd: format_usd(Decimal(usd) + Decimal("0.01")),
    )


@breaks("right-ranking", finding=r"is missing, or not in its place")
def wrong_share_of_the_bill() -> None:
    """Each share of the bill is called a tenth."""
    replace(spending, "percent", lambda _: lambda _part, _whole: "10.0")


@breaks("right-prices", finding=r"is missing, or not in its place")
def prices_doubled() -> None:
    """A million tokens are said to cost twice as much."""
    replace(pricing, "ratio", lambda ratio: lambda cost, *rest: ratio(2 * cost, *rest))


@breaks("right-savings", finding=r"is missing")
def savings_too_high() -> None:
    """Savings are a dollar too high."""
    replace(pricing, "exact_usd", lambda exact_usd: lambda nano: exact_usd(nano + 1_000_000_000))


@breaks("complete-report", finding="'Finance' is missing")
def team_missing_in_the_report() -> None:
    """Reports leave out a team."""

    def make(agent_message):
        def without_finance(message_id, agent, text):
            return agent_message(message_id, agent, re.sub(r"\n[^\n]*Finance[^\n]*", "", text))

        return without_finance

    replace(run_in_hand, "agent_message", make)


@breaks("readable-tables", finding="no table names all of")
def tables_as_plain_text() -> None:
    """Tables are shown as rows of bars and dashes."""
    replace(
        rendering,
        "_markdown",
        lambda _: lambda: rendering.MarkdownIt("commonmark", {"html": False}),
    )


@breaks("right-forecast", finding=r"is missing")
def forecast_from_one_week() -> None:
    """The forecast is made from seven days, not from 28."""
    replace(spending, "FORECAST_BASIS_DAYS", lambda _: 7)


@breaks("unknown-admitted", finding="(does not name|names an amount|Moonbeam)")
def unknown_model_taken_for_another() -> None:
    """A model that nobody knows is taken for one that is known."""

    def make(known_name):
        async def guess(session, dimension, name):
            try:
                return await known_name(session, dimension, name)
            except dependencies.ToolFailed:
                return "aurora-large"

        return guess

    replace(dependencies, "known_name", make)
