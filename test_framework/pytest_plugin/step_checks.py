"""Refuses, at collection, step definitions with which scenarios would pass without proof.

pytest-bdd reports an ``async def`` step as passed without running it, and of two
definitions that match one sentence it takes the later without a word.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from test_framework.pytest_plugin.feature_files import FeatureFile
from test_framework.pytest_plugin.feature_text import FeatureText, read_feature
from test_framework.pytest_plugin.step_index import StepDefinition, StepIndex
from test_framework.targets import UsageError


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look at the steps once, when there are scenarios to run.

    Raises:
        UsageError: with every step that cannot be trusted.
    """
    files = {item.parent.path for item in session.items if isinstance(item.parent, FeatureFile)}
    if not files:
        return
    index = StepIndex.of(session)
    features = [read_feature(path) for path in sorted(files)]
    problems = [async_step(each) for each in index.asynchronous]
    problems += ambiguous_sentences(features, index)
    if problems:
        raise UsageError("\n".join(problems))


def async_step(definition: StepDefinition) -> str:
    """Say what is wrong with an asynchronous step."""
    return (
        f"{definition.path}:{definition.line}: the step {definition.text!r} is an async function; "
        "it would pass without running. Make it a plain `def` and let the test context wait."
    )


def ambiguous_sentences(features: list[FeatureText], index: StepIndex) -> Iterator[str]:
    """Every sentence of the features that more than one step definition matches."""
    told: set[tuple[str, str]] = set()
    for feature in features:
        for step in (s for scenario in feature.scenarios for s in scenario.sentences()):
            found = index.matching(step)
            if len(found) > 1 and (step.type, step.text) not in told:
                told.add((step.type, step.text))
                both = " and ".join(str(each) for each in found)
                yield (
                    f"{feature.path}:{step.line}: {step.text!r} is matched by {len(found)} step "
                    f"definitions: {both}. Only the last would run; change one text."
                )
