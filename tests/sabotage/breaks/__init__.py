"""All sabotages, by area as in ``features/``; importing this registers them."""

from tests.sabotage.breaks import (
    access,
    ag_ui,
    agents,
    chat,
    events,
    load,
    resilience,
    runs,
    security,
    spending,
    storage,
)

__all__ = [
    "access",
    "ag_ui",
    "agents",
    "chat",
    "events",
    "load",
    "resilience",
    "runs",
    "security",
    "spending",
    "storage",
]
