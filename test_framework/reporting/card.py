"""What a report says of one test besides its result: where it belongs and what it promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_bdd.parser import ScenarioTemplate, Step

from test_framework.pytest_plugin.feature_files import all_tags, scenario_functions, template_of
from test_framework.pytest_plugin.tags import DRIVERS, LAYER_OF, PLAIN_TAGS, tag_name

EXAMPLE = "_pytest_bdd_example"
FEATURES = "features"
NOT_A_PROMISE = "Under the hood"


@dataclass(frozen=True)
class Card:
    """Everything about a test that is known before it runs.

    Attributes:
        name: The scenario, with what tells its runs apart.
        epic: The business area: the folder.
        feature: The feature; the module of an ordinary test.
        story: The rule.
        description: Narrative, rule and place, in Markdown.
        severity: From its tags; empty when none says.
        owner: The team; empty when none says.
        promises: The promise ids.
        tags: Plain tags.
        parameters: What tells the runs apart: driver, target, row of the outline.
        steps: The steps in words.
        is_scenario: False for an ordinary test.
    """

    name: str
    epic: str
    feature: str
    story: str = ""
    description: str = ""
    severity: str = ""
    owner: str = ""
    promises: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()
    is_scenario: bool = True

    def labels(self) -> list[tuple[str, str]]:
        """The labels of the report, by which it groups, filters and searches."""
        single = {
            "epic": self.epic,
            "feature": self.feature,
            "story": self.story,
            "severity": self.severity,
            "owner": self.owner,
            "layer": "journey" if self.is_scenario else "part",
        }
        labels = [(name, value) for name, value in single.items() if value]
        labels += [("promise", promise) for promise in self.promises]
        tags = (*self.tags, *(f"promise:{promise}" for promise in self.promises))
        return labels + [("tag", tag) for tag in tags]

    def title_path(self) -> list[str]:
        """The way to it in the report's tree."""
        return [part for part in (self.epic, self.feature, self.story) if part]


def card_of(item: pytest.Item, target: str) -> Card:
    """The card of a collected test."""
    callspec = getattr(item, "callspec", None)
    params: Mapping[str, object] = callspec.params if callspec else {}
    template = template_of(getattr(item, "obj", None))
    if template is None:
        return _card_of_ordinary_test(item.nodeid)
    row = params.get(EXAMPLE, {})
    marks = [tag_name(mark.name) for mark in item.iter_markers()]
    return scenario_card(template, row if isinstance(row, Mapping) else {}, marks, target)


def card_of_lost(node_id: str, root: Path, target: str) -> Card:
    """The card of a test of which only the node id is left, because its worker died."""
    path, _, name = node_id.partition("::")
    function, _, run = name.partition("[")
    template = None
    if path.endswith(".feature"):
        template = scenario_functions(root / path).get(function)
    if template is None:
        return _card_of_ordinary_test(node_id)
    run = run.rstrip("]")
    tags = all_tags(template)
    driven = [driver for driver in DRIVERS if driver in run.split("-")] or tags & set(DRIVERS)
    layers = [LAYER_OF[driver] for driver in driven]
    marks = [*(tags - set(DRIVERS)), *driven, *layers]
    return scenario_card(template, {}, marks, target, run)


def full_name_of(node_id: str) -> str:
    """The name by which allure-pytest knows a test from run to run.

    Example:
        >>> full_name_of("features/access/door.feature::test_in[wire]")
        'features.access.door#test_in'
    """
    path, _, name = node_id.partition("::")
    return f"{path.rpartition('.')[0].replace('/', '.')}#{name.partition('[')[0]}"


def scenario_card(
    template: ScenarioTemplate,
    row: Mapping[str, str],
    marks: Iterable[str],
    target: str,
    run: str = "",
) -> Card:
    """The card of one run of a scenario.

    Args:
        template: The scenario.
        row: The row of its outline, by column.
        marks: Its markers; more than its tags when it runs through one of two drivers.
        target: The name of the platform under test.
        run: What tells this run apart, when the row is not known.
    """
    scenario = template.render(row)
    marks = list(dict.fromkeys(marks))
    driver = next((name for name in DRIVERS if name in marks), "")
    both = set(DRIVERS) <= all_tags(template)
    apart = [driver] if both and driver else []
    apart += [value for value in row.values() if value not in scenario.name]
    suffix = ", ".join(apart) or run
    nearest = [template.tags, template.rule.tags if template.rule else set(), template.feature.tags]
    tags = [*(tag for level in nearest for tag in sorted(level)), *marks]
    parameters = [("target", target), *([("driver", driver)] if driver else []), *row.items()]
    return Card(
        name=f"{scenario.name} [{suffix}]" if suffix else scenario.name,
        epic=area_of(Path(template.feature.filename)),
        feature=template.feature.name,
        story=template.rule.name if template.rule else "",
        description=_description(template),
        severity=_first(tags, "severity"),
        owner=_first(tags, "owner"),
        promises=tuple(dict.fromkeys(_values(tags, "promise"))),
        tags=tuple(name for name in marks if name in PLAIN_TAGS),
        parameters=tuple(parameters),
        steps=tuple(sentence(step) for step in scenario.steps),
    )


def sentence(step: Step) -> str:
    """A step in words: "Given Ada has an account"."""
    return f"{step.keyword} {step.name}"


def area_of(path: Path) -> str:
    """The business area of a feature file: the title of its first folder below features.

    Example:
        >>> area_of(Path("/somewhere/features/open_ai/answering.feature"))
        'Open ai'
    """
    folders = path.parts[:-1]
    below = folders[folders.index(FEATURES) + 1 :] if FEATURES in folders else folders[-1:]
    return _title(below[0] if below else FEATURES)


def _card_of_ordinary_test(node_id: str) -> Card:
    path, _, name = node_id.partition("::")
    folders = Path(path).parts[:-1]
    return Card(
        name=name,
        epic=NOT_A_PROMISE,
        feature=_title(folders[-1]) if folders else _title(Path(path).stem),
        story=_title(Path(path).stem.removeprefix("test_")),
        is_scenario=False,
    )


def _description(template: ScenarioTemplate) -> str:
    # Two spaces at the end of a line break it in Markdown.
    narrative = "  \n".join(line.strip() for line in template.feature.description.splitlines())
    rule = template.rule
    parts = [
        narrative.strip(),
        f"**Rule:** {rule.name}" if rule else "",
        rule.description.strip() if rule else "",
        template.description.strip(),
        f"`{_place(template)}`",
    ]
    return "\n\n".join(part for part in parts if part)


def _place(template: ScenarioTemplate) -> str:
    path = Path(template.feature.filename)
    parts = path.parts
    shown = Path(*parts[parts.index(FEATURES) :]) if FEATURES in parts else Path(path.name)
    return f"{shown}:{template.line_number}"


def _title(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def _values(tags: Iterable[str], prefix: str) -> list[str]:
    return [tag.partition(":")[2] for tag in tags if tag.startswith(f"{prefix}:")]


def _first(tags: Iterable[str], prefix: str) -> str:
    return next(iter(_values(tags, prefix)), "")
