"""Every tag that a feature may carry, and how each becomes a pytest marker.

``-m smoke``, ``-m "browser and not chaos"`` and ``-m severity:critical`` all work.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import pytest

PLAIN_TAGS = MappingProxyType(
    {
        "smoke": "the few that tell in a minute whether anything works",
        "journey": "goes the whole way; may be longer than other scenarios",
        "browser": "driven through the page, as a person does",
        "wire": "driven through the WebSocket, as a program does",
        "chaos": "with faults between user and platform",
        "load": "with many users at once",
        "soak": "for a long time",
        "containers": "needs Docker",
        "unit": "one part by itself",
        "integration": "several parts together",
        "e2e": "the whole platform",
    }
)
PREFIX_TAGS = MappingProxyType(
    {
        "needs": "a capability that the target must have, e.g. @needs:history",
        "severity": "blocker, critical, normal, minor or trivial",
        "owner": "the team that answers for it",
        "promise": "the id that report, sabotage proof and requirement share",
    }
)
SEVERITIES = ("blocker", "critical", "normal", "minor", "trivial")
DRIVERS = ("browser", "wire")


def why_not_registered(tag: str) -> str | None:
    """What is wrong with a tag, written without the @; None when it is registered.

    Example:
        >>> why_not_registered("smoke"), why_not_registered("promise:ACCESS-1")
        (None, None)
        >>> why_not_registered("severity:huge")
        '@severity: takes blocker, critical, normal, minor, trivial, not huge'
    """
    prefix, colon, value = tag.partition(":")
    if not colon:
        known = ", ".join(f"@{name}" for name in PLAIN_TAGS)
        known += ", " + ", ".join(f"@{name}:..." for name in PREFIX_TAGS)
        return None if tag in PLAIN_TAGS else f"@{tag} is not registered. There are {known}"
    if prefix not in PREFIX_TAGS:
        return f"@{prefix}: is not registered. There are " + ", ".join(
            f"@{name}:" for name in PREFIX_TAGS
        )
    if not value:
        return f"@{prefix}: says nothing after the colon"
    if prefix == "severity" and value not in SEVERITIES:
        return f"@severity: takes {', '.join(SEVERITIES)}, not {value}"
    return None


def pytest_configure(config: pytest.Config) -> None:
    """Register the plain tags, and list the others in ``pytest --markers``."""
    for tag, meaning in PLAIN_TAGS.items():
        config.addinivalue_line("markers", f"{tag}: {meaning}")
    for prefix, meaning in PREFIX_TAGS.items():
        config.addinivalue_line("markers", f"{prefix}: (as @{prefix}:...) {meaning}")


def allow_as_marker(tag: str) -> None:
    """Let pytest take ``promise:ACCESS-1`` for a marker although it has a colon.

    pytest cuts a marker's registration at the first colon, so that one with a colon
    can only be made known to its generator.
    """
    pytest.mark._markers.add(tag)


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_apply_tag(tag: str, function: Callable[..., object]) -> bool | None:
    """Leave the drivers to the collector: it marks each run with its own driver only."""
    del function
    return True if tag in DRIVERS else None
