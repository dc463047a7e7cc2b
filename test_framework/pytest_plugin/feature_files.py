"""Collects ``.feature`` files: no binding modules, and feature files work as arguments.

A scenario tagged ``@browser @wire`` runs twice, once with each driver; the ids end in
``[browser]`` and ``[wire]``, and ``-m browser`` picks the first only. The driver also tells
the layer: ``-m e2e`` and ``-m integration`` pick the runs through the page and through the
wire; ``@unit`` is written on scenarios that need neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

import pytest
from pytest_bdd import scenario
from pytest_bdd.feature import get_feature
from pytest_bdd.parser import ScenarioTemplate
from pytest_bdd.scenario import get_python_name_generator, scenario_wrapper_template_registry
from pytest_bdd.utils import registry_get_safe

from test_framework.pytest_plugin.feature_text import FeatureFileError, FeatureText, read_feature
from test_framework.pytest_plugin.tags import (
    DRIVERS,
    LAYER_OF,
    UNIT,
    marker_name,
    register_markers,
)
from test_framework.pytest_plugin.tags import why_not_registered as why_not

ScenarioTest = Callable[..., object]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect feature files like test modules."""
    if file_path.suffix != ".feature":
        return None
    collector: pytest.Collector = FeatureFile.from_parent(parent, path=file_path)
    return collector


class FeatureFile(pytest.Module):
    """A feature file as a module with one test function for each scenario."""

    def _getobj(self) -> ModuleType:
        try:
            text = read_feature(self.path)
        except FeatureFileError as error:
            raise self.CollectError(str(error)) from error
        problems = list(_problems(text))
        if problems:
            raise self.CollectError("\n".join(problems))
        register_markers(self.config, (tag.name for each in text.scenarios for tag in each.tags))
        module = ModuleType(self.path.stem, text.narrative)
        module.__file__ = str(self.path)
        for name, template in scenario_functions(self.path).items():
            setattr(module, name, _test_function(template))
        return module


def scenario_functions(path: Path) -> dict[str, ScenarioTemplate]:
    """The test function names of a feature file, each with its scenario.

    Example:
        ``scenario_functions(path)["test_a_new_address"].name`` is "A new address".
    """
    feature = get_feature(str(path.parent), path.name)
    named: dict[str, ScenarioTemplate] = {}
    for template in feature.scenarios.values():
        names = get_python_name_generator(template.name)
        named[next(name for name in names if name not in named)] = template
    return named


def template_of(function: object) -> ScenarioTemplate | None:
    """The scenario behind a test function; None for an ordinary test."""
    found: ScenarioTemplate | None = registry_get_safe(scenario_wrapper_template_registry, function)
    return found


def all_tags(template: ScenarioTemplate) -> set[str]:
    """The tags of a scenario, its rule and its feature, without those of its Examples."""
    rule_tags = template.rule.tags if template.rule else set()
    return template.tags | template.feature.tags | rule_tags


def _problems(text: FeatureText) -> Iterable[str]:
    """What would silently lose or break scenarios of this file."""
    times = Counter(each.name for each in text.scenarios)
    for each in text.scenarios:
        if times[each.name] > 1:
            times[each.name] = 0  # said once
            lines = [str(same.line) for same in text.scenarios if same.name == each.name]
            yield (
                f"{text.path}:{lines[-1]}: two scenarios are named {each.name!r} (lines "
                f"{', '.join(lines)}); one would be lost. Give each a name of its own."
            )
    for each in text.scenarios:
        drivers = [tag.name for tag in each.tags if tag.name in DRIVERS]
        if drivers and UNIT in (tag.name for tag in each.tags):
            yield (
                f"{text.path}:{each.line}: {each.name!r} is @unit and @{drivers[0]}: what needs "
                "a platform is no unit. Leave one out."
            )
    for tag in sorted(
        {tag for each in text.scenarios for tag in each.tags} | set(text.tags),
        key=lambda tag: tag.line,
    ):
        if reason := why_not(tag.name):
            yield f"{text.path}:{tag.line}: the tag {reason}."


def _test_function(template: ScenarioTemplate) -> ScenarioTest:
    path = Path(template.feature.filename)
    for table in template.examples:
        # pytest-bdd makes markers of these itself, without asking its hook.
        table.tags = {marker_name(tag) for tag in table.tags}

    @scenario(path.name, template.name, features_base_dir=str(path.parent))
    def bound() -> None:
        """Everything happens in the steps."""

    drivers = [driver for driver in DRIVERS if driver in all_tags(template)]
    function: ScenarioTest = bound
    if len(drivers) == 1:
        for mark in _marks_of(drivers[0]):
            function = mark(function)
    if len(drivers) > 1:
        values = [pytest.param(name, marks=_marks_of(name)) for name in drivers]
        function = pytest.mark.usefixtures("driver")(function)
        function = pytest.mark.parametrize("driver", values, indirect=True)(function)
    return function


def _marks_of(driver: str) -> list[pytest.MarkDecorator]:
    return [getattr(pytest.mark, name) for name in (driver, LAYER_OF[driver])]


@pytest.fixture
def driver(request: pytest.FixtureRequest) -> str:
    """How this run of the scenario reaches the platform: "browser" or "wire"."""
    if hasattr(request, "param"):
        return str(request.param)
    for name in DRIVERS:
        if request.node.get_closest_marker(name):
            return name
    pytest.fail(
        "A step asks for the driver, but the scenario has neither @browser nor @wire.",
        pytrace=False,
    )
