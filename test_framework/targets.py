"""Targets: the platforms under test, found by name through an entry point.

A target says how to start the platform, what it can do, how a user gets an account,
how a user chats (by page and by wire), and what its frames mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from test_framework.events.model import AgentEvent
from test_framework.wire.frame import Frame

if TYPE_CHECKING:
    from test_framework.test_context import TestContext

ENTRY_POINT_GROUP = "chat_is_king.targets"


class UsageError(Exception):
    """The user asked for something that cannot be: shown as one sentence, exit status 2."""


@dataclass(frozen=True)
class LaunchOptions:
    """How to start a platform.

    Attributes:
        folder: An empty folder of its own for database, logs and the like.
        smtp: Host and port of the mail server that it must send through.
        settings: Environment variables that differ from the target's defaults.
        base_url: Set when a platform is running already: nothing is started.
        command: Replaces the target's own start command (a sabotage uses this).
    """

    folder: Path
    smtp: tuple[str, int]
    settings: Mapping[str, str] = field(default_factory=dict)
    base_url: str | None = None
    command: Sequence[str] | None = None


class RunningPlatform(Protocol):
    """A platform that answers."""

    @property
    def base_url(self) -> str:
        """Where it listens, without a trailing slash."""

    def log_excerpt(self, lines: int = 40) -> str:
        """The last lines of its log; empty when the suite did not start it."""

    def restart(self) -> None:
        """Stop it cleanly and start it again on the same address with the same data."""

    def stop(self) -> None:
        """Stop it, and wait until it has ended."""


class Chat(Protocol):
    """How one user chats, by page or by wire. It acts and looks; it never asserts."""

    def enter(self) -> None:
        """Log in and arrive where one can chat, connected."""

    def start_thread(self) -> None:
        """Begin a new conversation and stay in it."""

    def send(self, text: str) -> None:
        """Send a message in the current conversation."""

    def conversation(self) -> Sequence[tuple[str, str]]:
        """What the user sees now, oldest first: (author, text); author "you" or the agent."""


class Target(Protocol):
    """All that the suite must know of one platform."""

    name: str
    title: str
    capabilities: frozenset[str]

    def start(self, options: LaunchOptions) -> RunningPlatform:
        """Start the platform and return when it answers."""

    def chat(self, driver: str, context: TestContext) -> Chat:
        """The way this user chats: ``driver`` is "browser" or "wire"."""

    def decoder(self, owner: str) -> Callable[[Frame], Iterable[AgentEvent]]:
        """A fresh, stateful decoder of one user's frames."""


def find_target(name: str) -> Target:
    """The target of that name.

    Raises:
        UsageError: when no installed package offers it; the message lists what there is.
    """
    found = {entry.name: entry for entry in entry_points(group=ENTRY_POINT_GROUP)}
    if name not in found:
        known = ", ".join(sorted(found)) or "none: run `make setup`"
        raise UsageError(f"There is no target named {name!r}. Known targets: {known}.")
    target: Target = found[name].load()
    return target
