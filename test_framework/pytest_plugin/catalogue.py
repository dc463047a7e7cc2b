"""``pytest --steps``: every sentence that a feature may use, by step module."""

from __future__ import annotations

import inspect
from itertools import groupby

import pytest
from _pytest.main import wrap_session

from test_framework.pytest_plugin.step_index import StepDefinition, StepIndex


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--steps``."""
    group = parser.getgroup("chat is king")
    group.addoption("--steps", action="store_true", help="print the catalogue of steps and stop")


def pytest_cmdline_main(config: pytest.Config) -> int | pytest.ExitCode | None:
    """Print the catalogue instead of running."""
    return wrap_session(config, _print_catalogue) if config.option.steps else None


def catalogue(definitions: list[StepDefinition]) -> str:
    """The steps as text: one module after the other, Given before When before Then."""
    blocks = []
    for path, group in groupby(definitions, key=lambda each: each.path):
        order = ["given", "when", "then", None]
        lines = sorted(group, key=lambda each: (order.index(each.type), each.text))
        blocks.append("\n".join([path.stem, *(_line(each) for each in lines)]))
    return "\n\n".join(blocks)


def _line(definition: StepDefinition) -> str:
    meaning = (inspect.getdoc(definition.function) or "").partition("\n")[0]
    sentence = f"  {(definition.type or '*').capitalize():5} {definition.text}"
    return f"{sentence}\n          {meaning}" if meaning else sentence


def _print_catalogue(config: pytest.Config, session: pytest.Session) -> int:
    definitions = StepIndex.of(session).definitions
    writer = config.get_terminal_writer()
    writer.line(catalogue(definitions))
    writer.line(f"\n{len(definitions)} steps")
    return 0
