"""Checks between features and step definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from test_framework.audit.finding import Finding
from test_framework.audit.overlap import overlap, parts_of
from test_framework.pytest_plugin.feature_text import FeatureText
from test_framework.pytest_plugin.step_checks import async_step
from test_framework.pytest_plugin.step_index import StepDefinition, StepIndex


def step_findings(features: Sequence[FeatureText], index: StepIndex) -> Iterator[Finding]:
    """Unbound scenarios, unreached and asynchronous steps, sentences with two meanings."""
    reached: set[StepDefinition] = set()
    for feature in features:
        for scenario in feature.scenarios:
            told: set[int] = set()
            for step in scenario.sentences():
                found = index.matching(step)
                reached.update(found)
                if not found and step.line not in told:
                    told.add(step.line)
                    yield Finding(
                        feature.path,
                        step.line,
                        "unbound",
                        f"No step definition matches {step.keyword.strip()} {step.text!r} of "
                        f"{scenario.name!r}. `pytest --steps` lists what there is.",
                    )
    for each in index.definitions:
        if each not in reached:
            yield _at(each, "unreached-step", "is used by no scenario. Delete it or use it.")
    for each in index.asynchronous:
        yield Finding(each.path, each.line, "async-step", async_step(each).partition(": ")[2])
    yield from _ambiguous(features, index)


def _ambiguous(features: Sequence[FeatureText], index: StepIndex) -> Iterator[Finding]:
    """Pairs of texts that overlap, and sentences of the features that two match."""
    pairs = {
        frozenset(pair): f"for example {step.text!r}"
        for feature in features
        for scenario in feature.scenarios
        for step in scenario.sentences()
        for pair in combinations(index.matching(step), 2)
    }
    parts = {each: parts_of(each.parser) for each in index.definitions}
    for one, other in combinations(index.definitions, 2):
        if one.type and other.type and one.type != other.type:
            continue
        first, second = parts[one], parts[other]
        if first is not None and second is not None and overlap(first, second):
            pairs.setdefault(frozenset((one, other)), "whatever stands in their fields")
    for pair, how in pairs.items():
        one, other = sorted(pair, key=lambda each: (str(each.path), each.line))
        yield _at(other, "ambiguous-step", f"can match the same sentence as {one}, {how}.")


def _at(definition: StepDefinition, check: str, what: str) -> Finding:
    return Finding(definition.path, definition.line, check, f"The step {definition.text!r} {what}")
