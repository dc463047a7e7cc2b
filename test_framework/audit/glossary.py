"""The glossary: one word for one thing, and the words that features use instead of none.

``features/glossary.md`` holds a Markdown table ``| word | meaning | not |``; the last column
lists, with commas, the words that no step may use for the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from test_framework.audit.feature_checks import spoken
from test_framework.audit.finding import Finding
from test_framework.pytest_plugin.feature_text import FeatureText

HEADING = ["word", "meaning", "not"]


@dataclass(frozen=True)
class Glossary:
    """The business words.

    Attributes:
        instead: A word that is not ours, in small letters, and the word that we use.
    """

    instead: Mapping[str, str]

    @classmethod
    def read(cls, path: Path) -> Glossary:
        """Read the table.

        Raises:
            ValueError: when the file has no table with the three columns.

        Example:
            ``Glossary.read(Path("features/glossary.md")).instead["login"]`` is "log in".
        """
        rows = [_cells(line) for line in path.read_text("utf-8").splitlines() if "|" in line]
        if not rows or [cell.lower() for cell in rows[0]] != HEADING:
            raise ValueError(f"{path}: there is no table | {' | '.join(HEADING)} |")
        return cls(
            {
                banned.strip().lower(): row[0]
                for row in rows[2:]
                if len(row) == len(HEADING)
                for banned in row[2].split(",")
                if banned.strip()
            }
        )

    def violations(self, feature: FeatureText) -> Iterator[Finding]:
        """Every step, scenario name and rule of the feature that uses a word not ours."""
        for line, text in _lines(feature):
            for found in self._pattern.finditer(spoken(text)) if self.instead else ():
                word = self.instead[found["word"].lower()]
                yield Finding(
                    feature.path,
                    line,
                    "glossary",
                    f"{text!r} says {found[0]!r}; the glossary's word is {word!r}.",
                )

    @property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.instead, key=len, reverse=True)
        words = "|".join(re.escape(word) for word in longest_first)
        return re.compile(rf"(?<![\w-])(?P<word>{words})(e?s)?(?![\w-])", re.IGNORECASE)


def _lines(feature: FeatureText) -> Iterator[tuple[int, str]]:
    told: set[int] = set()
    for scenario in feature.scenarios:
        yield scenario.line, scenario.name
        for step in scenario.background + scenario.steps:
            if step.line not in told:
                told.add(step.line)
                yield step.line, step.text


def _cells(line: str) -> Sequence[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
