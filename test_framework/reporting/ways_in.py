"""How soon each way in leads to the first answer: a table at the end of the run, and a file.

Scenarios leave samples, which travel with a test's report, from a worker too. Figures are
nearest ranks of an HdrHistogram (``test_framework.events.percentiles``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from test_framework.events.percentiles import Distribution

SAMPLE = "chat_is_king_way_in"
FILE = "ways-in.json"
MEDIAN, SLOWEST_TENTH = 50, 90


def sample_of(way: str, seconds: float) -> tuple[str, object]:
    """A property of a test: by this way, this long from the first click to the first answer."""
    return SAMPLE, [way, seconds]


def ways_of(reports: Iterable[pytest.TestReport]) -> dict[str, Distribution]:
    """How long each way took, by its name."""
    ways: dict[str, Distribution] = {}
    for report in reports:
        for name, sample in report.user_properties:
            if name == SAMPLE and isinstance(sample, list):
                way, seconds = sample
                ways.setdefault(str(way), Distribution()).add(float(seconds))
    return dict(sorted(ways.items()))


def lines_of(ways: Mapping[str, Distribution]) -> list[str]:
    """A line for each way.

    Example:
        >>> lines_of({"Google": Distribution.of([2.0, 1.0, 3.0])})
        ['Google  (3 scenarios, median 2.00 s from first click to first answer, slowest 3.00 s)']
    """
    width = max(map(len, ways), default=0)
    return [
        f"{way:{width}}  ({taken.count} scenario{'' if taken.count == 1 else 's'}, "
        f"median {taken.at(MEDIAN):.2f} s from first click to first answer, "
        f"slowest {taken.greatest:.2f} s)"
        for way, taken in ways.items()
    ]


def write(ways: Mapping[str, Distribution], folder: Path, *, add: bool = False) -> Path:
    """Keep the table as ``ways-in.json``; seconds throughout.

    Args:
        ways: How long each took in this run.
        folder: Where the file is.
        add: Count what stands there already as well: this run is a part of that one.

    Returns:
        The file: way -> scenarios, median, 90th percentile, slowest, and the whole histogram.
    """
    file = folder / FILE
    if add and file.is_file():
        before = json.loads(file.read_text("utf-8"))
        for way, row in before.items():
            taken = Distribution.decode(row["histogram"])
            if way in ways:
                taken.merge(ways[way])
            ways = {**ways, way: taken}
    table = {
        way: {
            "scenarios": taken.count,
            "median_s": round(taken.at(MEDIAN), 3),
            "p90_s": round(taken.at(SLOWEST_TENTH), 3),
            "slowest_s": round(taken.greatest, 3),
            "histogram": taken.encode(),
        }
        for way, taken in ways.items()
    }
    file.write_text(json.dumps(table, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return file
