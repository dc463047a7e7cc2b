"""A feature file as it was written: every scenario with its lines, none lost.

pytest-bdd's own model drops the second of two scenarios with the same name and knows no
lines of tags, so collection and audit read the same Gherkin document through this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pytest_bdd import gherkin_parser as gherkin
from pytest_bdd.exceptions import GherkinParseError
from pytest_bdd.parser import render_string
from pytest_bdd.types import STEP_TYPE_BY_PARSER_KEYWORD


class FeatureFileError(Exception):
    """A feature file cannot be read; the message begins with file and line."""


@dataclass(frozen=True)
class Tag:
    """A tag without its @, and the line that it stands on."""

    name: str
    line: int


@dataclass(frozen=True)
class StepText:
    """One step: its type (given, when, then), its keyword as written, its text."""

    type: str
    keyword: str
    text: str
    line: int


@dataclass(frozen=True)
class ScenarioText:
    """One scenario or outline.

    Attributes:
        name: As written.
        line: Where it begins.
        rule: The name of its rule; empty when it stands under none.
        own_tags: The tags on the scenario and its Examples.
        tags: Those and the tags of rule and feature.
        background: The steps of feature and rule that run before its own.
        steps: Its own steps.
        rows: One mapping for each row of its Examples; empty for a plain scenario.
    """

    name: str
    line: int
    rule: str
    own_tags: tuple[Tag, ...]
    tags: tuple[Tag, ...]
    background: tuple[StepText, ...]
    steps: tuple[StepText, ...]
    rows: tuple[dict[str, str], ...]

    def sentences(self) -> Iterator[StepText]:
        """Every step that runs, with the values of each row filled in."""
        for row in self.rows or ({},):
            for step in self.background + self.steps:
                yield StepText(step.type, step.keyword, render_string(step.text, row), step.line)


@dataclass(frozen=True)
class FeatureText:
    """One feature file."""

    path: Path
    name: str
    line: int
    narrative: str
    rules: tuple[str, ...]
    tags: tuple[Tag, ...]
    scenarios: tuple[ScenarioText, ...]


def read_feature(path: Path) -> FeatureText:
    """Read a feature file.

    Raises:
        FeatureFileError: when it is no valid Gherkin; names file and line.

    Example:
        ``read_feature(Path("features/access/logging_in.feature")).scenarios[0].name``
    """
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _read(path: Path, _written_at: int) -> FeatureText:
    try:
        feature = gherkin.get_gherkin_document(str(path)).feature
    except GherkinParseError as error:
        raise FeatureFileError(
            f"{path}:{error.line}: {error.message}\n    {error.line_content.strip()}"
        ) from error
    except UnicodeDecodeError as error:
        raise FeatureFileError(f"{path}:1: the file is not UTF-8 text ({error.reason})") from error
    except (TypeError, KeyError) as error:
        # pytest-bdd takes for granted that a document has a feature.
        raise FeatureFileError(f"{path}:1: the file has no `Feature:`") from error
    return FeatureText(
        path=path,
        name=feature.name,
        line=feature.location.line,
        narrative=feature.description.strip(),
        rules=tuple(child.rule.name for child in feature.children if child.rule),
        tags=_tags(feature.tags),
        scenarios=tuple(_scenarios(feature)),
    )


def _scenarios(feature: gherkin.Feature) -> Iterator[ScenarioText]:
    tags = _tags(feature.tags)
    background = _background(feature.children)
    for child in feature.children:
        if child.scenario:
            yield _scenario(child.scenario, "", tags, background)
        if child.rule:
            rule = child.rule
            rule_tags, rule_background = tags + _tags(rule.tags), _background(rule.children)
            for grandchild in rule.children:
                if grandchild.scenario:
                    yield _scenario(
                        grandchild.scenario, rule.name, rule_tags, background + rule_background
                    )


def _scenario(
    scenario: gherkin.Scenario,
    rule: str,
    inherited: tuple[Tag, ...],
    background: tuple[StepText, ...],
) -> ScenarioText:
    tables = scenario.examples
    own = _tags(scenario.tags) + tuple(tag for table in tables for tag in _tags(table.tags))
    return ScenarioText(
        name=scenario.name,
        line=scenario.location.line,
        rule=rule,
        own_tags=own,
        tags=inherited + own,
        background=background,
        steps=_steps(scenario.steps),
        rows=tuple(row for table in tables for row in _rows(table)),
    )


def _rows(table: gherkin.ExamplesTable) -> Iterator[dict[str, str]]:
    if table.table_header is None:
        return
    names = [cell.value for cell in table.table_header.cells]
    for row in table.table_body or ():
        yield dict(zip(names, (cell.value for cell in row.cells), strict=True))


def _background(children: list[gherkin.Child]) -> tuple[StepText, ...]:
    return next((_steps(child.background.steps) for child in children if child.background), ())


def _steps(steps: list[gherkin.Step]) -> tuple[StepText, ...]:
    found = []
    current = "given"
    for step in steps:
        current = STEP_TYPE_BY_PARSER_KEYWORD.get(step.keyword_type, current)
        found.append(StepText(current, step.keyword, step.text, step.location.line))
    return tuple(found)


def _tags(tags: list[gherkin.Tag]) -> tuple[Tag, ...]:
    return tuple(Tag(tag.name.lstrip("@"), tag.location.line) for tag in tags)
