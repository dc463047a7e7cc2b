"""The list of sabotages, and the tools to write one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Where = Literal["platform", "suite"]

# What a scenario says when the suite is blind to a mistake. The mistake may break a second
# rule too: then the suite says that one alone.
MISSED = "the suite (noticed nothing|said something else)"


@dataclass(frozen=True)
class Sabotage:
    """One promise broken in one way.

    Attributes:
        name: Stable, in words with hyphens.
        promise: The ``@promise:`` tag of the scenarios that must turn red.
        what: What the broken platform does, for people.
        finding: Regular expression: what the suite must say, in at least one failure.
        apply: Patches the platform in the process that will serve, or the suite's own
            checkers in the process that will run the scenarios.
        where: Which of the two.
        seed: What the scenarios draw from, where only luck meets the break; None: anything.
    """

    name: str
    promise: str
    what: str
    finding: str
    apply: Callable[[], None]
    where: Where = "platform"
    seed: int | None = None


SABOTAGES: dict[str, Sabotage] = {}


def breaks(
    promise: str, finding: str, where: Where = "platform", seed: int | None = None
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a patch as a sabotage; its name and docstring become those of the sabotage.

    Example:
        ``@breaks("link-expires", finding="not 'This link has expired'")``
    """

    def register(patch: Callable[[], None]) -> Callable[[], None]:
        name = patch.__name__.replace("_", "-")
        assert name not in SABOTAGES, f"two sabotages are named {name}"
        assert patch.__doc__, f"{name} does not say what it does"
        what = patch.__doc__.strip()
        SABOTAGES[name] = Sabotage(name, promise, what, finding, patch, where, seed)
        return patch

    return register


def replace(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Replace an attribute by what ``make`` makes of it; it must be there."""
    setattr(owner, name, make(getattr(owner, name)))


def rewrite(file: str, old: str, new: str) -> None:
    """Serve the web page with a piece of one file replaced; the piece must be there."""
    from chat_platform.web import routes  # noqa: PLC0415 - only the serving process needs it

    folder = Path(tempfile.mkdtemp(prefix="sabotaged-web-")) / "web"
    shutil.copytree(routes.FOLDER, folder)
    text = (folder / file).read_text("utf-8")
    assert old in text, f"{file} does not hold {old!r}: the sabotage has become stale"
    (folder / file).write_text(text.replace(old, new), "utf-8")
    routes.FOLDER = folder
