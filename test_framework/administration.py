"""How one person looks after others: sees them, changes plan and role, ends log-ins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class ListedPerson:
    """A person as administration lists them.

    Attributes:
        name: The full name.
        email: The address.
        standing: Plan and role, in the words of the platform: "mid plan, member".
    """

    name: str
    email: str
    standing: str


class Administration(Protocol):
    """Looks after people, by page or by wire. It acts and looks; it never asserts.

    What was refused is not raised: ``told`` says it.
    """

    def people(self, search: str) -> Sequence[ListedPerson]:
        """Those whose name or address holds the text; nobody when that may not be seen."""

    def give(self, email: str, *, plan: str = "", role: str = "") -> None:
        """Give the owner of an address another plan or role; empty leaves it as it is."""

    def end_log_ins(self, email: str) -> None:
        """Log the owner of an address out everywhere."""

    def trail(self) -> Sequence[str]:
        """What was changed for whom by whom, newest first, a line each."""

    def told(self) -> str:
        """What the platform said to the last attempt."""
