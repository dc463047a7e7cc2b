"""What all checkers have in common: they are fed event by event and judge at any time.

A checker holds no clock and does no I/O. Feeding a stream piece by piece and judging at
the end gives the same verdict as handing over the whole stream.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from test_framework.events.model import AgentEvent
from test_framework.events.rules import Rule
from test_framework.events.verdict import Finding, Outcome, Verdict


class Checker(Protocol):
    """A judge of agent events, in their order of arrival (by user)."""

    def feed(self, event: AgentEvent) -> None:
        """Take in the next event."""

    def verdict(self, *, ended: bool) -> Verdict:
        """Judge what was fed so far.

        Args:
            ended: True when no more events will come, so that what is unfinished is
                broken; False while the stream goes on, so that it is unknown.
        """


class Notes:
    """What a checker has found so far, and what it could not tell.

    Example:
        >>> notes = Notes()
        >>> notes.broken(Rule.START_TWICE, "Run r1 of Ada started twice (frames 2 and 3).", 2, 3)
        >>> notes.conclude("sequence").outcome
        <Outcome.BROKEN: 'broken'>
    """

    def __init__(self, earlier: Notes | None = None) -> None:
        """Start empty, or with what is noted in ``earlier``."""
        self._findings: list[Finding] = list(earlier._findings) if earlier else []
        self._doubts: list[Finding] = list(earlier._doubts) if earlier else []

    def broken(self, rule: Rule, text: str, *frames: int) -> None:
        """Note a broken rule and the frames that show it."""
        self._findings.append(Finding(rule, text, frames))

    def unknown(self, why: str, *frames: int) -> None:
        """Note something that could not be judged."""
        self._doubts.append(Finding("unknown", why, frames))

    def conclude(self, checker: str) -> Verdict:
        """Broken before unknown before holds; findings in order of their first frame."""
        found = sorted(self._findings, key=lambda f: f.frames[:1])
        if found:
            return Verdict.of(checker, found + self._doubts)
        if self._doubts:
            return Verdict(checker, Outcome.UNKNOWN, tuple(self._doubts))
        return Verdict.of(checker, ())


def judge(checker: Checker, events: Iterable[AgentEvent], *, ended: bool) -> Verdict:
    """Feed a whole stream to a checker and judge it."""
    for event in events:
        checker.feed(event)
    return checker.verdict(ended=ended)
