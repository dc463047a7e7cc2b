"""Shows the Gherkin steps of each scenario in the report, with their evidence inside.

pytest-bdd calls these hooks; ``pytest.skip()`` in a step calls neither ``after_step`` nor
``step_error``, so what is still open is closed after the scenario.
"""

from __future__ import annotations

import csv
import io
import sys

import pytest
from pytest_bdd.parser import Scenario, Step

from test_framework.reporting.allure_results import Results
from test_framework.reporting.card import sentence
from test_framework.reporting.evidence import Evidence


class GherkinSteps:
    """pytest-bdd's hooks for one process."""

    def __init__(self, results: Results) -> None:
        self._results = results
        self._open: str | None = None
        self._ahead: list[Step] = []
        self._evidence = Evidence(results)

    def pytest_bdd_before_scenario(self, scenario: Scenario) -> None:
        """Remember the steps that are ahead."""
        self._ahead = list(scenario.steps)

    def pytest_bdd_before_step(self, request: pytest.FixtureRequest, step: Step) -> None:
        """Open the step, with its table or text."""
        self._begin(step)
        self._evidence.step_begins(request.node)

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_after_step(self, request: pytest.FixtureRequest) -> None:
        """Close the step, with what crossed the wire meanwhile."""
        self._evidence.step_ended(request.node)
        self._close()

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_step_error(
        self, request: pytest.FixtureRequest, exception: BaseException
    ) -> None:
        """Close the step as failed, with everything that may explain it."""
        self._evidence.step_failed(request.node)
        self._close(exception)

    def pytest_bdd_step_func_lookup_error(
        self, request: pytest.FixtureRequest, step: Step, exception: BaseException
    ) -> None:
        """Show the step that nobody defined, and how far the scenario had come."""
        self._begin(step)
        self._evidence.step_failed(request.node)
        self._close(exception)

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_after_scenario(self, request: pytest.FixtureRequest) -> None:
        """Close what a skip left open, and show the steps that were not reached."""
        ended_by = sys.exc_info()[1]
        if self._open:
            self._close(ended_by)
        if ended_by is None:
            self._evidence.scenario_passed(request.node)
        for step in self._ahead:
            self._results.add_unreached(sentence(step))
        self._ahead = []

    def _begin(self, step: Step) -> None:
        self._ahead = self._ahead[1:]
        self._open = self._results.open_step(sentence(step))
        if step.datatable:
            rows = io.StringIO()
            csv.writer(rows).writerows(step.datatable.raw())
            self._results.attach("Table", rows.getvalue(), "text/csv", "csv")
        if step.docstring:
            self._results.attach("Text", step.docstring, "text/plain", "txt")

    def _close(self, error: BaseException | None = None) -> None:
        if self._open:
            self._results.close_step(self._open, error)
            self._open = None
