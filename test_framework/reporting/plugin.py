"""Switches reporting on: every run writes Allure results, by default to reports/allure-results.

The folder is emptied before pytest starts its workers; a worker that dies later takes
nothing with it, and what it was running appears as broken.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from test_framework.pytest_plugin.bookkeeping import AUDITS
from test_framework.pytest_plugin.contexts import CONTEXTS
from test_framework.pytest_plugin.options import options_of
from test_framework.reporting import agents, books, journeys, ways_in
from test_framework.reporting.allure_results import Results
from test_framework.reporting.card import card_of, card_of_lost, full_name_of
from test_framework.reporting.environment import write_environment
from test_framework.reporting.gherkin_steps import GherkinSteps
from test_framework.reporting.summary import (
    GENERATE,
    areas_of,
    lines_of,
    note_of,
    reports_of,
)
from test_framework.targets import UsageError

# Any: each table has its own shape, which its own module alone reads.
Gather = Callable[[list[pytest.TestReport]], Any]
Lines = Callable[[Any], list[str]]
Write = Callable[..., Path]
DEFAULT_FOLDER = "reports/allure-results"
FOLDER = "chat_is_king_results"
RESULTS = pytest.StashKey[Results]()
# Options that only show something, and must leave the results of the last run alone.
RUNS_NO_TESTS = (
    "audit",
    "cacheshow",
    "collectonly",
    "fixture_map",
    "help",
    "markers",
    "show_fixtures_per_test",
    "showfixtures",
    "steps",
)
# At the end of a run: title, what gathers it from the reports, its lines, and what keeps it.
TABLES: tuple[tuple[str, Gather, Lines, Write], ...] = (
    ("agents at work", agents.agents_of, agents.lines_of, agents.write),
    ("ways in", ways_in.ways_of, ways_in.lines_of, ways_in.write),
    ("journeys", journeys.journeys_of, journeys.lines_of, journeys.write),
)
MARKS_OF_RESULTS = ("*-result.json", "*-container.json", "environment.properties")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option of a run in several parts."""
    group = parser.getgroup("chat is king", "Chat is King: the platform under test")
    add_results = "put the results to those of the run before, for one report of both"
    group.addoption("--add-results", action="store_true", help=add_results)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register the results, in place of allure-pytest's own registration.

    Its option stays the user's way to name another folder.
    """
    if not config.pluginmanager.hasplugin("allure_pytest") or _runs_no_tests(config):
        return
    handed_over: dict[str, str] = getattr(config, "workerinput", {})
    given = handed_over.get(FOLDER) or config.option.allure_report_dir
    folder = Path(given) if given else config.rootpath / DEFAULT_FOLDER
    config.option.allure_report_dir = None  # else allure-pytest writes every result twice
    if not handed_over and not config.option.add_results:
        try:
            empty(folder)
        except UsageError as error:
            pytest.exit(str(error), returncode=2)
    results = Results(config, folder)
    config.stash[RESULTS] = results
    config.pluginmanager.register(GherkinSteps(results), "chat_is_king_gherkin_steps")
    config.pluginmanager.register(_Reporting(config, results), "chat_is_king_reporting")


def empty(folder: Path) -> None:
    """Make the folder, or delete what an earlier run left in it.

    Raises:
        UsageError: when it holds something else, or cannot be written.
    """
    folder = folder.absolute()
    try:
        if folder.is_dir() and any(folder.iterdir()):
            if not any(any(folder.glob(mark)) for mark in MARKS_OF_RESULTS):
                raise UsageError(
                    f"{folder} holds no Allure results but something else; it will not be "
                    "emptied. Name another folder with --alluredir."
                )
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"The results cannot be written to {folder}: {error.strerror}.") from None


class _Reporting:
    """The hooks that need the results."""

    def __init__(self, config: pytest.Config, results: Results) -> None:
        self._config = config
        self._results = results

    def pytest_sessionstart(self) -> None:
        if not hasattr(self._config, "workerinput") and not self._config.option.add_results:
            workers = str(getattr(self._config.option, "numprocesses", None) or 1)
            write_environment(self._results.files.folder, options_of(self._config), workers)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:  # Any: xdist publishes no type for it
        node.workerinput[FOLDER] = str(self._results.files.folder.absolute())

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, object, object]:
        # Before any fixture, so that a scenario whose set-up fails keeps its place.
        card = card_of(item, options_of(self._config).target_name)
        self._results.describe_current(card)
        item.user_properties += note_of(card)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        outcome = yield
        users = item.stash.get(CONTEXTS, None)
        events = [event for user in (users.values() if users else ()) for event in user.events]
        item.user_properties.append(agents.sample_of(events))
        return outcome

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str, report: pytest.TestReport) -> None:
        """The worker died in the middle of this test."""
        target = options_of(self._config).target_name
        card = card_of_lost(crashitem, self._config.rootpath, target)
        self._results.add_lost(card, full_name_of(crashitem), report.longreprtext)
        report.user_properties = [*report.user_properties, *note_of(card)]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if hasattr(self._config, "workerinput"):
            return  # nobody reads it there, and the journeys would be kept once a worker
        lines = lines_of(areas_of(reports_of(terminalreporter)))
        if lines:
            terminalreporter.section("promises")
            for line in lines:
                terminalreporter.line(line, red="BROKEN" in line)
        self._tell_tables(terminalreporter)
        self._tell_books(terminalreporter)
        seed = options_of(self._config).seed
        terminalreporter.line("")
        terminalreporter.line(f"Results: {self._results.files.folder}")
        terminalreporter.line(f"The report: {GENERATE}")
        terminalreporter.line(f"The same people and faults again: --seed {seed}")

    def _tell_tables(self, terminalreporter: pytest.TerminalReporter) -> None:
        kept = [report for outcome, report in reports_of(terminalreporter) if outcome == "kept"]
        for title, gather, lines_of_table, write in TABLES:
            if table := gather(kept):
                terminalreporter.section(title)
                for line in lines_of_table(table):
                    terminalreporter.line(line)
                # Beside the results: in reports/, unless another folder was named for them.
                add = self._config.option.add_results
                file = write(table, self._results.files.folder.parent, add=add)
                terminalreporter.line(f"Also in {file}")

    def _tell_books(self, terminalreporter: pytest.TerminalReporter) -> None:
        audits = self._config.stash.get(AUDITS, [])
        if audits:
            terminalreporter.section("ledger audit")
            agree = all(each.agrees for each in audits)
            for line in books.sentences(audits):
                terminalreporter.line(line, red=not agree)
            add = self._config.option.add_results
            file = books.write(audits, self._results.files.folder.parent, add=add)
            terminalreporter.line(f"Also in {file}")


@pytest.fixture(scope="session")
def journeys_before(pytestconfig: pytest.Config) -> list[dict[str, journeys.Stages]]:
    """The stages of journeys in the runs before this one, oldest first."""
    results = pytestconfig.stash.get(RESULTS, None)
    return [] if results is None else journeys.past(results.files.folder.parent)


def _runs_no_tests(config: pytest.Config) -> bool:
    return any(getattr(config.option, name, False) for name in RUNS_NO_TESTS)
