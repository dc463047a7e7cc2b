"""Every tag that a feature may carry, and how each becomes a pytest marker.

``-m smoke``, ``-m "browser and not chaos"`` and ``-m severity:critical`` all work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
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
        "unit": "a layer: needs no platform, so none is started",
        "integration": "a layer: driven through the WebSocket (every @wire scenario has it)",
        "e2e": "a layer: driven through the page (every @browser scenario has it)",
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
UNIT = "unit"
LAYER_OF = MappingProxyType({"browser": "e2e", "wire": "integration"})


def why_not_registered(tag: str) -> str | None:
    """What is wrong with a tag, written without the @; None when it is registered.

    Example:
        >>> why_not_registered("smoke"), why_not_registered("promise:ACCESS-1")
        (None, None)
        >>> why_not_registered("severity:huge")
        '@severity: takes blocker, critical, normal, minor, trivial, not huge'
        >>> why_not_registered("e2e")
        '@e2e is given to every @browser scenario by itself: leave it out'
    """
    prefix, colon, value = tag.partition(":")
    for driver, layer in LAYER_OF.items():
        # Written on a scenario with two drivers it would mark the other run too.
        if tag == layer:
            return f"@{tag} is given to every @{driver} scenario by itself: leave it out"
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


def marker_name(tag: str) -> str:
    """The pytest marker of a tag.

    pytest cuts the registration of a marker at its first colon, so ours have a dot there.

    Example:
        >>> marker_name("promise:ACCESS-1"), marker_name("smoke")
        ('promise.ACCESS-1', 'smoke')
    """
    return tag.replace(":", ".", 1) if tag.partition(":")[0] in PREFIX_TAGS else tag


def tag_name(marker: str) -> str:
    """The tag of a pytest marker: the way back.

    Example:
        >>> tag_name("promise.ACCESS-1"), tag_name("smoke")
        ('promise:ACCESS-1', 'smoke')
    """
    return marker.replace(".", ":", 1) if marker.partition(".")[0] in PREFIX_TAGS else marker


def register_markers(config: pytest.Config, tags: Iterable[str]) -> None:
    """Let these tags be markers, and values of ``-m``."""
    known = {line.partition(":")[0] for line in config.getini("markers")}
    for tag in sorted(set(tags)):
        if marker_name(tag) not in known:
            config.addinivalue_line("markers", f"{marker_name(tag)}: the tag @{tag}")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register the plain tags, explain the others, and read ``-m`` as tags are written."""
    for tag, meaning in PLAIN_TAGS.items():
        config.addinivalue_line("markers", f"{tag}: {meaning}")
    for prefix, meaning in PREFIX_TAGS.items():
        config.addinivalue_line("markers", f"{prefix}: (as @{prefix}:...) {meaning}")
    prefixes = "|".join(PREFIX_TAGS)
    config.option.markexpr = re.sub(rf"\b({prefixes}):", r"\1.", config.option.markexpr)


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_apply_tag(tag: str, function: Callable[..., object]) -> bool:
    """Mark a scenario's function; the collector marks each run with its own driver itself."""
    if tag not in DRIVERS:
        getattr(pytest.mark, marker_name(tag))(function)
    return True
