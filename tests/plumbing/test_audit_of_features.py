"""Each check of how features are written finds its fault, and only that."""

from __future__ import annotations

from pathlib import Path

import pytest

from test_framework.audit.feature_checks import FEATURE_CHECKS
from test_framework.audit.finding import Finding
from test_framework.audit.glossary import Glossary
from test_framework.audit.sources import unparsable_sources
from test_framework.pytest_plugin.feature_text import read_feature
from tests.plumbing.conftest import FEATURE, GLOSSARY

LONG = "      And the answer is right\n" * 7
WHEN = '      When Ada asks "What did we spend?"\n'


def findings_in(folder: Path, text: str) -> list[Finding]:
    path = folder / "asking.feature"
    path.write_text(text.lstrip("\n"), "utf-8")
    feature = read_feature(path)
    return sorted(found for check in FEATURE_CHECKS for found in check(feature))


def changed(old: str, new: str) -> str:
    assert old in FEATURE
    return FEATURE.replace(old, new)


def test_a_good_feature_has_no_findings(tmp_path: Path) -> None:
    assert findings_in(tmp_path, FEATURE) == []


@pytest.mark.parametrize(
    ("text", "line", "check"),
    [
        (changed("  So that I can decide\n", ""), 2, "missing-narrative"),
        (changed("  Rule: Every question gets a right answer\n", ""), 9, "missing-rule"),
        ("@promise:x\nFeature: A\n  So that it is\n", 2, "empty-feature"),
        (FEATURE + FEATURE.partition("right answer\n")[2], 16, "duplicate-scenario"),
        (FEATURE + LONG, 10, "too-long"),
        (FEATURE + WHEN, 10, "two-whens"),
        (changed("the answer is right", "the button shows it"), 13, "mechanics"),
        (changed("A plain question", "Ada clicks"), 10, "mechanics"),
        (changed("@smoke", "@smoek"), 9, "unregistered-tag"),
        (changed("@severity:critical", "@severity:huge"), 9, "unregistered-tag"),
        (changed("@promise:right-answers", ""), 10, "no-promise"),
    ],
)
def test_a_fault_is_found_with_its_line(tmp_path: Path, text: str, line: int, check: str) -> None:
    assert [(found.line, found.check) for found in findings_in(tmp_path, text)] == [(line, check)]


def test_the_background_counts_as_steps(tmp_path: Path) -> None:
    background = "    Background:\n      Given Ada has an account\n"
    six = "      And the answer is right\n" * 6
    text = changed("right answer\n", f"right answer\n{background}") + six
    assert [found.check for found in findings_in(tmp_path, text)] == ["too-long"]
    assert findings_in(tmp_path, FEATURE + six) == []


def test_a_journey_may_be_longer_but_has_one_when(tmp_path: Path) -> None:
    journey = changed("@smoke", "@journey")
    assert findings_in(tmp_path, journey + LONG) == []
    assert [f.check for f in findings_in(tmp_path, journey + WHEN)] == ["two-whens"]


def test_data_is_not_mechanics(tmp_path: Path) -> None:
    assert findings_in(tmp_path, changed("What did we spend?", "Which API has JSON?")) == []


def test_tags_on_examples_are_checked_and_count(tmp_path: Path) -> None:
    outline = changed("Scenario: A", "Scenario Outline: A").replace("What did we spend?", "<q>")
    outline = outline.replace("@promise:right-answers", "")
    table = "\n      @promise:x @oops\n      Examples:\n        | q |\n        | a |\n"
    found = findings_in(tmp_path, outline + table)
    assert [(each.line, each.check) for each in found] == [(15, "unregistered-tag")]


def test_a_placeholder_without_a_column_is_found(tmp_path: Path) -> None:
    outline = changed("Scenario: A", "Scenario Outline: A").replace("What did we spend?", "<qq>")
    found = findings_in(tmp_path, f"{outline}\n      Examples:\n        | q |\n        | a |\n")
    assert [(each.line, each.check) for each in found] == [(12, "unknown-placeholder")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada has a membership", ("'membership'", "'account'")),
        ("the Responses are right", ("'Responses'", "'answer'")),
        ("Ada has an account", None),
        ("profiled by experts", None),
        ('Ada asks "What is a profile?"', None),
    ],
)
def test_the_glossary_refuses_other_words_for_the_same_thing(
    tmp_path: Path, text: str, expected: tuple[str, str] | None
) -> None:
    glossary = tmp_path / "glossary.md"
    glossary.write_text(f"# Glossary\n{GLOSSARY}", "utf-8")
    path = tmp_path / "asking.feature"
    path.write_text(changed("Ada has an account", text).lstrip("\n"), "utf-8")
    found = list(Glossary.read(glossary).violations(read_feature(path)))
    assert [each.line for each in found] == ([11] if expected else [])
    for word in expected or ():
        assert word in found[0].text


def test_a_glossary_without_its_table_is_refused(tmp_path: Path) -> None:
    glossary = tmp_path / "glossary.md"
    glossary.write_text("| word | not |\n| --- | --- |\n| account | profile |\n", "utf-8")
    with pytest.raises(ValueError, match=r"no table \| word \| meaning \| not \|"):
        Glossary.read(glossary)


def test_python_that_does_not_parse_is_found_wherever_it_is(tmp_path: Path) -> None:
    for name in ("tools/broken.py", ".hidden/broken.py", "node_modules/x/broken.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("fine = 1\ndef broken(:\n", "utf-8")
    (tmp_path / "zero.py").write_bytes(b"x = 1\x00")
    found = list(unparsable_sources(tmp_path))
    assert [(f.path.name, f.line) for f in found] == [("zero.py", 1), ("broken.py", 2)]
