"""The table of the ways in: what is counted, what is shown, what is kept."""

import json

from test_framework.events.percentiles import Distribution
from test_framework.reporting.ways_in import lines_of, sample_of, ways_of, write


class Report:
    """As much of a test's report as is read."""

    def __init__(self, *properties):
        self.user_properties = list(properties)


def test_samples_are_gathered_by_their_way_and_nothing_else_is():
    reports = [
        Report(sample_of("GitHub", 2.0), ("another", ["GitHub", 9.0])),
        Report(sample_of("GitHub", 4.0)),
        Report(),
        Report(sample_of("Google", 1.0)),
    ]
    ways = ways_of(reports)
    assert {way: taken.count for way, taken in ways.items()} == {"GitHub": 2, "Google": 1}
    assert ways["GitHub"].greatest == 4.0


def test_a_run_without_samples_has_no_line():
    assert lines_of(ways_of([Report()])) == []


def test_the_lines_stand_under_one_another():
    lines = lines_of({"Google": Distribution.of([1.0]), "password": Distribution.of([2.0, 3.0])})
    assert lines == [
        "Google    (1 scenario, median 1.00 s from first click to first answer, slowest 1.00 s)",
        "password  (2 scenarios, median 2.00 s from first click to first answer, slowest 3.00 s)",
    ]


def test_the_file_holds_the_figures_and_the_whole_histogram(tmp_path):
    file = write({"Google": Distribution.of([1.0, 2.0, 3.0])}, tmp_path)
    kept = json.loads(file.read_text("utf-8"))["Google"]
    assert (kept["scenarios"], round(kept["median_s"], 2), kept["slowest_s"]) == (3, 2.0, 3.0)
    assert Distribution.decode(kept["histogram"]).count == 3


def test_a_part_of_a_run_adds_to_the_other_parts(tmp_path):
    write(ways_of([Report(sample_of("Google", 1.0), sample_of("GitHub", 1.0))]), tmp_path)
    file = write(ways_of([Report(sample_of("Google", 2.0))]), tmp_path, add=True)
    kept = json.loads(file.read_text("utf-8"))
    assert {way: row["scenarios"] for way, row in kept.items()} == {"Google": 2, "GitHub": 1}
