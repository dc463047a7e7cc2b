"""How one person looks into runs, agents and the ledger: over HTTP, or on the page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from pages.runs import RunsPage
from targets.reference.api import Api, Refused
from targets.reference.bill import Line
from targets.reference.billing_access import lines_of
from test_framework.test_context import TestContext

SHOWN_WITHIN_S = 10.0
RUN = re.compile(
    r"(?P<agent>\w+)\n(?P<status>\w+) after (?P<took>\d+) ms, "
    r"\$(?P<cost>[\d.]+) on the (?P<plan>\w+) plan\n"
    r"[^\n]+, for (?P<person>[^\n]+)\nRun (?P<run_id>\S+)"
)
AGENT = re.compile(
    r"(?P<agent>\w+)\n(?P<runs>\d+) runs?, \d+ failed(, earned \$(?P<total>[\d.]+))?"
)


@dataclass(frozen=True)
class ListedRun:
    """A run as those who look after the platform see it.

    Attributes:
        took_ms: From its start to its end.
        cost: Exact, in USD.
    """

    person: str
    agent: str
    plan: str
    status: str
    took_ms: int
    cost: Decimal


@dataclass(frozen=True)
class ListedAgent:
    """What an agent did this month.

    Attributes:
        total: What it earned, in USD and cents; None when that may not be seen.
    """

    runs: int
    total: str | None


class Oversight(Protocol):
    """Looks into what went on; it never asserts."""

    def runs(self) -> Mapping[str, ListedRun]:
        """The newest runs by their ids; none when they may not be seen."""

    def agents(self) -> Mapping[str, ListedAgent]:
        """The agents that worked this month, by name; none when they may not be seen."""

    def charged(self) -> Sequence[str]:
        """The runs of the newest lines of the ledger, a line each; none as above."""

    def save(self) -> Sequence[Line] | None:
        """Every line of the ledger, from the file; None when it may not be had."""

    def told(self) -> str:
        """What the platform said to the last attempt, when it was refused."""


def oversight(driver: str, context: TestContext) -> Oversight:
    """The way of this person: ``driver`` is "browser" or "wire"."""
    return PageOversight(context) if driver == "browser" else HttpOversight(Api.of(context))


class HttpOversight:
    """Over HTTP."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._told = ""

    def runs(self) -> Mapping[str, ListedRun]:
        """As the platform answers."""
        return {
            each["run_id"]: ListedRun(
                each["person"],
                each["agent"],
                each["plan"],
                each["status"],
                each["duration_ms"],
                Decimal(each["cost"]),
            )
            for each in self._have("/api/admin/runs")
        }

    def agents(self) -> Mapping[str, ListedAgent]:
        """As the platform answers."""
        found = self._have("/api/admin/agents")
        return {each["agent"]: ListedAgent(each["runs"], each["total"]) for each in found}

    def charged(self) -> Sequence[str]:
        """As the platform answers."""
        return [line["run_id"] for line in self._have("/api/admin/ledger", "lines")]

    def save(self) -> Sequence[Line] | None:
        """The file, as it is downloaded."""
        try:
            return lines_of(self._api.download_text("/api/admin/ledger.csv"))
        except Refused as refusal:
            self._told = f"{refusal.message} {refusal.what_next}"
            return None

    def told(self) -> str:
        """The refusal."""
        return self._told

    def _have(self, path: str, part: str = "") -> list[dict[str, Any]]:
        try:
            answer = self._api.call("GET", path)
        except Refused as refusal:
            self._told = f"{refusal.message} {refusal.what_next}"
            return []
        found: list[dict[str, Any]] = answer[part] if part else answer
        return found


class PageOversight:
    """On the page, opened anew."""

    def __init__(self, context: TestContext) -> None:
        self._page = RunsPage(context.page, context.base_url).open()
        context.wait_for(
            lambda: self._page.has_spoken,
            awaiting="the runs, or a word why not",
            within=SHOWN_WITHIN_S,
        )

    def runs(self) -> Mapping[str, ListedRun]:
        """As the list shows them."""
        found = [RUN.fullmatch(text) for text in self._page.runs.all_inner_texts()]
        return {
            each["run_id"]: ListedRun(
                each["person"],
                each["agent"],
                each["plan"],
                each["status"],
                int(each["took"]),
                Decimal(each["cost"]),
            )
            for each in found
            if each
        }

    def agents(self) -> Mapping[str, ListedAgent]:
        """As the list shows them."""
        found = [AGENT.fullmatch(text) for text in self._page.agents.all_inner_texts()]
        return {
            each["agent"]: ListedAgent(int(each["runs"]), each["total"]) for each in found if each
        }

    def charged(self) -> Sequence[str]:
        """As the list shows them."""
        texts = self._page.ledger.all_inner_texts()
        return [text.splitlines()[-1].removeprefix("Run ") for text in texts]

    def save(self) -> Sequence[Line] | None:
        """The file that the page saves."""
        if not self._page.save.is_visible():
            return None
        return lines_of(Path(self._page.save_ledger().path()).read_text("utf-8"))

    def told(self) -> str:
        """What the page says."""
        return self._page.problem.inner_text()
