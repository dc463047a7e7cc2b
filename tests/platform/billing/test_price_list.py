"""The price list that people read is the one that is charged."""

from decimal import Decimal
from pathlib import Path

from chat_platform.billing.prices import CREDITS, MOST_OF_A_QUESTION, PRICES

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "billing.md").read_text("utf-8")
COLUMNS = 6
A_MILLION_IN_USD = Decimal(1_000_000).scaleb(-9)


def rows() -> dict[str, list[str]]:
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in TEXT.splitlines()]
    return {row[0]: row[1:] for row in cells if row and row[0] in PRICES and len(row) == COLUMNS}


def test_the_published_prices_are_those_that_are_charged():
    told = {plan: [Decimal(cell) for cell in cells[:4]] for plan, cells in rows().items()}
    assert told == {
        plan: [
            prices.input_token * A_MILLION_IN_USD,
            prices.output_token * A_MILLION_IN_USD,
            Decimal(prices.tool_call).scaleb(-9),
            prices.stored_byte * A_MILLION_IN_USD,
        ]
        for plan, prices in PRICES.items()
    }


def test_the_published_credits_are_those_that_count():
    told = {plan: cells[4] for plan, cells in rows().items()}
    assert told == {
        plan: "no limit" if credit is None else f"{Decimal(credit).scaleb(-9):.2f}"
        for plan, credit in CREDITS.items()
    }
    assert f"costs more than ${Decimal(MOST_OF_A_QUESTION).scaleb(-9):.2f}" in TEXT
