"""Who sells which model at what price, and which teams buy: the nouns of the data set.

The names are invented. Prices are list prices in USD per million tokens, constant over
the whole period.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class ModelOffer:
    """One model on sale.

    ``input_usd`` and ``output_usd`` are USD per million tokens, at most three decimals.
    ``popularity`` is the mean number of requests a day of an average team; the token
    numbers are means a request.
    """

    model: str
    provider: str
    input_usd: Decimal
    output_usd: Decimal
    popularity: int
    input_tokens: int
    output_tokens: int


OFFERS: tuple[ModelOffer, ...] = (
    ModelOffer("aurora-large", "Aurora", Decimal("12.00"), Decimal("48.00"), 310, 2400, 720),
    ModelOffer("aurora-mini", "Aurora", Decimal("0.60"), Decimal("2.40"), 1450, 1300, 410),
    ModelOffer("borealis-pro", "Borealis", Decimal("5.00"), Decimal("20.00"), 420, 2900, 640),
    ModelOffer("borealis-flash", "Borealis", Decimal("0.30"), Decimal("1.20"), 2600, 900, 260),
    ModelOffer("cobalt-reasoner", "Cobalt", Decimal("8.00"), Decimal("32.00"), 190, 3100, 1900),
    ModelOffer("cobalt-chat", "Cobalt", Decimal("2.50"), Decimal("10.00"), 780, 1700, 520),
    ModelOffer("meridian-code", "Meridian", Decimal("3.00"), Decimal("15.00"), 530, 5200, 880),
    ModelOffer("meridian-lite", "Meridian", Decimal("0.15"), Decimal("0.60"), 3100, 700, 180),
)

MODELS: tuple[str, ...] = tuple(offer.model for offer in OFFERS)
PROVIDERS: tuple[str, ...] = tuple(dict.fromkeys(offer.provider for offer in OFFERS))

# A team's appetite, relative to an average team. Thousandths, so that no float decides.
TEAM_APPETITE: dict[str, int] = {
    "Engineering": 2100,
    "Support": 1600,
    "Research": 1250,
    "Marketing": 640,
    "Finance": 310,
}
TEAMS: tuple[str, ...] = tuple(TEAM_APPETITE)
