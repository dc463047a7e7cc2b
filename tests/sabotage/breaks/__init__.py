"""All sabotages, by area as in ``features/``; importing this registers them."""

from tests.sabotage.breaks import (
    access,
    agents,
    chat,
    devices,
    events,
    guessing,
    load,
    recovery,
    resilience,
    second_factor,
    security,
    spending,
)

__all__ = [
    "access",
    "agents",
    "chat",
    "devices",
    "events",
    "guessing",
    "load",
    "recovery",
    "resilience",
    "second_factor",
    "security",
    "spending",
]
