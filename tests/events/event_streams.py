"""What the tests of the checkers share: a broken stream and what must be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from test_framework.events.rules import Rule
from test_framework.events.verdict import Verdict


@dataclass(frozen=True)
class Case:
    """A broken stream: the rule that it breaks and words that the finding must hold."""

    rule: Rule
    judged: Callable[[], Verdict]
    words: str
    frames: tuple[int, ...] = ()

    def prove(self) -> None:
        """Fail unless the verdict is broken and a finding names the break."""
        verdict = self.judged()
        found = [f for f in verdict.findings if f.rule == self.rule]
        assert found, f"no {self.rule} in: {verdict}"
        assert any(self.words in f.text for f in found), found
        if self.frames:
            assert any(f.frames == self.frames for f in found), found
