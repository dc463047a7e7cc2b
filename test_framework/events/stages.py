"""The stages of a run that take time, and what was measured of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Stage(StrEnum):
    """What a limit can be stated for; the value is how people call it.

    The first five are what the user waits for, from the sending of the question, by the times
    of arrival. ``RUN`` and ``TOOL`` are by the platform's timestamps. ``DELIVERY`` is from an
    event's timestamp to its arrival, across the two clocks.
    """

    ACCEPTED = "acceptance"
    FIRST_EVENT = "first event"
    FIRST_PIECE = "first piece"
    WHOLE_ANSWER = "whole answer"
    LONGEST_SILENCE = "longest silence"
    RUN = "run"
    TOOL = "tool"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class Measured:
    """One duration.

    Attributes:
        seconds: How long.
        frames: The frames that show it.
        what: Which one, where a stage occurs several times ("tool `totals`").
        uncertainty_s: The truth is at most so far from ``seconds``.
    """

    seconds: float
    frames: tuple[int, ...] = ()
    what: str = ""
    uncertainty_s: float = 0.0


@dataclass(slots=True)
class RunTiming:
    """How long one run took, and its user waited.

    Attributes:
        name: Whose run, for findings.
        stages: What was measured, each occurrence.
        unfinished: What was not over at the end of the events: at least so long.
        unknown: Why a stage could not be measured.
        durations: By how much each tool's stated duration exceeds that of its timestamps.

    A stage that is in none of them did not occur.
    """

    name: str
    stages: dict[Stage, list[Measured]] = field(default_factory=dict)
    unfinished: dict[Stage, list[Measured]] = field(default_factory=dict)
    unknown: dict[Stage, str] = field(default_factory=dict)
    durations: list[Measured] = field(default_factory=list)

    def took(
        self, stage: Stage, seconds: float, *frames: int, what: str = "", uncertainty_s: float = 0.0
    ) -> None:
        """Note a stage that is over."""
        measured = Measured(seconds, frames, what, uncertainty_s)
        self.stages.setdefault(stage, []).append(measured)

    def not_over(self, stage: Stage, seconds: float, *frames: int) -> None:
        """Note a stage that has taken so long already."""
        self.unfinished.setdefault(stage, []).append(Measured(seconds, frames))

    def seconds(self, stage: Stage) -> float | None:
        """The longest occurrence of a stage; None when it was not measured."""
        return max((measured.seconds for measured in self.stages.get(stage, ())), default=None)
