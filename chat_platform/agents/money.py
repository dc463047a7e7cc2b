"""Money without loss: whole nano-dollars inside, decimal strings on the wire.

A price has at most three decimals in USD per million tokens, so one token costs a whole
number of nano-dollars (1e-9 USD) and every cost is exact in integers.

The one rounding rule, for everything people read: **half up** (a tie goes away from zero,
as on an invoice), dollars to cents and shares to one decimal of a percent.
"""

from decimal import ROUND_HALF_UP, Decimal

NANO_USD = 1_000_000_000
_CENT = Decimal("0.01")


def exact_usd(nano_usd: int) -> str:
    """Nano-dollars as a decimal string in USD, exact, with at least two decimals.

    Example:
        >>> exact_usd(1_234_500_000_000), exact_usd(70)
        ('1234.50', '0.00000007')
    """
    amount = Decimal(nano_usd).scaleb(-9)
    whole, _, fraction = f"{amount:.9f}".partition(".")
    return f"{whole}.{fraction.rstrip('0'):0<2}"


def ratio(numerator: int, denominator: int, places: int) -> Decimal:
    """The quotient of two integers, rounded half up once, without an inexact step between.

    Args:
        numerator: any integer.
        denominator: a positive integer.
        places: decimals of the result.

    Raises:
        ZeroDivisionError: when the denominator is 0.

    Example:
        >>> ratio(1, 8, 2), ratio(-1, 8, 2)
        (Decimal('0.13'), Decimal('-0.13'))
    """
    scaled = (abs(numerator) * 10**places * 2 + denominator) // (2 * denominator)
    return Decimal(scaled if numerator >= 0 else -scaled).scaleb(-places)


def percent(part: int, whole: int) -> str:
    """A share as a percentage with one decimal, half up; ``0.0`` of nothing.

    Example:
        >>> percent(1, 3), percent(0, 0)
        ('33.3', '0.0')
    """
    return str(ratio(part * 100, whole, 1)) if whole else "0.0"


def format_usd(amount: str | Decimal) -> str:
    """An amount in USD for people: ``$1,234.56``, rounded half up to cents.

    Example:
        >>> format_usd("1234.565"), format_usd("-0.5")
        ('$1,234.57', '-$0.50')
    """
    cents = Decimal(amount).quantize(_CENT, rounding=ROUND_HALF_UP)
    return f"{'-' if cents < 0 else ''}${abs(cents):,.2f}"
