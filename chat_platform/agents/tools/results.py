"""What tools give back: plain JSON, with every amount as an exact decimal string in USD."""

from typing import Literal

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

Dimension = Literal["model", "team", "provider"]


class Span(TypedDict):
    """The days a figure covers, both included, and the period that was asked for."""

    period: str
    from_day: str
    to_day: str


class Filters(TypedDict):
    """Which part of the spend was looked at; ``None`` means all of it."""

    provider: str | None
    model: str | None
    team: str | None


class SpendTotal(Span, Filters):
    """A total with what was bought for it."""

    requests: int
    input_tokens: int
    output_tokens: int
    cost_usd: str


class Spender(TypedDict):
    """One line of a ranking; ``share_percent`` of the total has one decimal."""

    rank: int
    name: str
    cost_usd: str
    share_percent: str


class TopSpenders(Span, Filters):
    """A ranking, dearest first, and the bill that the shares refer to."""

    by: Dimension
    total_usd: str
    spenders: list[Spender]


class MonthlyCost(TypedDict):
    """The cost of one month, or of the part of it that has data."""

    month: str
    from_day: str
    to_day: str
    cost_usd: str


class SpendByMonth(Filters):
    """The cost of every month with data, oldest first."""

    months: list[MonthlyCost]


class Forecast(Filters):
    """An expected cost: the daily mean of the basis days, times the days ahead."""

    days: int
    basis_days: int
    basis_from: str
    basis_to: str
    daily_mean_usd: str
    forecast_usd: str


class ModelCost(TypedDict):
    """What a million tokens of a model costs: as paid (input and output mixed) and as listed."""

    model: str
    provider: str
    usd_per_million_tokens: str
    input_usd_per_million: str
    output_usd_per_million: str


class PriceComparison(Span):
    """Models by what a million of their tokens cost in the period, cheapest first."""

    models: list[ModelCost]


class Savings(Span):
    """What the same tokens would have cost at another model's list prices.

    ``savings_usd`` is negative when the other model is dearer.
    """

    from_model: str
    to_model: str
    current_usd: str
    moved_usd: str
    savings_usd: str
    savings_percent: str


class Record(TypedDict):
    """What one team used of one model on one day."""

    day: str
    provider: str
    model: str
    team: str
    requests: int
    input_tokens: int
    output_tokens: int
    cost_usd: str


class UsageRecords(Span, Filters):
    """Usage records, by day, provider, model and team."""

    records: list[Record]


class ModelName(TypedDict):
    """A model and who sells it."""

    model: str
    provider: str


class Catalogue(TypedDict):
    """What the data set knows: models, teams, and from when to when."""

    models: list[ModelName]
    teams: list[str]
    first_day: str
    last_day: str
