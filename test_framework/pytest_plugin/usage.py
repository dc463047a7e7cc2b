"""What the user did wrong: one clear sentence and exit status 2, without a traceback."""

from __future__ import annotations

import sys
from collections.abc import Generator
from typing import Any, NoReturn

import pytest

from test_framework.services.process import ServiceFailed
from test_framework.targets import UsageError

USAGE_STATUS = 2
USAGE_PROBLEM = "chat_is_king_usage_problem"
_problems = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let an unknown option end with status 2, as argparse does by itself."""

    def explain(message: str) -> NoReturn:
        sys.stderr.write(f"pytest: {message}\nTry `pytest --help`.\n")
        raise SystemExit(USAGE_STATUS)

    parser.optparser.error = explain  # type: ignore[method-assign]  # pytest's own ends with 4


@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main(config: pytest.Config) -> Generator[None, Any, Any]:
    """Turn pytest's own usage errors (a path that does not exist) into status 2."""
    try:
        status = yield
    except pytest.UsageError as error:
        sys.stderr.write(f"ERROR: {error}\n")
        return USAGE_STATUS
    # A worker that stopped for a usage error looks like an interrupt to its controller.
    return USAGE_STATUS if config.stash.get(_problems, []) else status


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """End the run when collecting shows a mistake that no scenario can survive."""
    try:
        return (yield)
    except UsageError as error:
        stop_for(session.config, error)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """End the run when a fixture finds that it cannot do what the user asked for.

    Or when a service of the whole session does not start: no scenario could run, and each
    would show the same log.
    """
    try:
        return (yield)
    except UsageError as error:
        stop_for(request.config, error)
    except ServiceFailed as error:
        if fixturedef.scope != "session":
            raise
        stop_for(request.config, error)


@pytest.hookimpl(trylast=True)
def pytest_bdd_step_error(request: pytest.FixtureRequest, exception: BaseException) -> None:
    """End the run when a step finds it: the browser, for one, is looked for at first need."""
    if isinstance(exception, UsageError):
        stop_for(request.config, exception)


def stop_for(config: pytest.Config, error: Exception) -> NoReturn:
    """End the whole run with the error's sentence and status 2, from a worker too."""
    if hasattr(config, "workeroutput"):
        config.workeroutput[USAGE_PROBLEM] = str(error)
    pytest.exit(str(error), returncode=USAGE_STATUS)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # Any: xdist publishes no type for it
    """Pass on, once, what a worker could not do."""
    problem = getattr(node, "workeroutput", {}).get(USAGE_PROBLEM)
    problems = node.config.stash.setdefault(_problems, [])
    if problem and problem not in problems:
        problems.append(problem)
        sys.stderr.write(f"\n{problem}\n")
