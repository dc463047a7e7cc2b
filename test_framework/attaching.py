"""How one person puts files into a conversation, by page or by wire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Attaching(Protocol):
    """Acts on the current conversation and looks at it; it never asserts."""

    def attach(self, name: str, content: bytes) -> None:
        """Put a file into the conversation."""

    def names(self) -> Sequence[str]:
        """The names of the files in the conversation, oldest first."""

    def saved(self, name: str) -> bytes:
        """Get a file of the conversation back; its bytes."""
