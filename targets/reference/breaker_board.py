"""How one person sees the breakers of the reference platform: over HTTP, or on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pages.breakers import BreakersPage
from targets.reference.api import Api, Refused
from test_framework.test_context import TestContext

SHOWN_WITHIN_S = 10.0
BREAKERS = "/api/admin/breakers"


@dataclass(frozen=True)
class Breaker:
    """A breaker as the platform tells of it.

    Attributes:
        again_at: When it lets one call through, while it is open.
        changes: When it went over into which state, oldest first.
    """

    name: str
    state: str
    again_at: datetime | None
    changes: Sequence[tuple[datetime, str]]


class BreakerBoard(Protocol):
    """Looks at the breakers; it never asserts."""

    def states(self) -> Mapping[str, str]:
        """The state of each breaker by its name; none when they may not be seen."""

    def told(self) -> str:
        """What the platform said to that."""


def breaker_board(driver: str, context: TestContext) -> BreakerBoard:
    """The way of this person: ``driver`` is "browser" or "wire"."""
    return PageBoard(context) if driver == "browser" else HttpBoard(Api.of(context))


def breakers_seen_by(api: Api) -> list[Breaker]:
    """The breakers, as whoever is logged in there may see them.

    Raises:
        Refused: when they may not be seen.
    """
    return [_breaker(told) for told in api.call("GET", BREAKERS)]


class HttpBoard:
    """Over HTTP."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._told = ""

    def states(self) -> Mapping[str, str]:
        """As the platform answers."""
        try:
            return {each.name: each.state for each in breakers_seen_by(self._api)}
        except Refused as refusal:
            self._told = f"{refusal.message} {refusal.what_next}"
            return {}

    def told(self) -> str:
        """The refusal."""
        return self._told


class PageBoard:
    """On the page of administration, opened anew."""

    def __init__(self, context: TestContext) -> None:
        self._page = BreakersPage(context.page, context.base_url).open()
        context.wait_for(
            lambda: self._page.has_spoken,
            awaiting="the breakers, or a word why not",
            within=SHOWN_WITHIN_S,
        )

    def states(self) -> Mapping[str, str]:
        """As the list shows them."""
        return self._page.states()

    def told(self) -> str:
        """What the page says."""
        return self._page.problem.inner_text()


def _breaker(told: dict[str, Any]) -> Breaker:
    again_at = told["again_at"]
    return Breaker(
        name=told["name"],
        state=told["state"],
        again_at=datetime.fromisoformat(again_at) if again_at else None,
        changes=[(datetime.fromisoformat(each["at"]), each["to"]) for each in told["changes"]],
    )
