"""A small suite of its own for each test: features, steps and a target that starts nothing."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

STEPS = '''
from pytest_bdd import given, parsers, then, when

@given(parsers.parse("{user:w} has an account"))
def has_an_account():
    """An account that was confirmed before."""

@when(parsers.parse('{user:w} asks "{question}"'))
def asks(question):
    assert question != "a wrong one", "the agent said nothing"

@then("the answer is right")
def is_right():
    """Nothing to see in this small world."""
'''

FEATURE = """
@owner:agents @promise:right-answers
Feature: Asking an agent
  As a user
  I want right answers
  So that I can decide

  Rule: Every question gets a right answer

    @smoke @severity:critical @browser @wire
    Scenario: A plain question
      Given Ada has an account
      When Ada asks "What did we spend?"
      Then the answer is right
"""

GLOSSARY = """
| word | meaning | not |
| --- | --- | --- |
| account | what a person has | profile, membership |
| answer | what an agent says | response |
"""

CONFTEST = """
from test_framework.targets import LaunchOptions

pytest_plugins = ["test_framework.pytest_plugin", "small_steps"]

class Running:
    def __init__(self, options):
        self.base_url = options.base_url or "http://127.0.0.1:9"
        self.settings = options.settings
        print(f"started with {dict(options.settings)} by {options.command}")
    def log_excerpt(self, lines=40):
        return "server said: password=hunter22"
    def restart(self):
        print("restarted")
    def stop(self):
        print("stopped", dict(self.settings))

class Small:
    name = "small"
    title = "A small platform"
    capabilities = frozenset({"history"})
    def start(self, options):
        return Running(options)
    def decoder(self, owner):
        return lambda frame: ()

def pytest_chat_target(name):
    return Small() if name == "small" else None
"""


# What the small suites do not use; importing hypothesis alone takes longer than most runs.
WITHOUT = [
    part
    for name in ("hypothesispytest", "random_order", "faker", "anyio", "cacheprovider", "timeout")
    for part in ("-p", f"no:{name}")
]


@dataclass
class SmallSuite:
    """A suite in a folder of its own, run by a pytest of its own."""

    pytester: pytest.Pytester

    @property
    def path(self) -> Path:
        return self.pytester.path

    def write(self, path: str, text: str) -> Path:
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip("\n"), "utf-8")
        return file

    def add_steps(self, text: str) -> None:
        self.write("small_steps.py", STEPS + text)

    def run(self, *args: str) -> pytest.RunResult:
        """In this process, without reporting: allure's hooks are global to a process."""
        return self.pytester.runpytest_inprocess(
            *WITHOUT, "-p", "no:allure_pytest", "--target", "small", *args
        )

    def run_apart(self, *args: str) -> pytest.RunResult:
        """In a process of its own, with reporting."""
        return self.pytester.runpytest_subprocess(*WITHOUT, "--target", "small", *args, timeout=120)

    @property
    def results_folder(self) -> Path:
        return self.path / "reports" / "allure-results"

    def results(self) -> list[dict[str, Any]]:
        files = self.results_folder.glob("*-result.json")
        return sorted((json.loads(f.read_text("utf-8")) for f in files), key=lambda r: r["name"])

    def attachment(self, attached: dict[str, str]) -> bytes:
        return (self.results_folder / attached["source"]).read_bytes()


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> SmallSuite:
    """A small suite without anything wrong, that passes."""
    path = os.pathsep.join([str(pytester.path), str(ROOT)])
    monkeypatch.setenv("PYTHONPATH", path)
    monkeypatch.delenv("CI", raising=False)
    pytester.syspathinsert()
    small = SmallSuite(pytester)
    small.write("conftest.py", CONFTEST)
    small.write("small_steps.py", STEPS)
    small.write("features/glossary.md", GLOSSARY)
    small.write("features/agents/asking.feature", FEATURE)
    small.write(
        "pytest.toml",
        '[pytest]\ntestpaths = ["features"]\naddopts = ["--strict-markers", "-ra"]\n',
    )
    return small


def label(result: dict[str, Any], name: str) -> list[str]:
    """The values of a label."""
    return [each["value"] for each in result["labels"] if each["name"] == name]


def steps(result: dict[str, Any]) -> list[tuple[str, str]]:
    """The steps of a result with their outcomes."""
    return [(each["name"], each["status"]) for each in result.get("steps", [])]
