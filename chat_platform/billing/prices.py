"""What each plan pays for what a run uses: one table, in whole nano-dollars (see agents/money.py).

The same table for people: docs/billing.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from chat_platform.accounts.plans import Selling
from chat_platform.contract.standing import Plan

# `relief` takes back what a question costs beyond the most that any question costs.
Kind = Literal["input_tokens", "output_tokens", "tool_call", "storage", "relief"]
CreditBook = Mapping[Plan, int | None]
NANO_USD_OF_A_CENT = 10_000_000
# No question costs more, with all its nested runs: so it is known before what may be spent.
MOST_OF_A_QUESTION = 25 * NANO_USD_OF_A_CENT


@dataclass(frozen=True)
class Prices:
    """What one plan pays, in nano-dollars: for a token, a call of a tool, a byte of an answer."""

    input_token: int
    output_token: int
    tool_call: int
    stored_byte: int


NOTHING = Prices(0, 0, 0, 0)
PRICES: Mapping[Plan, Prices] = MappingProxyType(
    {
        "free": NOTHING,
        "trial": NOTHING,
        "early": Prices(600, 2_400, 1_200_000, 120),
        "mid": Prices(500, 2_000, 1_000_000, 100),
        "enterprise": Prices(400, 1_600, 800_000, 80),
    }
)
# What a person may spend in a month, in nano-dollars; None: as much as they like, by invoice.
CREDITS: CreditBook = MappingProxyType(
    {
        "free": None,
        "trial": None,
        "early": 2_000 * NANO_USD_OF_A_CENT,
        "mid": 20_000 * NANO_USD_OF_A_CENT,
        "enterprise": None,
    }
)


def credit_book(selling: Selling, changed: Mapping[Plan, Decimal]) -> CreditBook:
    """What each plan lets spend in a month, where plans are sold; elsewhere nobody is limited.

    Args:
        selling: As of the plans.
        changed: What the operator lets spend instead, in USD.

    Example:
        >>> credit_book("priced", {"mid": Decimal("0.5")})["mid"]
        500000000
    """
    if selling == "open":
        return dict.fromkeys(CREDITS)
    return {**CREDITS, **{plan: int(usd.scaleb(9)) for plan, usd in changed.items()}}
