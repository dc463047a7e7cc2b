"""``pytest --fixture-map``: who needs whom among the suite's fixtures, as a Mermaid drawing.

A fixture that lives longer than what it asks for is a scope mismatch: pytest finds it only
when a test happens to use both, so the map and a test look at all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.main import wrap_session
from pytest_bdd.steps import StepNamePrefix

from test_framework.pytest_plugin.step_index import all_fixtures

FROM_LONG_TO_SHORT = ("session", "package", "module", "class", "function")
OF_PACKAGES = ("site-packages", "dist-packages")


@dataclass(frozen=True)
class Fixture:
    """A fixture: its name, how long it lives, and the fixtures that it asks for."""

    name: str
    scope: str
    needs: tuple[str, ...]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--fixture-map``."""
    group = parser.getgroup("chat is king")
    group.addoption("--fixture-map", action="store_true", help="print the fixtures as Mermaid")


def pytest_cmdline_main(config: pytest.Config) -> int | pytest.ExitCode | None:
    """Print the map instead of running."""
    return wrap_session(config, _print_map) if config.option.fixture_map else None


def fixtures_of(session: pytest.Session) -> list[Fixture]:
    """The fixtures of the suite, without steps and without those of other packages."""
    found = {
        Fixture(each.argname, each.scope, tuple(each.argnames))
        for each in all_fixtures(session)
        if not _is_of_a_package(each) and not each.argname.startswith(StepNamePrefix.step_def.value)
    }
    return sorted(found, key=lambda each: (FROM_LONG_TO_SHORT.index(each.scope), each.name))


def scope_mismatches(fixtures: Iterable[Fixture]) -> list[str]:
    """A sentence for each fixture that asks for one that lives shorter than itself.

    Example:
        >>> page = Fixture("page", "function", ())
        >>> scope_mismatches([page, Fixture("platform", "session", ("page",))])
        ["The session fixture 'platform' asks for the function fixture 'page'."]
    """
    known = list(fixtures)
    scopes: dict[str, list[str]] = {}
    for each in known:
        scopes.setdefault(each.name, []).append(each.scope)
    return [
        f"The {each.scope} fixture {each.name!r} asks for the {scope} fixture {need!r}."
        for each in known
        for need in each.needs
        for scope in scopes.get(need, ())
        if FROM_LONG_TO_SHORT.index(scope) > FROM_LONG_TO_SHORT.index(each.scope)
    ]


def mermaid(fixtures: Sequence[Fixture]) -> str:
    """The drawing: one box for each scope, an arrow from a fixture to what it needs."""
    lines = ["flowchart LR"]
    for scope in FROM_LONG_TO_SHORT:
        names = [each.name for each in fixtures if each.scope == scope]
        if names:
            lines += [f"    subgraph {scope}", *(f"        {name}" for name in names), "    end"]
    drawn = {each.name for each in fixtures}
    lines += [f"    {each.name} --> {n}" for each in fixtures for n in each.needs if n in drawn]
    return "\n".join(lines)


def _is_of_a_package(fixture: pytest.FixtureDef[object]) -> bool:
    code = getattr(fixture.func, "__code__", None)
    return code is None or any(folder in Path(code.co_filename).parts for folder in OF_PACKAGES)


def _print_map(config: pytest.Config, session: pytest.Session) -> int:
    fixtures = fixtures_of(session)
    writer = config.get_terminal_writer()
    writer.line(mermaid(fixtures))
    mismatches = scope_mismatches(fixtures)
    for sentence in mismatches:
        writer.line(f"%% {sentence}")
    return 1 if mismatches else 0
