"""What people read: every figure in an answer is computed a second time from the export."""

from fractions import Fraction

import pytest

from chat_platform.agents.offline import question
from chat_platform.agents.offline.specialties import SPECIALTIES
from chat_platform.agents.offline.topics import topics_of
from chat_platform.contract.events import AgentStarted, ToolCompleted, ToolExecuting

from . import ledger

pytestmark = pytest.mark.anyio


def lines_of_table(answer: str) -> list[list[str]]:
    cells = [line.strip("| ").split(" | ") for line in answer.splitlines() if line[:1] == "|"]
    return [row for row in cells if not set("".join(row)) <= set(":- ")]


def served_by(told) -> str:
    (started,) = told.of(AgentStarted)
    return started.agent


def tools_of(told) -> list[str]:
    return [event.tool for event in told.of(ToolExecuting)]


async def test_three_most_expensive_models_and_their_share_of_the_bill(ask, rows):
    told = await ask("Which are our three most expensive models in September 2026?")
    september = ledger.month(rows, "2026-09")
    bill = ledger.cost(september)
    expected = [
        [str(rank), name, ledger.dollars(cost), ledger.share(cost, bill)]
        for rank, (name, cost) in enumerate(ledger.ranking(september, lambda r: r.model)[:3], 1)
    ]
    assert lines_of_table(told.answer)[1:] == expected
    assert f"of the bill of {ledger.dollars(bill)}" in told.answer
    assert (served_by(told), tools_of(told)) == ("cost_analyst", ["top_spenders"])


async def test_total_of_a_team_last_month(ask, rows):
    told = await ask("How much did Engineering spend last month?")
    mine = [row for row in ledger.month(rows, "2026-08") if row.team == "Engineering"]
    assert f"**{ledger.dollars(ledger.cost(mine))}**" in told.answer
    assert "August 2026 (2026-08-01 to 2026-08-31)" in told.answer
    assert f"{sum(row.requests for row in mine):,}" in told.answer
    assert (served_by(told), tools_of(told)) == ("cost_analyst", ["spend_total"])


async def test_month_by_month(ask, rows):
    told = await ask("How did our spend develop month by month?")
    shown = [row[-1] for row in lines_of_table(told.answer)[1:]]
    months = ("2026-07", "2026-08", "2026-09")
    assert shown == [ledger.dollars(ledger.cost(ledger.month(rows, month))) for month in months]
    assert tools_of(told) == ["spend_by_month"]


async def test_forecast(ask, rows):
    told = await ask("What will we spend in the next 30 days?")
    mean = ledger.cost(ledger.last_days(rows, 28)) / 28
    assert f"**{ledger.dollars(mean * 30)}** in the next 30 days" in told.answer
    assert f"{ledger.dollars(mean)} a day" in told.answer
    assert (served_by(told), tools_of(told)) == ("forecaster", ["forecast_spend"])


async def test_cheapest_model(ask, rows):
    told = await ask("Which model is the cheapest?")

    def paid(model: str) -> Fraction:
        mine = [row for row in rows if row.model == model]
        return ledger.cost(mine) * 10**6 / sum(r.input_tokens + r.output_tokens for r in mine)

    models = sorted({row.model for row in rows}, key=paid)
    assert [line[0] for line in lines_of_table(told.answer)[1:]] == models
    assert f"**{models[0]}** at {ledger.dollars(paid(models[0]))} per million" in told.answer
    assert (served_by(told), tools_of(told)) == ("price_comparer", ["compare_prices"])


async def test_savings_of_a_named_move(ask, rows):
    told = await ask("What would we save if we moved from aurora-large to cobalt-chat?")
    current = ledger.cost(row for row in rows if row.model == "aurora-large")
    moved = ledger.cost_elsewhere(rows, "aurora-large", "cobalt-chat")
    saved = (
        f"saved **{ledger.dollars(current - moved)}** ({ledger.share(current - moved, current)})"
    )
    assert saved in told.answer
    assert [line[1] for line in lines_of_table(told.answer)[1:]] == [
        ledger.dollars(current),
        ledger.dollars(moved),
    ]
    assert (served_by(told), tools_of(told)) == ("optimizer", ["savings_if_moved"])


async def test_a_dearer_move_is_called_dearer(ask, rows):
    told = await ask("What if we moved from meridian-lite to aurora-large in August?")
    august = ledger.month(rows, "2026-08")
    current = ledger.cost(row for row in august if row.model == "meridian-lite")
    more = ledger.cost_elsewhere(august, "meridian-lite", "aurora-large") - current
    assert f"would have cost **{ledger.dollars(more)}** more in August 2026" in told.answer


async def test_where_to_save_is_found_from_the_dearest_and_the_cheapest(ask, rows):
    told = await ask("How can we spend less than in September?")
    september = ledger.month(rows, "2026-09")
    dearest = ledger.ranking(september, lambda row: row.model)[0][0]
    assert f"Moving from {dearest} to meridian-lite" in told.answer
    assert tools_of(told) == ["top_spenders", "compare_prices", "savings_if_moved"]
    move = told.of(ToolExecuting)[-1].parameters
    assert (move["from_model"], move["to_model"]) == (dearest, "meridian-lite")


async def test_report_of_a_month(ask, rows):
    told = await ask("Write me a report for September 2026")
    september = ledger.month(rows, "2026-09")
    bill = ledger.cost(september)
    assert told.answer.startswith("# AI spend: September 2026\n")
    assert f"**{ledger.dollars(bill)}**" in told.answer
    table = lines_of_table(told.answer)
    for by in (lambda row: row.model, lambda row: row.team):
        for rank, (name, cost) in enumerate(ledger.ranking(september, by), start=1):
            line = [str(rank), name, ledger.dollars(cost), ledger.share(cost, bill)]
            assert line in table
    assert ["August 2026", "2026-08-01", "2026-08-31"] in [line[:3] for line in table]
    assert served_by(told) == "reporter"
    assert tools_of(told) == ["spend_total", "top_spenders", "top_spenders", "spend_by_month"]


async def test_follow_up_keeps_the_period(ask, rows):
    told = await ask("And by team?", "Which are our three most expensive models in August?")
    august = ledger.ranking(ledger.month(rows, "2026-08"), lambda row: row.team)
    assert [line[1:3] for line in lines_of_table(told.answer)[1:]] == [
        [name, ledger.dollars(cost)] for name, cost in august
    ]


async def test_a_text_is_read_once_in_a_run_and_forgotten_with_it(ask, monkeypatch):
    read = []

    def note(text):
        read.append(text)
        return topics_of(text)

    monkeypatch.setattr(question, "topics_of", note)
    told = await ask("Which are our three most expensive models in September 2026?")
    assert tools_of(told) == ["top_spenders"]
    assert len(read) == 1
    await ask("Which are our three most expensive models in September 2026?")
    assert len(read) == 2


async def test_greeting_needs_no_tool_and_says_what_can_be_asked(ask):
    told = await ask("Hello!")
    assert (served_by(told), tools_of(told)) == ("triage", [])
    assert "You can ask" in told.answer
    for specialty in SPECIALTIES.values():
        assert f"- {specialty.example}" in told.answer


async def test_what_there_is_to_ask_about(ask, rows):
    told = await ask("Which models and teams are there?")
    assert (served_by(told), tools_of(told)) == ("triage", ["list_models"])
    for name in {row.model for row in rows} | {row.team for row in rows}:
        assert name in told.answer
    # What else could be asked takes no more room than what was.
    assert told.answer.count("\n- ") == 5


@pytest.mark.parametrize(
    "text",
    [
        "Which are our three most expensive models in September 2026?",
        "How much did Engineering spend last month?",
        "What would we save if we moved from aurora-large to cobalt-chat?",
        "What will we spend in the next 30 days?",
        "Write me a report for September 2026.",
        *(specialty.example for specialty in SPECIALTIES.values()),
    ],
)
async def test_every_example_of_the_greeting_is_answered(ask, text):
    assert f"- {text}" in (await ask("Hello!")).answer
    told = await ask(text)
    assert all(event.status == "ok" for event in told.of(ToolCompleted))
    assert tools_of(told)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (
            "How much did the model <img src=x onerror=alert(1)> cost in September 2026?",
            "<img src=x onerror=alert(1)>",
        ),
        ("How much did the model called *bold* cost?", r"\*bold\*"),
        ("How much did the Sales team spend?", '"Sales"'),
        ("Move from gpt-99 to cobalt-chat", '"gpt-99"'),
    ],
)
async def test_an_unknown_name_is_quoted_with_what_is_known_instead(ask, text, word):
    told = await ask(text)
    (completed,) = told.of(ToolCompleted)
    assert completed.status == "error"
    assert completed.result is None
    assert word in told.answer
    assert "Known " in told.answer
    assert told.completed.status == "succeeded"
    assert told.completed.result == told.answer


async def test_a_month_without_data_is_explained(ask):
    told = await ask("How much did we spend in January 2025?")
    assert "no usage data for January 2025; the data covers 2026-07-03 to" in told.answer


@pytest.mark.parametrize("count", [1, 50, 90])
async def test_the_spend_of_each_of_the_last_days(ask, rows, count):
    told = await ask(f"What did we spend on each of the last {count} days?")
    chosen = ledger.last_days(rows, count)
    costs = {day: ledger.cost(r for r in chosen if r.day == day) for day in {r.day for r in chosen}}
    expected = [[day.isoformat(), ledger.dollars(costs[day])] for day in sorted(costs)]
    assert len(expected) == count
    assert lines_of_table(told.answer)[1:] == expected
    assert f"cost {ledger.dollars(ledger.cost(chosen))}." in told.answer
    assert tools_of(told) == ["spend_total"] * count
    # All at once: every one begins before the first has ended.
    kinds = [type(e) for e in told.events if isinstance(e, ToolExecuting | ToolCompleted)]
    assert kinds == [ToolExecuting] * count + [ToolCompleted] * count


async def test_more_days_than_there_are_are_all_there_are(ask):
    told = await ask("What did we spend on each of the last 300 days?")
    assert len(tools_of(told)) == 90


async def test_every_usage_record_is_counted_and_the_first_ones_are_shown(ask, rows):
    told = await ask("Show me every usage record of September 2026")
    september = ledger.month(rows, "2026-09")
    assert f"**{len(september):,}** usage records in September 2026" in told.answer
    shown = lines_of_table(told.answer)[1:]
    assert [[line[0], *line[1:4], line[5]] for line in shown] == [
        [row.day.isoformat(), row.provider, row.model, row.team, ledger.dollars(row.cost)]
        for row in september[:20]
    ]
    (completed,) = told.of(ToolCompleted)
    assert len(completed.result["records"]) == len(september)
