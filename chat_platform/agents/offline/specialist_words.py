"""Puts into words what the specialists' tools found, and nothing else."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from chat_platform.agents.money import format_usd
from chat_platform.agents.offline.markdown import literal, table
from chat_platform.agents.offline.scope_words import of_whom, when
from chat_platform.agents.tools.actions import ActionPlan
from chat_platform.agents.tools.anomalies import Anomalies
from chat_platform.agents.tools.capacity import CapacityPlan
from chat_platform.agents.tools.compliance import Compliance
from chat_platform.agents.tools.library import FoundPassages
from chat_platform.agents.tools.quotes import Quotes
from chat_platform.agents.tools.results import Record
from chat_platform.agents.tools.review import Reconciliation
from chat_platform.agents.tools.statistics import ColumnStatistics
from chat_platform.agents.tools.summaries import KeyFigures
from chat_platform.agents.tools.supply import SupplyConcentration
from chat_platform.agents.tools.synthetic import SyntheticRecords
from chat_platform.agents.tools.trends import SpendTrend
from chat_platform.agents.wording import listing

RECORDS_SHOWN = 20
_TENTH = Decimal("0.1")


def records_table(records: Sequence[Record]) -> str:
    """The first records, as a table."""
    rows = [
        [
            *(record["day"], record["provider"], record["model"], record["team"]),
            f"{record['requests']:,}",
            format_usd(record["cost_usd"]),
        ]
        for record in records[:RECORDS_SHOWN]
    ]
    return table(["Day", "Provider", "Model", "Team", "Requests", "Cost"], "llllrr", rows)


def statistics(found: ColumnStatistics) -> str:
    """Of one column."""
    in_usd, whose = found["column"] == "cost_usd", of_whom(found)
    name = "cost" if in_usd else found["column"].replace("_", " ")

    def told(number: str) -> str:
        return (
            format_usd(number) if in_usd else f"{Decimal(number).quantize(_TENTH, ROUND_HALF_UP):,}"
        )

    figures = ("total", "mean", "median", "standard_deviation", "smallest", "largest")
    cells = [told(str(found[figure])) for figure in figures]  # type: ignore[literal-required] # the names are those of the result
    return (
        f"The {name} of a usage record{' of ' + whose if whose else ''} in {when(found)}, over "
        f"**{found['records']:,}** records:\n\n"
    ) + table([figure.replace("_", " ").capitalize() for figure in figures], "rrrrrr", [cells])


def anomalies(found: Anomalies) -> str:
    """The days that stand out."""
    days, measure = found["anomalies"], f"at least {found['threshold']} standard deviations"
    looked_at = f"Of {found['days_looked_at']:,} days of teams in {when(found)}"
    if not days:
        return f"{looked_at} none stands out: no cost is {measure} from the usual one."
    rows = [
        [
            *(day["day"], day["team"], format_usd(day["cost_usd"]), format_usd(day["usual_usd"])),
            f"{Decimal(day['deviations']):+}",
        ]
        for day in days
    ]
    return (
        f"{looked_at}, **{len(days)}** stand out: their cost is {measure} from the usual one.\n\n"
    ) + table(["Day", "Team", "Cost", "Usual", "Deviations"], "llrrr", rows)


def review(found: Reconciliation) -> str:
    """Whether the books are right."""
    differences = found["differences"]
    checked = (
        f"I recomputed **{found['records']:,}** records in {when(found)} from their tokens and "
        "the list prices."
    )
    if not differences:
        return (
            f"{checked} All agree with the books, to the cent: {format_usd(found['booked_usd'])}."
        )
    rows = [
        [
            *(one["day"], one["model"], one["team"]),
            *(format_usd(one["booked_usd"]), format_usd(one["recomputed_usd"])),
        ]
        for one in differences[:RECORDS_SHOWN]
    ]
    return (
        f"{checked} **{len(differences)}** do not agree. The books say "
        f"{format_usd(found['booked_usd'])}; it should be {format_usd(found['recomputed_usd'])}. "
        "Do not rely on these figures before that is put right.\n\n"
    ) + table(["Day", "Model", "Team", "Booked", "Recomputed"], "lllrr", rows)


def synthetic(found: SyntheticRecords) -> str:
    """The made-up records."""
    records = found["records"]
    return (
        f"Here are **{len(records):,}** synthetic records like those of {when(found)}, with seed "
        f"{found['seed']}. Together they cost {format_usd(found['total_usd'])}. None of them is "
        f"real. These are the first {min(len(records), RECORDS_SHOWN)}:\n\n{records_table(records)}"
    )


def trend(found: SpendTrend) -> str:
    """Where the trend leads."""
    whose, slope = of_whom(found), Decimal(found["slope_usd_a_day"])
    direction = "rises" if slope > 0 else "falls"
    share = Decimal(found["r_squared"]) * 100
    return (
        f"Along the trend, {whose or 'the spend'} comes to **{format_usd(found['trend_usd'])}** in "
        f"the next {found['days']} days.\n\nHow: the straight line through the daily costs of "
        f"{when(found)} {direction} by {format_usd(abs(slope))} a day. It explains "
        f"{share:.1f} % of the variation."
    )


def capacity(found: CapacityPlan) -> str:
    """What each model must bear."""
    rows = [
        [
            one["model"],
            f"{Decimal(one['mean_tokens']):,}",
            f"{one['p95_tokens']:,}",
            f"{one['peak_tokens']:,} ({one['peak_day']})",
            f"{one['needed_tokens']:,}",
        ]
        for one in found["models"]
    ]
    first = found["models"][0]
    return (
        f"With {found['headroom_percent']} % headroom over the peaks of {when(found)}, the most "
        f"is needed for **{first['model']}**: {first['needed_tokens']:,} tokens a day.\n\n"
    ) + table(["Model", "Mean a day", "95th percentile", "Peak", "Needed"], "lrrrr", rows)


def actions(found: ActionPlan) -> str:
    """What to do first."""
    moves = found["actions"]
    if not moves:
        return f"There is nothing cheaper to move to in {when(found)}."
    rows = [
        [
            *(str(move["rank"]), f"Move {move['from_model']} to {move['to_model']}"),
            *(format_usd(move["savings_usd"]), f"{move['savings_percent']} %"),
        ]
        for move in moves
    ]
    return (
        f"These {len(moves)} actions would have saved **{format_usd(found['together_usd'])}** in "
        f"{when(found)}:\n\n{table(['#', 'Action', 'Saving', 'Of its cost'], 'rlrr', rows)}\n\n"
        "Each is one step down in price. Try the quality of the answers before you move."
    )


def key_figures(found: KeyFigures) -> str:
    """A period in a few sentences."""
    parts = [f"In {when(found)} we spent **{format_usd(found['total_usd'])}**."]
    if found["before_usd"] is not None and found["change_percent"] is not None:
        change = Decimal(found["change_percent"])
        parts.append(
            f"That is {abs(change)} % {'more' if change >= 0 else 'less'} than in as many days "
            f"before ({found['before_from']} to {found['before_to']}: "
            f"{format_usd(found['before_usd'])})."
        )
    dearest = [
        f"- Dearest {by}: {one['name']} with {format_usd(one['cost_usd'])}, "
        f"{one['share_percent']} % of the bill"
        for by, one in found["dearest"].items()
    ]
    day = f"- Dearest day: {found['dearest_day']} with {format_usd(found['dearest_day_usd'])}"
    return " ".join(parts) + "\n\n" + "\n".join([*dearest, day])


def quotes(found: Quotes) -> str:
    """What a piece of work costs on each model."""
    rows = [[one["model"], one["provider"], format_usd(one["cost_usd"])] for one in found["quotes"]]
    cheapest = found["quotes"][0]
    return (
        f"{found['input_tokens']:,} input tokens and {found['output_tokens']:,} output tokens cost "
        f"the least on **{cheapest['model']}**: {format_usd(cheapest['cost_usd'])}.\n\n"
    ) + table(["Model", "Provider", "Cost by list price"], "llr", rows)


def supply(found: SupplyConcentration) -> str:
    """How much hangs on single providers."""
    rows = [
        [
            *(one["provider"], str(one["models"])),
            *(format_usd(one["cost_usd"]), f"{one['share_percent']} %"),
        ]
        for one in found["providers"]
    ]
    return (
        f"In {when(found)} the concentration on single providers was **{found['level']}**: the "
        f"index (Herfindahl-Hirschman) is {Decimal(found['index']):,} of 10,000, as with "
        f"{found['like_equal_providers']} providers of equal parts.\n\n"
    ) + table(["Provider", "Models", "Cost", "Share of the bill"], "lrrr", rows)


def passages(found: FoundPassages) -> str:
    """What is written, word for word."""
    quoted = [
        f"**{literal(one['title'])}**\n\n> {literal(one['passage'])}" for one in found["passages"]
    ]
    return f"About {literal(found['query'])} I found:\n\n" + "\n\n".join(quoted)


def compliance(found: Compliance) -> str:
    """Whether the policy was kept."""
    if not found["breaches"]:
        return f"In {when(found)} every team kept to the policy “{found['policy']}”."
    rows = [
        [
            *(one["team"], listing(one["approved"]), f"{one['breaches']:,}"),
            *(format_usd(one["breaches_usd"]), f"{one['breaches_percent']} %"),
        ]
        for one in found["teams"]
    ]
    columns = ["Team", "Approved", "Records outside", "Cost outside", "Of its cost"]
    return (
        f"In {when(found)} the policy “{found['policy']}” was not kept: **{found['breaches']:,}** "
        f"records, {format_usd(found['breaches_usd'])}, are of providers that are not approved for "
        f"their team.\n\n{table(columns, 'llrrr', rows)}"
    )
