"""The checks between features and steps, and the audit as a command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_bdd import parsers

from test_framework.audit.overlap import overlap, parts_of
from test_framework.audit.step_audit import step_findings
from test_framework.pytest_plugin.feature_text import read_feature
from test_framework.pytest_plugin.step_index import StepDefinition, StepIndex
from tests.plumbing.conftest import FEATURE, SmallSuite

pytest_plugins = ["pytester"]


def step() -> None:
    """A step function; where it stands is all that matters here."""


async def async_step() -> None:
    """One that would never run."""


def definition(
    type_: str | None, text: str, function: Callable[..., object] = step
) -> StepDefinition:
    return StepDefinition(type_, parsers.parse(text), function)


GOOD = [
    definition("given", "{user:w} has an account"),
    definition("when", '{user:w} asks "{question}"'),
    definition("then", "the answer is right"),
]


def checks(folder: Path, definitions: list[StepDefinition], text: str = FEATURE) -> list[str]:
    path = folder / "asking.feature"
    path.write_text(text.lstrip("\n"), "utf-8")
    return [found.check for found in step_findings([read_feature(path)], StepIndex(definitions))]


@pytest.mark.parametrize(
    ("definitions", "expected"),
    [
        (GOOD, []),
        (GOOD[:2], ["unbound"]),
        ([*GOOD, definition("then", "the answer is wrong")], ["unreached-step"]),
        ([*GOOD[:2], definition("then", "the answer is right", async_step)], ["async-step"]),
        ([*GOOD, definition(None, "the answer is {what}")], ["ambiguous-step"]),
        ([*GOOD, definition("given", "the answer is right")], ["unreached-step"]),
    ],
)
def test_each_fault_between_features_and_steps_is_found(
    tmp_path: Path, definitions: list[StepDefinition], expected: list[str]
) -> None:
    assert checks(tmp_path, definitions) == expected


def test_a_step_that_only_one_row_reaches_is_reached(tmp_path: Path) -> None:
    outline = FEATURE.replace("Scenario: A", "Scenario Outline: A")
    outline = outline.replace("is right", "is <what>")
    outline += "\n      Examples:\n        | what  |\n        | right |\n        | short |\n"
    short = definition("then", "the answer is short")
    assert checks(tmp_path, [*GOOD, short], outline) == []
    assert checks(tmp_path, GOOD, outline) == ["unbound"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("{user} logs in", "{user} logs out", False),
        ("{user} logs in", "{user} logs in", True),
        ("{user} logs in", "{USER} Logs In", True),
        ("{user} asks {question}", "{user} asks for help", True),
        ('{user} asks "{question}"', "{user} asks for help", False),
        ('{user} sends "{text}"', '{user} sends "{text}" again', False),
        ("at least {n:d} tools ran", "at least many tools ran", False),
        ("at least {n:d} tools ran", "at least 3 tools ran", True),
        ("{user} asks {what}", "{user:w} logs in", False),
        ("the run of {user} ends", "the run of Ada ends", True),
        ("a {{brace}}", "a {what}", True),
    ],
)
def test_two_texts_are_compared_before_a_sentence_matches_both(
    one: str, other: str, expected: bool
) -> None:
    first, second = (parts_of(parsers.parse(text)) for text in (one, other))
    assert first is not None
    assert second is not None
    assert overlap(first, second) is expected
    assert overlap(second, first) is expected


def test_a_clean_suite_passes_the_audit(suite: SmallSuite) -> None:
    result = suite.run("--audit")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["audit: nothing to complain about"])


def test_the_audit_names_every_place_and_fails(suite: SmallSuite) -> None:
    suite.add_steps('@then("it is done")\nasync def _():\n    pass\n')
    suite.write("features/chat/bad.feature", FEATURE.replace("is right", "is a response"))
    suite.write("features/chat/worse.feature", "Feature: A\n  Scenario: B\n    Given C\n    Oops\n")
    suite.write("tools/broken.py", "def broken(:\n")
    result = suite.run("--audit")
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "features/chat/bad.feature:13: *'response'*word is 'answer'*[[]glossary]",
            "features/chat/bad.feature:13: No step definition matches Then*[[]unbound]",
            "features/chat/worse.feature:4: *[[]broken-feature]",
            "small_steps.py:14: *[[]async-step]",
            "small_steps.py:14: *[[]unreached-step]",
            "tools/broken.py:1: *[[]unparsable]",
            "audit: 6 findings",
        ]
    )


def test_the_audit_starts_nothing_and_leaves_the_results_alone(suite: SmallSuite) -> None:
    result = suite.run_apart("--audit", "-s", "--target", "nobody")
    assert result.ret == 0
    assert "started with" not in result.stdout.str()
    assert not suite.results_folder.exists()


def test_the_audit_needs_a_glossary(suite: SmallSuite) -> None:
    (suite.path / "features" / "glossary.md").unlink()
    result = suite.run("--audit")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["features/glossary.md:1: *[[]no-glossary]"])
