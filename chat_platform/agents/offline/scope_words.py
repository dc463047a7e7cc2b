"""How answers name the part of the data that a figure covers."""

from chat_platform.agents.periods import in_words
from chat_platform.agents.tools.results import Filters, Span


def when(span: Span) -> str:
    """The days, in words and as dates."""
    return f"{in_words(span['period'])} ({span['from_day']} to {span['to_day']})"


def of_whom(filters: Filters) -> str:
    """Model, provider and team, as far as they were named."""
    parts = [filters["model"], filters["provider"], filters["team"] and f"team {filters['team']}"]
    return ", ".join(part for part in parts if part)
