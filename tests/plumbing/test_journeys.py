"""The stages of journeys: what is gathered, shown, and kept from run to run."""

import json
from xml.etree import ElementTree as ET

import pytest

from test_framework.reporting import journeys
from tests.plumbing.conftest import FEATURE

pytest_plugins = ["pytester"]


class Report:
    """As much of a test's report as is read."""

    def __init__(self, *properties):
        self.user_properties = list(properties)


def test_samples_are_gathered_by_their_journey_and_nothing_else_is():
    reports = [
        Report(journeys.sample_of("Zoë", {"connecting": 0.5})),
        Report(("another", ["Ada", {}])),
        Report(journeys.sample_of("Ada", {"connecting": 0.25, "everything": 9.0})),
    ]
    taken = journeys.journeys_of(reports)
    assert list(taken) == ["Ada", "Zoë"]
    assert journeys.lines_of(taken) == [
        "Ada  9.0 s: connecting 0.25",
        "Zoë  0.0 s: connecting 0.50",
    ]


def test_a_run_without_journeys_has_no_line():
    assert journeys.lines_of(journeys.journeys_of([Report()])) == []


def test_the_last_runs_are_kept_and_no_more(tmp_path):
    assert journeys.past(tmp_path) == []
    for run in range(journeys.KEPT_RUNS + 3):
        file = journeys.write({"Ada": {"connecting": run + 0.12345}}, tmp_path)
    past = journeys.past(tmp_path)
    assert [run["Ada"]["connecting"] for run in past] == [
        pytest.approx(run + 0.123) for run in range(3, journeys.KEPT_RUNS + 3)
    ]
    assert json.loads(file.read_text("utf-8").splitlines()[0])["at"].endswith("+00:00")


def test_the_chart_shows_each_stage_also_one_that_came_later_and_loads_nothing():
    runs = [{"connecting": 0.5}, {"connecting": 0.6, "history": 0.3}]
    picture = ET.fromstring(journeys.chart_of("Ada <b>", runs))  # noqa: S314 - our own
    text = " ".join(picture.itertext())
    assert "connecting" in text
    assert "history" in text
    assert "Ada <b>" in text
    assert not picture.findall(".//{http://www.w3.org/2000/svg}script[@href]")
    assert 'href="http' not in journeys.chart_of("Ada", runs)


def test_a_run_adds_one_line_however_many_workers_it_has(suite):
    suite.add_steps(
        """
from test_framework.reporting.journeys import sample_of

@given("a journey was made")
def _(request, journeys_before):
    runs = len(journeys_before)
    request.node.user_properties.append(sample_of("Ada", {"everything": 1.0 + runs}))
"""
    )
    lines = "".join(
        f"\n    @wire\n    Scenario: Way {way}\n      Given a journey was made\n" for way in (1, 2)
    )
    suite.write("features/agents/asking.feature", FEATURE.partition("\n    @")[0] + "\n" + lines)
    for run in (1, 2):
        suite.run_apart("-n2").assert_outcomes(passed=2)
        past = journeys.past(suite.path / "reports")
        assert [each["Ada"]["everything"] for each in past] == [1.0, 2.0][:run]


def test_a_part_of_a_run_adds_to_the_other_parts(tmp_path):
    journeys.write({"Ada": {"connecting": 0.5}}, tmp_path)
    journeys.write({"Zoë": {"connecting": 0.25}}, tmp_path, add=True)
    assert journeys.past(tmp_path) == [{"Ada": {"connecting": 0.5}, "Zoë": {"connecting": 0.25}}]
