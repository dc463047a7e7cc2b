"""Targets: the platforms under test, found by name through an entry point.

A target says how to start the platform, what it can do, how a user gets an account,
how a user chats (by page and by wire), and what its frames mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from test_framework.events.model import AgentEvent
from test_framework.wire.frame import Frame

if TYPE_CHECKING:
    from playwright.sync_api import Page

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


@dataclass(frozen=True)
class ListedDevice:
    """A device on which a person is logged in, as the platform lists it.

    Attributes:
        name: What the platform calls it: "Firefox on Windows".
        current: Whether it is said to be the device at hand.
    """

    name: str
    current: bool


class Access(Protocol):
    """How one person comes in, by page or by wire. It acts and looks; it never asserts."""

    def sign_up(self, name: str, email: str, password: str) -> None:
        """Ask for an account."""

    def confirm(self, link: str) -> None:
        """Follow the link of the mail."""

    def log_in(self, email: str, password: str) -> None:
        """Try to come in with address and password."""

    def log_out(self) -> None:
        """Leave."""

    def ask_for_reset(self, email: str) -> None:
        """Ask for a link to a new password."""

    def set_password(self, link: str, password: str) -> None:
        """Choose a new password by the link of a mail."""

    def ask_for_confirmation(self, email: str) -> None:
        """Ask for the mail that confirms an address once more."""

    def unlock(self, link: str) -> None:
        """Unlock the account by the link of a mail."""

    def begin_second_factor(self) -> str:
        """Ask for a second factor, being inside; the secret for the authenticator app."""

    def switch_on_second_factor(self, code: str) -> Sequence[str]:
        """Enter the app's first code; the backup codes."""

    def switch_off_second_factor(self, password: str) -> None:
        """Ask for the second factor no more, with the password."""

    def enter_code(self, code: str) -> None:
        """Go on with the log-in before, which asked for a code."""

    def devices(self) -> Sequence[ListedDevice]:
        """Where the person is logged in, as the platform tells."""

    def log_out_other(self) -> None:
        """Log out one device that is not the one at hand."""

    def log_out_elsewhere(self) -> None:
        """Log out every device but the one at hand."""

    def enter(self) -> None:
        """Come in without ceremony, with the account that is there: set-up for a scenario."""

    def told(self) -> str:
        """What the platform said to the last attempt, in its own words."""

    def inside_as(self) -> str | None:
        """The name under which the person is logged in; None outside."""


@dataclass(frozen=True)
class Said:
    """One message of a conversation as the user sees it.

    Attributes:
        author: "You", or the agent's title ("Cost analyst").
        text: What was said: plain on a page, as sent on the wire.
    """

    author: str
    text: str


class Chat(Protocol):
    """How one user chats, by page or by wire. It acts and looks; it never asserts."""

    def connect(self) -> None:
        """Arrive where one can chat, with an open connection. Access comes first."""

    def start_conversation(self) -> None:
        """Begin a new conversation and stay in it."""

    def send(self, text: str) -> None:
        """Send a message in the current conversation."""

    def conversation(self) -> Sequence[Said]:
        """The current conversation as the user sees it now, oldest first."""

    def stop(self) -> None:
        """Stop the run that answers the newest question of the current conversation."""

    def titles(self) -> Sequence[str]:
        """The names of the user's conversations, newest first."""

    def open_conversation(self, thread_id: str) -> None:
        """Go to a conversation that exists, as on another device."""

    def told(self) -> str:
        """What the platform said of the last thing it refused."""


class StandIn(Protocol):
    """Takes the parts of the platform and of its user while a recording is played into the page.

    One for each play. It is told of the frames in the order of the recording.
    """

    def routine(self, sent: str | bytes) -> bool:
        """Whether the page sends this by the clock (a heartbeat): it is compared with nothing."""

    def same(self, recorded: str | bytes, sent: str | bytes) -> bool:
        """Whether the page sends now what it sent then, apart from the ids that it makes up."""

    def act(self, page: Page, recorded: str | bytes) -> bool:
        """Do what the user did for the page to send this; nothing when it sends it by itself.

        Returns:
            False when nothing that a person does makes the page send it.
        """

    def pair(self, recorded: str | bytes, sent: str | bytes) -> None:
        """Remember that this was sent in the place of what was recorded."""

    def answer(self, recorded: str | bytes, *, changed: bool) -> str | bytes:
        """What the page must get, so that it takes this frame as the answer to what it sent.

        Args:
            recorded: The frame of the platform.
            changed: Whether a secret was taken out of it: what proves it whole must be renewed.
        """

    def improvise(
        self, sent: str | bytes, agent_list: Mapping[str, Any] | None
    ) -> str | bytes | None:
        """A harmless answer to what the recording never heard; None: the page gets none.

        Args:
            sent: What the page asked.
            agent_list: The platform's agents and tools, where the recording knows them.
        """

    def shown(self, page: Page) -> Sequence[str]:
        """What a person reads on the page now, line by line."""


class Target(Protocol):
    """All that the suite must know of one platform."""

    name: str
    title: str
    capabilities: frozenset[str]

    def start(self, options: LaunchOptions) -> RunningPlatform:
        """Start the platform and return when it answers.

        Raises:
            UsageError: when its address is taken or a setting is wrong.
        """

    def access(self, driver: str, context: TestContext) -> Access:
        """The way this person comes in: ``driver`` is "browser" or "wire"."""

    def chat(self, driver: str, context: TestContext) -> Chat:
        """The way this person chats: ``driver`` is "browser" or "wire"."""

    def decoder(self, owner: str) -> Callable[[Frame], Iterable[AgentEvent]]:
        """A fresh, stateful decoder of one user's frames."""

    def stand_in(self) -> StandIn:
        """A fresh stand-in, with which recordings are played into the platform's page."""


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
