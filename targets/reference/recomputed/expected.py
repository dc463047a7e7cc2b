"""What is expected of a tool and of the answer, and how a tool's result is compared with it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

_OPTION = re.compile(r"([\d.,]+)\s+(\D.*)")
# Results are rounded to six decimals or fewer; numbers of SQL are doubles where it divides.
_RELATIVE = 1e-9


@dataclass(frozen=True)
class Wanted:
    """What a feature says was asked for: a period, numbers with their units, other words.

    Example:
        >>> Wanted.read("2026-09; 1.5 deviations; input tokens")
        Wanted(period='2026-09', numbers={'deviations': Decimal('1.5')}, words=('input tokens',))
    """

    period: str
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Wanted:
        """Read what stands in a feature."""
        period, *options = text.split("; ")
        found = {option: _OPTION.fullmatch(option) for option in options}
        return cls(
            period,
            {m[2]: Decimal(m[1].replace(",", "")) for m in found.values() if m},
            tuple(option for option, match in found.items() if not match),
        )

    def whole(self, unit: str) -> int:
        """A number of that unit, which the feature must give."""
        return int(self.numbers[unit])


@dataclass(frozen=True)
class Expected:
    """What is right.

    Attributes:
        result: What the tool's result must hold, perhaps beside other things: ``Decimal`` and
            ``int`` exactly, ``Rounded`` as it was rounded.
        told: What the answer must say, in this order.
    """

    result: Mapping[str, Any]
    told: Sequence[str]


@dataclass(frozen=True)
class Rounded:
    """A number that the result holds rounded to some decimals."""

    value: float
    places: int

    def same(self, found: Any) -> bool:
        """Whether a result's number is this one, rounded either way."""
        half = 0.5 * 10**-self.places
        return math.isclose(float(found), self.value, rel_tol=_RELATIVE, abs_tol=half * 1.001)


def differences(expected: Any, found: Any, where: str = "result") -> Iterator[str]:
    """Where a tool's result is not what is expected, in words.

    Example:
        >>> list(differences({"rows": 2}, {"rows": 3, "more": 1}))
        ["result.rows is 3, but the usage data gives 2"]
    """
    if isinstance(expected, Mapping):
        if not isinstance(found, Mapping):
            yield f"{where} is {found!r}, but should have {sorted(expected)}"
            return
        for key, value in expected.items():
            yield from differences(value, found.get(key), f"{where}.{key}")
    elif isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            yield f"{where} is {found!r}, but the usage data gives {expected!r}"
            return
        for place, (value, other) in enumerate(zip(expected, found, strict=True), start=1):
            yield from differences(value, other, f"{where}[{place}]")
    elif not _same(expected, found):
        given = expected.value if isinstance(expected, Rounded) else expected
        yield f"{where} is {found}, but the usage data gives {given}"


def _same(expected: Any, found: Any) -> bool:
    if found is None or expected is None:
        return found is expected
    if isinstance(expected, Rounded):
        return expected.same(found)
    if isinstance(expected, Decimal):
        return Decimal(str(found)) == expected
    return bool(expected == found)
