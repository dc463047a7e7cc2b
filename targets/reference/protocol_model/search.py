"""Many lives, one after the other; when one ends in a disagreement, a short one that does.

Hypothesis chooses what is done. A life that went wrong is made shorter here and not there: deeds
are left out, half of them, a quarter and so on, as long as it goes wrong (delta debugging, Zeller
and Hildebrandt 2002), which takes seconds, and no longer than it may.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

STEPS = 15
SHORTEN_FOR_S = 5.0

Deed = tuple[str, dict[str, Any]]
"""What was done: the name of the rule, and what was drawn for it."""


class Disagreement(AssertionError):
    """Two who should tell the same do not, or the platform did what it must not."""


class Enough(BaseException):
    """The time is over. No ``Exception``: nothing went wrong, and Hypothesis lets it pass."""


@dataclass
class Story:
    """What happened in one life.

    Attributes:
        lines: In plain words.
        deeds: The same, to be done again.
        problem: What was wrong at its end; empty as long as nothing was.
        evidence: What every device was told, frame by frame.
    """

    lines: list[str] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    problem: str = ""
    evidence: str = ""

    def __str__(self) -> str:
        """What was wrong, and the lines, numbered, that lead to it."""
        deeds = [f"{number}. {line}" for number, line in enumerate(self.lines, 1)]
        return "\n".join([self.problem, "It came to that like this:", *deeds])


@dataclass
class Search:
    """Lives that people led, and what came of them.

    Attributes:
        seed: What Hypothesis draws from.
        at_most_s: No life begins later than this.
        shorten_for_s: How long a shorter story is looked for once there is one.
        lives: How many were led, those that only looked for a shorter story not counted.
        deeds: What was done in them, by kind.
        runs: Agent runs that were judged.
        seconds: How long that took.
    """

    seed: int
    at_most_s: float = float("inf")
    shorten_for_s: float = SHORTEN_FOR_S
    lives: int = 0
    deeds: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    seconds: float = 0.0
    _failed: Story | None = None
    _over: bool = False
    _began: float = field(default_factory=time.monotonic)

    @property
    def disagreed(self) -> bool:
        """Whether a life went wrong."""
        return self._failed is not None

    def begin(self) -> Story:
        """The story of the next life.

        Raises:
            Enough: when it would begin too late.
        """
        if self._failed is None and time.monotonic() > self._began + self.at_most_s:
            self._over = True
            raise Enough
        self.lives += self._failed is None
        return Story()

    def count(self, deed: str) -> None:
        """Something was done."""
        self.deeds[deed] += self._failed is None

    def count_runs(self, runs: int) -> None:
        """So many agent runs were judged."""
        self.runs += runs if self._failed is None else 0

    def failed(self, story: Story) -> None:
        """A life went wrong."""
        if self._failed is None or len(story.lines) <= len(self._failed.lines):
            self._failed = story

    def run(
        self, machine: Callable[[Search], RuleBasedStateMachine], lives: int, steps: int = STEPS
    ) -> Story | None:
        """Lead so many lives of so many steps each, fewer where the time is over before.

        Returns:
            The shortest story found that ends in a disagreement; None when there is none.

        Raises:
            Exception: what Hypothesis says of the machine itself.
        """

        def born() -> RuleBasedStateMachine:
            return machine(self)

        how = settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            print_blob=False,
            verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
        )
        self._began = time.monotonic()
        try:
            run_state_machine_as_test(seed(self.seed)(born), settings=how)  # type: ignore[arg-type] # "a class or a function", it says
        except Enough:
            pass
        except Exception:
            # Hypothesis leads the life once more, and complains when it does not go wrong again:
            # what was seen once was seen. It complains of a life, too, that ended before it began.
            if self._failed is None and not self._over:
                raise
        self.seconds = time.monotonic() - self._began
        if self._failed is not None:
            self._shorten(machine, self._failed.deeds)
        return self._failed

    def _shorten(
        self, machine: Callable[[Search], RuleBasedStateMachine], deeds: list[Deed]
    ) -> None:
        """Leave out what a life does not need to go wrong, the later the sooner."""
        until = time.monotonic() + self.shorten_for_s
        size = len(deeds) // 2
        while size:
            start = len(deeds) - size
            while start >= 0:
                if time.monotonic() > until:
                    return
                fewer = deeds[:start] + deeds[start + size :]
                if self._goes_wrong(machine, fewer):
                    deeds = fewer
                start -= size
            size //= 2

    def _goes_wrong(
        self, machine: Callable[[Search], RuleBasedStateMachine], deeds: list[Deed]
    ) -> bool:
        before = self._failed
        with suppress(Exception):  # whatever it was, it is in the story
            life = machine(self)
            try:
                for name, drawn in deeds:
                    getattr(life, name)(**drawn)
            finally:
                life.teardown()
        return self._failed is not before
