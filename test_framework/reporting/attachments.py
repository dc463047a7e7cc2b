"""What steps may show in the report beside their words."""

import csv
import io
from collections.abc import Iterable, Sequence

import allure

from test_framework.reporting.redaction import redact


def attach_table(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Show a table inside the step that runs.

    Example:
        ``attach_table("Stages", ["stage", "seconds"], [["logging in", "0.41"]])``
    """
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    allure.attach(redact(text.getvalue()), title, allure.attachment_type.CSV)


def attach_chart(title: str, svg: str) -> None:
    """Show a chart (SVG) inside the step that runs."""
    allure.attach(redact(svg), title, allure.attachment_type.SVG)
