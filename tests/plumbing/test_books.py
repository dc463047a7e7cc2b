"""The books of shared platforms are audited at the end, and a run whose books differ fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from test_framework.books import Audited
from test_framework.reporting.books import DISAGREE, sentences, write
from tests.plumbing.conftest import CONFTEST, SmallSuite

pytest_plugins = ["pytester"]

KEEPS_BOOKS = """
    def books(self, platform, mailbox, name):
        return SmallBooks(platform, name)

    def decoder(self, owner):
"""
BOOKS = """
import os
from test_framework.books import Audited

class SmallBooks:
    def __init__(self, platform, name):
        self.platform, self.name, self.seen = platform, name, 0
    def saw(self, scenario, people):
        self.seen += sum(context.name == "Ada" for context in people)
    def audit(self):
        print("audited", self.name)
        wrong = os.environ.get("WRONG")
        return Audited(self.name, {"people": self.seen}, (wrong,) if wrong else ())
"""
STEPS = """
@given("Ada is here")
def _(contexts):
    contexts["Ada"]

@given("Ada is at a platform of settings")
def _(platform_with, contexts):
    platform_with({"CHAT_KEY": "secret"})
    contexts["Ada"]

@given("Ada is at a platform of her own")
def _(own_platform, contexts):
    own_platform()
    contexts["Ada"]
"""
FEATURE = """
@owner:x @promise:y
Feature: Books
  So that they agree

  Rule: They do

    @wire
    Scenario: The one
      Given Ada is here

    @wire
    Scenario: The other
      Given Ada is here

    @wire
    Scenario: Settings
      Given Ada is at a platform of settings

    @wire
    Scenario: Own
      Given Ada is at a platform of her own
"""


@pytest.fixture
def bookish(suite: SmallSuite) -> SmallSuite:
    """A small suite whose target keeps books."""
    text = CONFTEST.replace("    def decoder(self, owner):\n", KEEPS_BOOKS.lstrip("\n"))
    suite.write("conftest.py", BOOKS + text)
    suite.add_steps(STEPS)
    suite.write("features/agents/asking.feature", FEATURE)
    return suite


def told(suite: SmallSuite) -> dict[str, dict[str, int]]:
    """What the file says was judged at each platform."""
    kept = json.loads((suite.path / "reports/ledger-audit.json").read_text("utf-8"))
    return {each["platform"]: each["counts"] for each in kept["platforms"]}


def test_what_was_seen_at_shared_platforms_is_compared(bookish: SmallSuite) -> None:
    result = bookish.run_apart()
    assert result.ret == 0
    result.stdout.fnmatch_lines(["*ledger audit*", "2 platforms: 3 people. All agree."])
    assert told(bookish) == {
        "the platform": {"people": 2},
        "the platform with CHAT_KEY": {"people": 1},
    }


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_whose_books_differ_fails(
    bookish: SmallSuite, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    monkeypatch.setenv("WRONG", "A line is missing.")
    result = bookish.run_apart("-n", workers, "-k", "one")
    result.assert_outcomes(passed=1)
    assert result.ret == 1
    result.stdout.fnmatch_lines(["the platform: A line is missing.", DISAGREE])


@pytest.mark.parametrize("option", ["--no-ledger-audit", "--base-url=http://127.0.0.1:9"])
def test_books_that_are_not_ours_to_judge_are_left_alone(
    bookish: SmallSuite, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.setenv("WRONG", "A line is missing.")
    result = bookish.run(option, "-k", "one")
    assert result.ret == 0
    assert "audited" not in result.stdout.str()


def test_what_could_not_be_compared_is_not_taken_for_right() -> None:
    lines = sentences([Audited("the platform", why_not="nobody was let in")])
    assert lines[1:] == ["Not compared: the platform: nobody was let in", DISAGREE]


def test_a_further_part_of_the_run_adds_to_the_file(tmp_path: Path) -> None:
    write([Audited("one", {"lines": 3}, ("wrong",))], tmp_path, add=False)
    file = write([Audited("two", {"lines": 4})], tmp_path, add=True)
    kept = json.loads(file.read_text("utf-8"))
    assert [each["platform"] for each in kept["platforms"]] == ["one", "two"]
    assert not kept["agree"]
    file = write([Audited("three")], tmp_path, add=False)
    assert json.loads(file.read_text("utf-8"))["agree"]
