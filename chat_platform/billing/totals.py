"""What lines come to: exact as a sum, and rounded once where somebody pays or is paid.

The one rounding rule: lines and the sums of their kinds are exact; only the total is rounded,
once, half up to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from sqlalchemy.orm import Mapped

from chat_platform.agents.money import ratio
from chat_platform.billing.prices import NANO_USD_OF_A_CENT


class Amounting(Protocol):
    """A line that says how much, in nano-dollars."""

    amount: Mapped[int]


Line = TypeVar("Line", bound=Amounting)


@dataclass(frozen=True)
class Summed(Generic[Line]):
    """Lines, and what they come to.

    Attributes:
        lines: Oldest first, each with the id of its run.
    """

    lines: Sequence[tuple[Line, str]]

    @property
    def exact(self) -> int:
        """The sum of all lines, in nano-dollars."""
        # Mapped gives the number itself on an instance, which a protocol cannot say.
        return sum(line.amount for line, _ in self.lines)  # type: ignore[misc]  # see above

    @property
    def total(self) -> str:
        """The same in USD, rounded half up to the cent, once."""
        return in_cents(self.exact)


def in_cents(nano_usd: int) -> str:
    """An amount in USD with two decimals, rounded half up.

    Example:
        >>> in_cents(5_000_000), in_cents(4_999_999), in_cents(-5_000_000)
        ('0.01', '0.00', '-0.01')
    """
    return str(ratio(nano_usd, NANO_USD_OF_A_CENT, 0).scaleb(-2) + 0)
