"""The suite's auditor: reads the books of a platform as an administrator, and compares them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import httpx2
import rfc8785

from targets.reference.api import Api, Refused
from targets.reference.balance import Books
from targets.reference.books import Entry, InvoiceSum, SeenRun, runs_seen
from targets.reference.newcomer import come_in
from targets.reference.settings import AUDITOR
from test_framework.books import Audited
from test_framework.events.digests import digest_of
from test_framework.events.model import AgentEvent, EventKind
from test_framework.services.mailbox import Mailbox
from test_framework.targets import RunningPlatform
from test_framework.test_context import TestContext
from test_framework.waiting import NotInTime, patient
from test_framework.wire.json_object import json_object

NAME = "Audrey Auditor"
PASSWORD = "counts every cent twice"  # noqa: S105 - of an account of the suite's own
ANSWERED_WITHIN_S = 30.0
READ_AT_MOST = 10
RUN_OUT = "token_expired"
LOG_INS = 10
Told = TypeVar("Told")
A_DAY = timedelta(days=1)
# A frame that was harmed on its way must not be believed where it tells what a run costs. OTHER is
# one whose type cannot be read any more.
MATTERS = (
    EventKind.AGENT_STARTED,
    EventKind.TOOL_EXECUTING,
    EventKind.AGENT_COMPLETED,
    EventKind.OTHER,
)


@dataclass
class ReferenceBooks:
    """The books of one reference platform, and what people saw of its runs.

    Attributes:
        name: What to call the platform, for people.
    """

    platform: RunningPlatform
    mailbox: Mailbox
    name: str
    _seen: list[SeenRun] = field(default_factory=list)

    def saw(self, scenario: str, people: Iterable[TestContext]) -> None:
        """Take in what these people saw of their runs."""
        self._seen += seen_by(people, f" in {scenario}")

    def audit(self) -> Audited | None:
        """Come in as an administrator, take the ledger and the invoices, and compare."""
        if not self._seen:
            return None
        http = httpx2.Client(
            base_url=self.platform.base_url, timeout=patient(ANSWERED_WITHIN_S), trust_env=False
        )
        with http:
            api = AuditorsApi(http)
            try:
                come_in(api, self.mailbox, NAME, AUDITOR, PASSWORD)
                books = books_of(api, self._seen)
            except (Refused, NotInTime, httpx2.HTTPError) as problem:
                return Audited(self.name, why_not=f"the books cannot be had: {problem}")
        findings = tuple(finding.text for finding in books.findings())
        return Audited(self.name, books.counts(), findings)


class AuditorsApi(Api):
    """The auditor's log-in, on platforms whose passes run out within a second, too."""

    def call(
        self,
        method: str,
        path: str,
        *,
        body: dict[str, str] | None = None,
        params: dict[str, str] | None = None,
    ) -> Any:
        """As of ``Api``."""
        return self._in_time(partial(super().call, method, path, body=body, params=params))

    def download_text(self, path: str, params: dict[str, str] | None = None) -> str:
        """As of ``Api``."""
        return self._in_time(partial(super().download_text, path, params))

    def _in_time(self, ask: Callable[[], Told]) -> Told:
        for _ in range(LOG_INS):
            try:
                return ask()
            except Refused as refusal:
                if refusal.code != RUN_OUT:
                    raise
            # Not by renewal: unused for a while, the log-in itself may have ended.
            self.log_in(AUDITOR, PASSWORD)
        return ask()


def seen_by(people: Iterable[TestContext], where: str = "") -> list[SeenRun]:
    """The runs that these people saw, each with all devices; ``where`` goes into the findings."""
    events: dict[tuple[str, str], list[AgentEvent]] = {}
    for context in people:
        person = (context.identity.full_name, context.identity.email)
        events.setdefault(person, []).extend(believable(context))
    return [
        run
        for (name, email), heard in events.items()
        for run in runs_seen(f"{name}{where}", email, heard)
    ]


def books_of(api: Api, seen: Iterable[SeenRun]) -> Books:
    """The books of a platform, as an administrator gets them.

    Args:
        api: The administrator's log-in.
        seen: With what they are to be compared.
    """
    told: list[InvoiceSum] = []
    ledger = exported(api)
    # A run may still go on for nobody, and be charged while the books are read: then once more.
    for _ in range(READ_AT_MOST):
        # By the clocks of some people the first and the last day are of other months.
        days = {entry.at + shift for entry in ledger for shift in (-A_DAY, A_DAY)}
        months = sorted({f"{day:%Y-%m}" for day in days})
        told = [invoice for month in months for invoice in invoices(api, month)]
        before, ledger = ledger, exported(api)
        if ledger == before:
            break
    return Books(list(seen), ledger, told)


def exported(api: Api) -> list[Entry]:
    """The whole ledger, from the file that administrators can download."""
    text = api.download_text("/api/admin/ledger.csv")
    return [Entry.told(row) for row in csv.DictReader(io.StringIO(text, newline=""))]


def invoices(api: Api, month: str) -> Iterator[InvoiceSum]:
    """What a month, like ``2026-02``, costs everybody."""
    after = ""
    while after is not None:
        params = {"month": month, "after": after}
        told = api.call("GET", "/api/admin/invoices", params=params)
        yield from map(InvoiceSum.told, told["invoices"])
        after = told["next"]


def believable(context: TestContext) -> Iterator[AgentEvent]:
    """What came to this person, without the frames of runs that were harmed on their way."""
    frames = context.frames.frames
    for event in context.events:
        if event.seq is None or event.kind not in MATTERS:
            yield event
            continue
        envelope = json_object(frames[event.frame - 1].payload) or {}
        try:
            whole = envelope.get("digest") == digest_of(envelope)
        except rfc8785.CanonicalizationError:
            whole = False
        if whole:
            yield event
