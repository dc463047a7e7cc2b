"""What a run says to people at its end: promises kept and broken by area, and where to look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

from test_framework.reporting.card import Card

CARD = "chat_is_king_card"
GENERATE = "python -m test_framework.reporting.generate"


@dataclass
class Area:
    """How one business area fared.

    Attributes:
        runs: Scenario runs by outcome: "kept", "broken", "skipped".
        promises: The worst outcome of each promise.
        broken: A line for each broken run.
    """

    runs: dict[str, int] = field(default_factory=dict)
    promises: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def note_of(card: Card) -> list[tuple[str, object]]:
    """What the summary needs of a card, as properties that travel with a test's report."""
    return (
        [(CARD, [card.epic, card.feature, card.name, *card.promises])] if card.is_scenario else []
    )


def areas_of(reports: Iterable[tuple[str, pytest.TestReport]]) -> dict[str, Area]:
    """The areas with their outcomes.

    Args:
        reports: Each with its outcome: "kept", "broken" or "skipped".
    """
    areas: dict[str, Area] = {}
    for outcome, report in reports:
        card = dict(report.user_properties).get(CARD)
        if not isinstance(card, list):
            continue
        epic, feature, name, *promises = card
        area = areas.setdefault(epic, Area())
        area.runs[outcome] = area.runs.get(outcome, 0) + 1
        for promise in promises:
            area.promises[promise] = _worst(area.promises.get(promise, outcome), outcome)
        if outcome == "broken":
            of = f" ({', '.join(promises)})" if promises else ""
            area.broken.append(f"{feature}: {name}{of}")
    return areas


def lines_of(areas: dict[str, Area]) -> list[str]:
    """The table: an area a line, below it what is broken in it."""
    width = max(map(len, areas), default=0)
    lines = []
    for name, area in sorted(areas.items()):
        outcomes = list(area.promises.values())
        kept = f"{outcomes.count('kept')} of {len(outcomes)} promises kept"
        runs = ", ".join(
            f"{area.runs[each]} {each}"
            for each in ("kept", "broken", "skipped")
            if each in area.runs
        )
        lines.append(f"{name:{width}}  {kept}; scenario runs: {runs}")
        lines += [f"{'':{width}}  BROKEN {text}" for text in area.broken]
    return lines


def reports_of(reporter: pytest.TerminalReporter) -> Iterable[tuple[str, pytest.TestReport]]:
    """The decisive report of each test: its call, or the set-up that failed before."""
    for stat, outcome in (
        ("passed", "kept"),
        ("failed", "broken"),
        ("error", "broken"),
        ("skipped", "skipped"),
    ):
        for report in reporter.stats.get(stat, ()):
            if isinstance(report, pytest.TestReport) and (
                report.when == "call" or report.outcome != "passed"
            ):
                yield outcome, report


def _worst(one: str, other: str) -> str:
    return next(each for each in ("broken", "kept", "skipped") if each in {one, other})
