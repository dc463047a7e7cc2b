"""The header says how to repeat a run, and the seed is one for all."""

from __future__ import annotations

import re

import pytest

from tests.plumbing.conftest import FEATURE, SmallSuite

pytest_plugins = ["pytester"]

TELLS_SEED = """
import pathlib, uuid

@then("the seed is told")
def _(seed):
    pathlib.Path(f"seed-{uuid.uuid4()}.txt").write_text(str(seed))
"""


@pytest.fixture
def seeds(suite: SmallSuite) -> SmallSuite:
    suite.add_steps(TELLS_SEED)
    suite.write("features/agents/asking.feature", f"{FEATURE}      And the seed is told\n")
    return suite


def told(suite: SmallSuite) -> list[str]:
    return [file.read_text() for file in suite.path.glob("seed-*.txt")]


def test_the_header_names_seed_and_target(suite: SmallSuite) -> None:
    suite.run("--seed", "42").stdout.fnmatch_lines(["target: small, seed: 42 (--seed 42)"])
    result = suite.run("--base-url", "http://localhost:1/", "--co")
    result.stdout.fnmatch_lines(["target: small at http://localhost:1, seed: *"])


def test_a_seed_is_drawn_when_none_is_given(seeds: SmallSuite) -> None:
    result = seeds.run()
    shown = re.search(r"--seed (\d+)", result.stdout.str())
    assert shown
    assert told(seeds) == [shown[1], shown[1]]


def test_all_workers_have_the_seed_of_the_header(seeds: SmallSuite) -> None:
    result = seeds.run_apart("-n2")
    result.assert_outcomes(passed=2)
    shown = re.search(r"--seed (\d+)", result.stdout.str())
    assert shown
    assert told(seeds) == [shown[1], shown[1]]


def test_every_tag_is_explained(suite: SmallSuite) -> None:
    result = suite.run("--markers")
    result.stdout.fnmatch_lines(["@pytest.mark.smoke: *", "@pytest.mark.promise: *"])
