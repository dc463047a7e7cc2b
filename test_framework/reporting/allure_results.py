"""The only place that touches allure-pytest's insides: result files and steps.

``allure.step()`` cannot say that a step was skipped, so steps are opened through the
reporter that allure's adaptors share. The files are written by a subclass of allure's own
writer, in which every result is completed from its card and freed of secrets.
"""

# allure-pytest and allure-python-commons have no types.
# mypy: disable-error-code="no-untyped-call,import-untyped"

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import allure_commons
import pytest
from allure_commons.logger import AllureFileLogger
from allure_commons.model2 import (
    ATTACHMENT_PATTERN,
    Label,
    Parameter,
    Status,
    StatusDetails,
    TestResult,
    TestResultContainer,
    TestStepResult,
)
from allure_commons.utils import format_exception, format_traceback, md5, now, uuid4
from allure_pytest.listener import AllureListener
from allure_pytest.utils import get_status

from test_framework.reporting.card import Card
from test_framework.reporting.kept_pages import SUFFIX as PAGES
from test_framework.reporting.redaction import redact, redact_bytes
from test_framework.wire.recording import SUFFIX as RECORDING

PASSED, SKIPPED, BROKEN = Status.PASSED, Status.SKIPPED, Status.BROKEN
OWN_LABELS = {"epic", "feature", "story", "severity", "owner", "layer", "promise", "tag"}


class ResultFiles(AllureFileLogger):
    """Writes the results: completed, without fixture noise, without secrets."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder
        self.cards: dict[str, Card] = {}
        self.secrets: set[str] = set()

    @allure_commons.hookimpl
    def report_result(self, result: TestResult) -> None:
        """Write one test's result."""
        card = self.cards.pop(result.uuid, None)
        if card is not None:
            complete(result, card)
        self._redact(result)
        super().report_result(result)

    @allure_commons.hookimpl
    def report_container(self, container: TestResultContainer) -> None:
        """Write fixtures only where they tell something: failed, or with an attachment."""
        container.befores = [each for each in container.befores if _tells(each)]
        container.afters = [each for each in container.afters if _tells(each)]
        if container.befores or container.afters:
            for each in (*container.befores, *container.afters):
                self._redact(each)
            super().report_container(container)

    @allure_commons.hookimpl
    def report_attached_data(self, body: str | bytes, file_name: str) -> None:
        """Write an attachment."""
        data = body.encode() if isinstance(body, str) else body
        # These were redacted part by part; as a whole they must stay readable.
        redacted = file_name.endswith((RECORDING, PAGES))
        clean = data if redacted else redact_bytes(data, self.secrets)
        super().report_attached_data(clean, file_name)

    @allure_commons.hookimpl
    def report_attached_file(self, source: str, file_name: str) -> None:
        """Write an attachment that is a file already."""
        self.report_attached_data(Path(source).read_bytes(), file_name)

    def _redact(self, part: Any) -> None:
        part.name = redact(part.name or "", self.secrets)
        if part.statusDetails:
            part.statusDetails.message = redact(part.statusDetails.message or "", self.secrets)
            part.statusDetails.trace = redact(part.statusDetails.trace or "", self.secrets)
        for parameter in part.parameters:
            parameter.value = redact(str(parameter.value), self.secrets)
        for step in part.steps:
            self._redact(step)


class Results:
    """The results of this process: steps and attachments of the test that runs now."""

    def __init__(self, config: pytest.Config, folder: Path) -> None:
        self.files = ResultFiles(folder)
        self._listener = AllureListener(config)
        self._reporter = self._listener.allure_logger
        config.pluginmanager.register(self._listener, "allure_listener")
        for plugin in (self._listener, self.files):
            allure_commons.plugin_manager.register(plugin)
            config.add_cleanup(partial(allure_commons.plugin_manager.unregister, plugin))

    def describe_current(self, card: Card) -> None:
        """Let the result of the test that runs now be completed from this card."""
        self.files.cards[self._reporter.get_test(None).uuid] = card

    def open_step(self, title: str) -> str:
        """Begin a step; attachments go inside it until it is closed."""
        uuid: str = uuid4()
        self._reporter.start_step(None, uuid, TestStepResult(name=title, start=now()))
        return uuid

    def close_step(self, uuid: str, error: BaseException | None = None) -> None:
        """End a step: passed, or as the error says."""
        details = None
        if error is not None:
            message = format_exception(type(error), error)
            details = StatusDetails(message=message, trace=format_traceback(error.__traceback__))
        self._reporter.stop_step(uuid, stop=now(), status=get_status(error), statusDetails=details)

    def add_unreached(self, title: str) -> None:
        """A step that did not run because an earlier one ended the scenario."""
        at = now()
        uuid: str = uuid4()
        self._reporter.start_step(None, uuid, TestStepResult(name=title, start=at))
        self._reporter.stop_step(uuid, stop=at, status=SKIPPED)

    def attach(self, name: str, body: str | bytes, mime: str, extension: str) -> Path:
        """Attach to the open step, else to the test; the file that it is kept in."""
        uuid: str = uuid4()
        self._reporter.attach_data(uuid, body, name=name, attachment_type=mime, extension=extension)
        return self.files.folder / ATTACHMENT_PATTERN.format(prefix=uuid, ext=extension)

    def add_lost(self, card: Card, full_name: str, message: str) -> None:
        """Write a result for a test whose process ended before it could."""
        at = now()
        result = TestResult(uuid=uuid4(), fullName=full_name, start=at, stop=at, status=BROKEN)
        result.testCaseId = md5(full_name)
        result.statusDetails = StatusDetails(message=message)
        self.files.cards[result.uuid] = card
        self.files.report_result(result)


def complete(result: TestResult, card: Card) -> None:
    """Give a result its name, its place in the report and the steps that never ran."""
    result.name = card.name
    result.titlePath = card.title_path()
    kept = [label for label in result.labels if label.name not in OWN_LABELS]
    result.labels = kept + [Label(name, value) for name, value in card.labels()]
    if card.description:
        result.description = card.description
    if card.is_scenario:
        result.parameters = [Parameter(name, value) for name, value in card.parameters]
        result.historyId = md5(result.fullName or card.name, *(v for _, v in card.parameters))
        if not result.steps and result.status != PASSED:
            at = result.stop or now()
            result.steps = [
                TestStepResult(name=step, status=SKIPPED, start=at, stop=at) for step in card.steps
            ]


def _tells(fixture: Any) -> bool:
    # Without a status: still being torn down, like all that a passing test leaves.
    return fixture.status not in {PASSED, None} or bool(fixture.attachments or fixture.steps)
