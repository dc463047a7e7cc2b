"""What came of auditing the books: a few lines at the end of the run, a file, and its status."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from test_framework.books import Audited
from test_framework.pytest_plugin.bookkeeping import AUDITS

FILE = "ledger-audit.json"
SENT = "chat_is_king_audits"
SHOWN = 5
DISAGREE = (
    "The books of the platform and what people saw do not agree, or could not be compared: the run "
    "fails."
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let who breaks a platform on purpose leave its books alone."""
    group = parser.getgroup("chat is king", "Chat is King: the platform under test")
    alone = "do not compare the platform's books with what people saw"
    group.addoption("--no-ledger-audit", action="store_true", help=alone)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what a worker found, or let the run fail for it."""
    audits = session.config.stash.get(AUDITS, [])
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[SENT] = [each.as_json() for each in audits]
    elif session.exitstatus == pytest.ExitCode.OK and not all(each.agrees for each in audits):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # Any: xdist publishes no type for it
    """Take in what a worker found; one that died tells nothing, and its platform died with it."""
    told = getattr(node, "workeroutput", {}).get(SENT, [])
    node.config.stash.setdefault(AUDITS, []).extend(Audited.read(each) for each in told)


def sentences(audits: Sequence[Audited]) -> list[str]:
    """What to say of the audits.

    Example:
        >>> sentences([Audited("the platform", {"lines": 12, "runs seen whole": 3})])
        ['1 platform: 12 lines, 3 runs seen whole. All agree.']
    """
    counts: Counter[str] = Counter()
    for each in audits:
        counts.update(each.counts)
    found = [f"{each.platform}: {text}" for each in audits for text in each.findings]
    missed = [f"{each.platform}: {each.why_not}" for each in audits if each.why_not]
    number = f"{len(audits)} platform{'' if len(audits) == 1 else 's'}"
    figures = ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()))
    agree = "All agree." if not found else f"{len(found)} things do not agree."
    lines = [f"{number}: {figures}. {agree}", *found[:SHOWN]]
    lines += [f"Not compared: {each}" for each in missed[:SHOWN]]
    return [*lines, DISAGREE] if found or missed else lines


def write(audits: Sequence[Audited], folder: Path, *, add: bool) -> Path:
    """Keep all that was found as ``ledger-audit.json``.

    Args:
        audits: One for each platform.
        folder: Where to.
        add: Whether the run is a part of the one before: then what that one found stays.

    Returns:
        The file: platform, counts, findings and why_not of each.
    """
    file = folder / FILE
    before = json.loads(file.read_text("utf-8"))["platforms"] if add and file.is_file() else []
    platforms = [*before, *(each.as_json() for each in audits)]
    agree = all(Audited.read(each).agrees for each in platforms)
    kept = {"agree": agree, "platforms": platforms}
    file.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return file
