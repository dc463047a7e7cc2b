"""One thing that is wrong with the suite."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """What is wrong, where, and which check says so.

    Attributes:
        path: The file.
        line: The line, from 1.
        check: The check's name, stable: "two-whens".
        text: A sentence for people: what is wrong and what to do.
    """

    path: Path
    line: int
    check: str
    text: str

    def show(self, root: Path) -> str:
        """The finding on one line, with a path that editors open."""
        path = self.path.relative_to(root) if self.path.is_relative_to(root) else self.path
        return f"{path}:{self.line}: {' '.join(self.text.split())} [{self.check}]"
