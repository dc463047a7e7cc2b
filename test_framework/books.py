"""Whether a platform's own books agree with what people saw of it, over a whole session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol, Self, runtime_checkable

from test_framework.services.mailbox import Mailbox
from test_framework.targets import RunningPlatform
from test_framework.test_context import TestContext


@dataclass(frozen=True)
class Audited:
    """What came of auditing one platform.

    Attributes:
        platform: Which one, for people.
        counts: How much was judged, by what it is: "lines": 120.
        findings: What does not agree, a sentence each.
        why_not: Why nothing could be judged; empty when it was.
    """

    platform: str
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def agrees(self) -> bool:
        """True only when the books were seen to agree: unknown is never green."""
        return not self.findings and not self.why_not

    def as_json(self) -> dict[str, Any]:
        """In values that JSON, and a worker's channel, can carry."""
        return {**asdict(self), "counts": dict(self.counts), "findings": list(self.findings)}

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """What ``as_json`` gave."""
        return cls(**{**told, "findings": tuple(told["findings"])})


class Books(Protocol):
    """Gathers what people see at one platform, and compares it with the platform's books."""

    def saw(self, scenario: str, people: Iterable[TestContext]) -> None:
        """Take in what these people saw; a scenario has ended, its people are still there."""

    def audit(self) -> Audited | None:
        """Compare; the platform still runs. None when there is nothing to compare."""


@runtime_checkable
class KeepsBooks(Protocol):
    """A target whose platforms keep books that can be audited."""

    def books(self, platform: RunningPlatform, mailbox: Mailbox, name: str) -> Books:
        """The books of one platform, which the suite has just started.

        Args:
            platform: It runs, and nobody has come yet.
            mailbox: Where its mails arrive.
            name: What to call it, for people.
        """
