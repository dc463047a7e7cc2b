"""Every step definition that pytest knows, and which of them match a sentence."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from pytest_bdd.compat import get_fixture_names
from pytest_bdd.parsers import StepParser
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from test_framework.pytest_plugin.feature_text import StepText

OF_PYTEST_BDD = "pytest_bdd.plugin"


@dataclass(frozen=True, eq=False)
class StepDefinition:
    """One step text and the function behind it.

    Attributes:
        type: "given", "when" or "then"; None when it serves all three.
        parser: pytest-bdd's parser of the text.
        function: The step function.
    """

    type: str | None
    parser: StepParser
    function: Callable[..., object]

    @property
    def text(self) -> str:
        """The text with its fields, as written in the step module."""
        return self.parser.name

    @property
    def path(self) -> Path:
        """The step module."""
        return Path(self.function.__code__.co_filename)

    @property
    def line(self) -> int:
        """Where the function, with its decorators, begins."""
        return self.function.__code__.co_firstlineno

    @property
    def is_async(self) -> bool:
        """Whether calling it only makes a coroutine or an async generator."""
        return inspect.iscoroutinefunction(self.function) or inspect.isasyncgenfunction(
            self.function
        )

    def serves(self, type_: str) -> bool:
        """Whether it is looked at for a step of this type."""
        return self.type is None or self.type == type_

    def __str__(self) -> str:
        """Type, text and place, for people."""
        return f"{(self.type or 'step').capitalize()} {self.text!r} ({self.path}:{self.line})"


class StepIndex:
    """The step definitions of a session.

    Example:
        ``StepIndex.of(session).matching(StepText("given", "Given", "Ada has an account", 7))``
    """

    def __init__(self, definitions: Iterable[StepDefinition]) -> None:
        self.definitions = sorted(definitions, key=lambda each: (str(each.path), each.line))
        self._matches: dict[tuple[str, str], list[StepDefinition]] = {}

    @classmethod
    def of(cls, session: pytest.Session) -> StepIndex:
        """All step definitions of plugins, conftests and collected modules."""
        contexts = (step_function_context_registry.get(f.func) for f in all_fixtures(session))
        return cls(_definition(each) for each in contexts if each is not None and _is_ours(each))

    def matching(self, step: StepText) -> list[StepDefinition]:
        """The definitions that match a sentence: exactly one when all is well."""
        key = (step.type, step.text)
        if key not in self._matches:
            self._matches[key] = [
                each
                for each in self.definitions
                if each.serves(step.type) and each.parser.is_matching(step.text)
            ]
        return self._matches[key]

    @cached_property
    def asynchronous(self) -> list[StepDefinition]:
        """Definitions that pytest-bdd would pass without running them."""
        return [each for each in self.definitions if each.is_async]


def all_fixtures(session: pytest.Session) -> list[pytest.FixtureDef[object]]:
    """Every fixture definition that pytest knows, wherever it is visible."""
    manager = session._fixturemanager  # pytest has no public way to list them
    by_node = manager._arg2node2fixturedefs
    found: list[pytest.FixtureDef[object]] = []
    for name in get_fixture_names(manager):
        for definitions in by_node.get(name, {}).values():
            found += definitions
    return found


def _definition(context: StepFunctionContext) -> StepDefinition:
    return StepDefinition(context.type, context.parser, context.step_func)


def _is_ours(context: StepFunctionContext) -> bool:
    return context.step_func.__module__ != OF_PYTEST_BDD
