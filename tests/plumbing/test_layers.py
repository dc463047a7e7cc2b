"""The layers: ``-m unit``, ``-m integration`` and ``-m e2e`` over the features."""

from __future__ import annotations

import pytest

from tests.plumbing.conftest import FEATURE, SmallSuite

pytest_plugins = ["pytester"]

PURE = """
    @unit
    Scenario: A question that nobody need be asked
      Then the answer is right
"""
WIRE_ONLY = """
    @wire
    Scenario: A question by a program
      Given Ada has an account
      Then the answer is right
"""


@pytest.fixture
def layered(suite: SmallSuite) -> SmallSuite:
    suite.write("features/agents/asking.feature", FEATURE + PURE + WIRE_ONLY)
    return suite


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        ("unit", ["test_a_question_that_nobody_need_be_asked"]),
        ("integration", ["test_a_plain_question[wire]", "test_a_question_by_a_program"]),
        ("e2e", ["test_a_plain_question[browser]"]),
    ],
)
def test_each_layer_is_chosen_by_its_name(
    layered: SmallSuite, layer: str, expected: list[str]
) -> None:
    result = layered.run("--collect-only", "-q", "-m", layer)
    found = [line.partition("::")[2] for line in result.outlines if "::" in line]
    assert found == expected


def test_no_platform_is_started_for_a_unit(layered: SmallSuite) -> None:
    result = layered.run("-s", "-m", "unit")
    result.assert_outcomes(passed=1, deselected=3)
    assert "started with" not in result.stdout.str()


def test_the_layers_are_listed(suite: SmallSuite) -> None:
    listed = suite.run("--markers").stdout.str()
    for layer in ("unit", "integration", "e2e"):
        assert f"@pytest.mark.{layer}: a layer: " in listed


@pytest.mark.parametrize("layer", ["integration", "e2e"])
def test_a_layer_that_follows_from_the_driver_is_not_written(suite: SmallSuite, layer: str) -> None:
    suite.write("features/agents/asking.feature", FEATURE.replace("@smoke", f"@{layer}"))
    result = suite.run()
    assert result.ret == 2
    result.stdout.fnmatch_lines([f"*asking.feature:9: the tag @{layer} is given to every @*"])


def test_a_unit_has_no_driver(suite: SmallSuite) -> None:
    suite.write("features/agents/asking.feature", FEATURE.replace("@smoke", "@unit"))
    result = suite.run()
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*asking.feature:10: 'A plain question' is @unit and @*"])
