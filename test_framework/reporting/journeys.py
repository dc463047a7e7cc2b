"""How long the stages of people's journeys took, over the last runs: a table and a chart.

Scenarios leave samples, which travel with a test's report, from a worker too. Each run adds a line
to ``journeys.jsonl``, beside the results; the lines of the last ``KEPT_RUNS`` runs stay.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pygal  # type: ignore[import-untyped]
import pytest

SAMPLE = "chat_is_king_journey"
FILE = "journeys.jsonl"
KEPT_RUNS = 20
WHOLE = "everything"

Stages = Mapping[str, float]
Journeys = Mapping[str, Stages]


def sample_of(journey: str, stages: Stages) -> tuple[str, object]:
    """A property of a test: the stages of this journey took so many seconds each."""
    return SAMPLE, [journey, dict(stages)]


def journeys_of(reports: Iterable[pytest.TestReport]) -> dict[str, Stages]:
    """The stages of each journey, by its name."""
    samples = [
        sample
        for report in reports
        for name, sample in report.user_properties
        if name == SAMPLE and isinstance(sample, list)
    ]
    return dict(sorted((str(journey), stages) for journey, stages in samples))


def lines_of(journeys: Journeys) -> list[str]:
    """A line for each journey.

    Example:
        >>> lines_of({"Ada": {"everything": 9.04, "connecting": 0.5}})
        ['Ada  9.0 s: connecting 0.50']
    """
    width = max(map(len, journeys), default=0)
    lines = []
    for journey, stages in journeys.items():
        parts = ", ".join(f"{name} {took:.2f}" for name, took in stages.items() if name != WHOLE)
        lines.append(f"{journey:{width}}  {stages.get(WHOLE, 0):.1f} s: {parts}")
    return lines


def past(folder: Path) -> list[dict[str, Stages]]:
    """The journeys of earlier runs, oldest first; empty where there were none."""
    file = folder / FILE
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return [json.loads(line)["journeys"] for line in lines[-KEPT_RUNS:]]


def write(journeys: Journeys, folder: Path, *, add: bool = False) -> Path:
    """Add this run to the file; seconds throughout.

    Args:
        journeys: How long the stages took in this run.
        folder: Where the file is.
        add: This run is a part of the newest that stands there, and not one of its own.

    Returns:
        The file, a run a line: ``{"at": ISO 8601, "journeys": {name: {stage: seconds}}}``.
    """
    file = folder / FILE
    kept = file.read_text("utf-8").splitlines() if file.is_file() else []
    rounded = {
        journey: {stage: round(took, 3) for stage, took in stages.items()}
        for journey, stages in journeys.items()
    }
    if add and kept:
        rounded = {**json.loads(kept.pop())["journeys"], **rounded}
    run = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "journeys": rounded}
    lines = [*kept, json.dumps(run, ensure_ascii=False)][-KEPT_RUNS:]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def chart_of(journey: str, runs: Sequence[Stages]) -> str:
    """A picture (SVG) of one journey over the runs, oldest first: a line for each stage.

    It needs nothing from elsewhere to be seen.
    """
    chart = pygal.Line(
        js=(),  # without scripts from the internet
        disable_xml_declaration=True,
        title=f"{journey}: seconds that each stage took, over the last runs",
        x_title="runs, the newest on the right",
        show_x_labels=False,
        height=360,
        width=900,
    )
    for stage in dict.fromkeys(stage for stages in runs for stage in stages):
        chart.add(stage, [stages.get(stage) for stages in runs])
    return str(chart.render())
