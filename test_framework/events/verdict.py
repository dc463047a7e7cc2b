"""What a checker says: holds, broken with findings, or unknown. Unknown is never green."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The three outcomes, after Jepsen: true, false, and could not tell."""

    HOLDS = "holds"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, for people, with the frames that show it.

    Attributes:
        rule: The checker's rule, a stable identifier ("tool-completed-twice").
        text: A plain sentence that names user, run, tool and frames.
        frames: Numbers in the owner's frame log.
    """

    rule: str
    text: str
    frames: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A checker's judgement of a stream of events.

    Example:
        >>> Verdict.of("sequence", []).outcome
        <Outcome.HOLDS: 'holds'>
        >>> Verdict.unknown("sequence", "no run was seen").holds
        False
    """

    checker: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, checker: str, findings: Iterable[Finding]) -> Verdict:
        """Broken when there are findings, otherwise holds."""
        found = tuple(findings)
        return cls(checker, Outcome.BROKEN if found else Outcome.HOLDS, found)

    @classmethod
    def unknown(cls, checker: str, why: str) -> Verdict:
        """The checker could not tell, and says why."""
        return cls(checker, Outcome.UNKNOWN, (Finding("unknown", why),))

    @classmethod
    def all_of(cls, checker: str, verdicts: Iterable[Verdict]) -> Verdict:
        """The worst of several: broken before unknown before holds, all findings kept.

        Judging nothing at all is unknown.
        """
        parts = tuple(verdicts)
        if not parts:
            return cls.unknown(checker, "there was nothing to judge")
        outcomes = {part.outcome for part in parts}
        worst = next(o for o in (Outcome.BROKEN, Outcome.UNKNOWN, Outcome.HOLDS) if o in outcomes)
        return cls(checker, worst, tuple(f for part in parts for f in part.findings))

    @property
    def holds(self) -> bool:
        """True only when the promise was seen to hold."""
        return self.outcome is Outcome.HOLDS

    def __str__(self) -> str:
        """The outcome and each finding on a line of its own."""
        lines = [f"{self.checker}: {self.outcome}"]
        lines += [f"  - {finding.text}" for finding in self.findings]
        return "\n".join(lines)
