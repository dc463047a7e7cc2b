"""Gathers what the people of all scenarios saw, and has the shared platforms audited.

Audited are the platforms that scenarios share, just before they are stopped. A platform that a
scenario has for itself is not: it is there to be killed, locked or deceived, and such a scenario
judges its own ledger. Neither is one that the suite did not start.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable

import pytest

from test_framework.books import Audited, Books, KeepsBooks
from test_framework.pytest_plugin.contexts import CONTEXTS
from test_framework.pytest_plugin.options import options_of
from test_framework.services.mailbox import Mailbox
from test_framework.targets import RunningPlatform, Target
from test_framework.test_context import TestContext

AUDITS = pytest.StashKey[list[Audited]]()


class Bookkeeping:
    """The books of all platforms that are to be audited.

    Attributes:
        audits: What came of those that were stopped.
    """

    def __init__(self, target: Target | None, mailbox: Mailbox, audits: list[Audited]) -> None:
        self._target = target
        self._mailbox = mailbox
        self._books: dict[int, Books] = {}
        self.audits = audits

    def begin(self, platform: RunningPlatform, name: str) -> None:
        """Gather from now on what people see at this platform."""
        if isinstance(self._target, KeepsBooks):
            self._books[id(platform)] = self._target.books(platform, self._mailbox, name)

    def saw(self, platform: RunningPlatform, scenario: str, people: Iterable[TestContext]) -> None:
        """A scenario has ended; its people are still there."""
        if books := self._books.get(id(platform)):
            books.saw(scenario, people)

    def finish(self, platform: RunningPlatform) -> None:
        """Audit a platform that is about to be stopped."""
        books = self._books.pop(id(platform), None)
        if books is not None and (audited := books.audit()) is not None:
            self.audits.append(audited)


KEPT = pytest.StashKey[Bookkeeping]()


@pytest.fixture(scope="session")
def bookkeeping(pytestconfig: pytest.Config, target: Target, mailbox: Mailbox) -> Bookkeeping:
    """What compares the books of the platforms of this session with what people saw."""
    ours = options_of(pytestconfig).base_url is None and not pytestconfig.option.no_ledger_audit
    audits = pytestconfig.stash.setdefault(AUDITS, [])
    kept = pytestconfig.stash[KEPT] = Bookkeeping(target if ours else None, mailbox, audits)
    return kept


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Take in what was seen before anything is closed: with the last test, platforms stop."""
    users = item.stash.get(CONTEXTS, None)
    kept = item.config.stash.get(KEPT, None)
    if users and kept is not None:
        kept.saw(users.world.platform, item.name, list(users.values()))
    return (yield)
