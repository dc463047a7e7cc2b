"""The options of the suite, their checks, and the header line that shows them.

Option names follow pytest-playwright where it has one for the same thing.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import SystemRandom
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest

from test_framework.pytest_plugin import hooks
from test_framework.targets import Target, UsageError, find_target
from test_framework.waiting import set_patience

WHEN_TO_KEEP = ("on", "off", "retain-on-failure")
WHEN_TO_SHOOT = ("on", "off", "only-on-failure")
LARGEST_SEED = 2**32 - 1
SEED = "chat_is_king_seed"

N = TypeVar("N", int, float)


@dataclass(frozen=True)
class Options:
    """What the user asked for, checked.

    Attributes:
        target_name: Which platform.
        base_url: The address of a platform that runs already, else None.
        platform_command: Replaces the target's own start command, else None.
        seed: What Faker, faults and load draw from.
        headed: Show the browser.
        slowmo: Milliseconds that the browser waits after each action.
        browser_channel: An installed browser to use ("chrome"), else None.
        tracing: When to keep a trace: "on", "off" or "retain-on-failure".
        video: The same for videos.
        screenshot: "on", "off" or "only-on-failure".
        output: Folder of traces, videos and the like.
        record: Folder of the frames and pages of all scenarios, else None.
        update_looks: Keep what the pages look like now as what was agreed on.
    """

    target_name: str
    base_url: str | None
    platform_command: tuple[str, ...] | None
    seed: int
    headed: bool
    slowmo: int
    browser_channel: str | None
    tracing: str
    video: str
    screenshot: str
    output: Path
    record: Path | None
    update_looks: bool
    config: pytest.Config

    @cached_property
    def target(self) -> Target:
        """The platform under test, looked up when first asked for.

        Raises:
            UsageError: when there is no such target.
        """
        found: Target = self.config.hook.pytest_chat_target(name=self.target_name)
        return found


OPTIONS = pytest.StashKey[Options]()


def options_of(config: pytest.Config) -> Options:
    """The checked options of this run."""
    return config.stash[OPTIONS]


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Make our own hooks known."""
    pluginmanager.add_hookspecs(hooks)


@pytest.hookimpl(trylast=True)
def pytest_chat_target(name: str) -> Target:
    """Ask the installed packages when no conftest.py knew the target."""
    return find_target(name)


# Values are checked in `pytest_configure`, not by argparse: a bad one then ends with one
# sentence, like every other usage error.
def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the suite."""
    group = parser.getgroup("chat is king", "Chat is King: the platform under test")
    add = group.addoption
    add("--target", default="reference", metavar="NAME", help="platform under test (reference)")
    add("--base-url", metavar="URL", help="test the platform that runs here; start nothing")
    add("--platform-command", metavar="COMMAND", help="start the platform with this command")
    add("--seed", metavar="N", help="repeat a run: names, faults and load draw from it")
    add("--patience", metavar="FACTOR", help="multiply every deadline, e.g. 3")
    add("--record", metavar="DIR", help="keep each scenario's frames and pages, to replay them")
    group = parser.getgroup("chat is king browser", "Chat is King: the browser")
    add = group.addoption
    add("--headed", action="store_true", help="show the browser")
    add("--slowmo", default="0", metavar="MS", help="wait after each action in the browser")
    add("--browser-channel", metavar="NAME", help="an installed browser, e.g. chrome, msedge")
    for name, default, choices in (
        ("--tracing", "retain-on-failure", WHEN_TO_KEEP),
        ("--video", "off", WHEN_TO_KEEP),
        ("--screenshot", "only-on-failure", WHEN_TO_SHOOT),
    ):
        add(name, default=default, metavar="WHEN", help=f"{', '.join(choices)} ({default})")
    add("--update-looks", action="store_true", help="agree on how the pages look now")
    add("--output", default="reports/artifacts", metavar="DIR", help="folder of traces and videos")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Check the options and keep them; a bad value ends the run with one sentence."""
    try:
        config.stash[OPTIONS] = _checked(config)
    except UsageError as error:
        pytest.exit(str(error), returncode=2)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # Any: xdist publishes no type for it
    """Give the workers of a parallel run the same seed."""
    node.workerinput[SEED] = options_of(node.config).seed


def pytest_report_header(config: pytest.Config) -> str:
    """Print what one needs to repeat the run."""
    options = options_of(config)
    where = f" at {options.base_url}" if options.base_url else ""
    return f"target: {options.target_name}{where}, seed: {options.seed} (--seed {options.seed})"


def _checked(config: pytest.Config) -> Options:
    given = config.option
    if given.patience is not None:
        set_patience(_number("--patience", given.patience, float, 0.1, 1000))
    for option, choices in (
        ("tracing", WHEN_TO_KEEP),
        ("video", WHEN_TO_KEEP),
        ("screenshot", WHEN_TO_SHOOT),
    ):
        value = getattr(given, option)
        if value not in choices:
            raise UsageError(f"--{option} takes {', '.join(choices)}; it got {value!r}.")
    return Options(
        target_name=given.target,
        base_url=_address(given.base_url),
        platform_command=_command(given.platform_command),
        seed=_seed(config),
        headed=given.headed,
        slowmo=_number("--slowmo", given.slowmo, int, 0, 60_000),
        browser_channel=given.browser_channel,
        tracing=given.tracing,
        video=given.video,
        screenshot=given.screenshot,
        output=(config.rootpath / given.output).absolute(),
        record=(config.rootpath / given.record).absolute() if given.record else None,
        update_looks=given.update_looks,
        config=config,
    )


def _seed(config: pytest.Config) -> int:
    handed_over: dict[str, int] = getattr(config, "workerinput", {})
    if SEED in handed_over:
        return handed_over[SEED]
    if config.option.seed is None:
        return SystemRandom().randint(1, LARGEST_SEED)
    return _number("--seed", config.option.seed, int, 0, LARGEST_SEED)


def _number(option: str, text: str, kind: type[N], least: float, most: float) -> N:
    try:
        value = kind(text)
    except ValueError:
        value = None
    if value is None or not least <= value <= most:
        raise UsageError(f"{option} takes a number from {least} to {most}; it got {text!r}.")
    return value


def _address(text: str | None) -> str | None:
    if text is None:
        return None
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f"--base-url takes an address like http://localhost:8000, not {text!r}.")
    return text.rstrip("/")


def _command(text: str | None) -> tuple[str, ...] | None:
    try:
        return tuple(shlex.split(text)) if text else None
    except ValueError as error:
        raise UsageError(f"--platform-command cannot be read ({error}): {text}") from None
