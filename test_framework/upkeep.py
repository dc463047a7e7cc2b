"""How one person keeps conversations in order, by page or by wire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Upkeep(Protocol):
    """Acts on the current conversation and looks at the lists; it never asserts."""

    def rename(self, title: str) -> None:
        """Give the current conversation another name."""

    def archive(self) -> None:
        """Put the current conversation away."""

    def restore(self) -> None:
        """Take the current conversation out of the archive."""

    def delete(self) -> None:
        """Delete the current conversation, and mean it."""

    def archived(self) -> Sequence[str]:
        """The names of the conversations in the archive."""

    def found(self, words: str) -> Sequence[str]:
        """The names of the conversations in which these words stand."""


class Revision(Protocol):
    """How one person changes what was said: the newest question, the newest answer."""

    def edit(self, text: str) -> None:
        """Let the newest question say something else."""

    def delete(self) -> None:
        """Delete the newest question, and mean it."""

    def ask_again(self) -> None:
        """Have the newest question answered once more."""

    def rate(self, opinion: str) -> None:
        """Say of the newest answer that it was "helpful" or "not helpful"."""

    def opinion(self) -> str:
        """What was said of the newest answer; empty when nothing was."""

    def marked_as_edited(self) -> bool:
        """Whether the newest question is shown as one that was changed."""
