"""Checks of how features are written: each takes one feature and yields findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from test_framework.audit.finding import Finding
from test_framework.pytest_plugin.feature_text import FeatureText, ScenarioText
from test_framework.pytest_plugin.tags import why_not_registered

MOST_STEPS = 9
WHAT_FOR = re.compile(r"\b(so that|in order to)\b", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"')
PLACEHOLDER = re.compile(r"<[^<>]+>")
MECHANICS = re.compile(
    r"\b(click(s|ed|ing)?|double-click(s|ed)?|fill(s|ed|ing)? in|press(es|ed)?|button|text ?box"
    r"|check ?box|drop-?down|menu item|URL|URI|selector|XPath|CSS|DOM|endpoint|JSON|payload"
    r"|HTTPS?|API|status code|query string|redirect(s|ed)?|local storage|cookie|database|SQL)\b",
    re.IGNORECASE,
)

FeatureCheck = Callable[[FeatureText], Iterator[Finding]]


def narrative(feature: FeatureText) -> Iterator[Finding]:
    """Every feature says who wants it and what for."""
    if not WHAT_FOR.search(feature.narrative):
        yield Finding(
            feature.path,
            feature.line,
            "missing-narrative",
            f"The feature {feature.name!r} does not say who wants it and what for. Write below "
            "its first line: As ... / I want ... / So that ...",
        )


def rule(feature: FeatureText) -> Iterator[Finding]:
    """Every feature states at least one business rule, and every scenario stands under one."""
    for scenario in feature.scenarios:
        if not scenario.rule:
            yield _of(
                feature,
                scenario,
                "missing-rule",
                "stands under no `Rule:`. State the business rule that it is an example of.",
            )
    if not feature.scenarios:
        yield Finding(
            feature.path,
            feature.line,
            "empty-feature",
            "The feature has no scenario: it tests nothing.",
        )


def unique_names(feature: FeatureText) -> Iterator[Finding]:
    """Scenario names are unique in their file, also across rules."""
    first: dict[str, int] = {}
    for scenario in feature.scenarios:
        if scenario.name in first:
            yield _of(
                feature,
                scenario,
                "duplicate-scenario",
                f"has the name of the one in line {first[scenario.name]}; one would be lost.",
            )
        first.setdefault(scenario.name, scenario.line)


def length(feature: FeatureText) -> Iterator[Finding]:
    """A scenario fits in the head: at most nine steps, its background included."""
    for scenario in feature.scenarios:
        steps = len(scenario.background) + len(scenario.steps)
        if steps > MOST_STEPS and not _has(scenario, "journey"):
            yield _of(
                feature,
                scenario,
                "too-long",
                f"has {steps} steps; {MOST_STEPS} is the most (only a @journey may have more).",
            )


def one_when(feature: FeatureText) -> Iterator[Finding]:
    """A scenario shows one thing that happens: one When, with its Ands."""
    for scenario in feature.scenarios:
        whens = [s for s in scenario.background + scenario.steps if s.keyword.strip() == "When"]
        if len(whens) > 1:
            yield _of(
                feature,
                scenario,
                "two-whens",
                f"has {len(whens)} Whens (the second in line {whens[1].line}). Make two scenarios.",
            )


def mechanics(feature: FeatureText) -> Iterator[Finding]:
    """Steps and names speak of the business; quoted text and table values are data."""
    for scenario in feature.scenarios:
        lines = [(scenario.line, scenario.name)]
        lines += [(s.line, s.text) for s in scenario.background + scenario.steps]
        for line, text in lines:
            if found := MECHANICS.search(spoken(text)):
                yield Finding(
                    feature.path,
                    line,
                    "mechanics",
                    f"{found[0]!r} in {text!r} speaks of mechanics. Say what the person does or "
                    "gets, in words that a new page design would not change.",
                )


def registered_tags(feature: FeatureText) -> Iterator[Finding]:
    """Every tag is registered, those on Examples too."""
    tags = set(feature.tags) | {tag for scenario in feature.scenarios for tag in scenario.tags}
    for tag in tags:
        if reason := why_not_registered(tag.name):
            yield Finding(feature.path, tag.line, "unregistered-tag", f"The tag {reason}.")


def promise(feature: FeatureText) -> Iterator[Finding]:
    """Every scenario proves a promise that report and sabotage can name."""
    for scenario in feature.scenarios:
        if not any(tag.name.startswith("promise:") for tag in scenario.tags):
            yield _of(
                feature,
                scenario,
                "no-promise",
                "proves no promise. Give it, its rule or its feature a tag @promise:ID.",
            )


def placeholders(feature: FeatureText) -> Iterator[Finding]:
    """An outline's placeholders are columns of its Examples, and it has rows."""
    for scenario in feature.scenarios:
        columns = set(scenario.rows[0]) if scenario.rows else set()
        for step in scenario.steps if columns else ():
            for unknown in set(_names(step.text)) - columns:
                yield Finding(
                    feature.path,
                    step.line,
                    "unknown-placeholder",
                    f"<{unknown}> is no column of the Examples of {scenario.name!r}.",
                )


def spoken(text: str) -> str:
    """A step's own words: without quoted data and placeholders.

    Example:
        >>> spoken('Ada asks "What is JSON?" about <topic>')
        'Ada asks  about '
    """
    return PLACEHOLDER.sub("", QUOTED.sub("", text))


FEATURE_CHECKS: tuple[FeatureCheck, ...] = (
    narrative,
    rule,
    unique_names,
    length,
    one_when,
    mechanics,
    registered_tags,
    promise,
    placeholders,
)


def _names(text: str) -> list[str]:
    return [found[1:-1] for found in PLACEHOLDER.findall(text)]


def _has(scenario: ScenarioText, tag: str) -> bool:
    return any(each.name == tag for each in scenario.tags)


def _of(feature: FeatureText, scenario: ScenarioText, check: str, what: str) -> Finding:
    return Finding(feature.path, scenario.line, check, f"The scenario {scenario.name!r} {what}")
