"""The fixtures of the suite.

For the session: what is dear to start and safe to share. For one scenario: everything that a
user touches. A session fixture never asks for one of a scenario; ``--fixture-map`` shows it.
Under pytest-xdist every worker has its own platform and mailbox; they share the seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import pytest
from anyio.from_thread import BlockingPortal

from test_framework.browser.options import BrowserOptions
from test_framework.browser.session import BrowserSession
from test_framework.pytest_plugin.bookkeeping import Bookkeeping
from test_framework.pytest_plugin.contexts import CONTEXTS, Cast, Contexts
from test_framework.pytest_plugin.feature_files import FeatureFile
from test_framework.pytest_plugin.options import options_of
from test_framework.pytest_plugin.tags import tag_name
from test_framework.services.mailbox import Mailbox
from test_framework.targets import LaunchOptions, RunningPlatform, Target
from test_framework.wire.portal import running_portal
from test_framework.world import World

OwnPlatform = Callable[..., RunningPlatform]
PlatformWith = Callable[[Mapping[str, str]], RunningPlatform]
NEEDS = "needs:"


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """What names, faults and load draw from; ``--seed`` repeats it."""
    return options_of(pytestconfig).seed


@pytest.fixture(scope="session")
def target(pytestconfig: pytest.Config) -> Target:
    """What the suite knows of the platform under test; ``--target`` chooses it."""
    return options_of(pytestconfig).target


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """The background loop in which all asyncio of the suite runs."""
    with running_portal() as running:
        yield running


@pytest.fixture(scope="session")
def mailbox(portal: BlockingPortal) -> Iterator[Mailbox]:
    """A real mail server for the users' inboxes."""
    server = Mailbox(portal)
    yield server
    server.close()


@pytest.fixture(scope="session")
def browser_session(pytestconfig: pytest.Config) -> Iterator[BrowserSession]:
    """The browser, launched when the first page is opened."""
    options = options_of(pytestconfig)
    session = BrowserSession(
        BrowserOptions(
            output=options.output,
            headed=options.headed,
            slowmo=options.slowmo,
            channel=options.browser_channel,
            tracing=options.tracing,
            video=options.video,
            screenshot=options.screenshot,
            pages=options.record is not None,
        )
    )
    yield session
    session.close()


@pytest.fixture(scope="session")
def platform(
    pytestconfig: pytest.Config,
    target: Target,
    mailbox: Mailbox,
    bookkeeping: Bookkeeping,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RunningPlatform]:
    """The platform under test, started once; with ``--base-url`` the one that runs there."""
    launch = _launch_options(pytestconfig, mailbox, tmp_path_factory.mktemp("platform"), {})
    running = target.start(launch)
    bookkeeping.begin(running, "the platform")
    yield running
    bookkeeping.finish(running)
    running.stop()


@pytest.fixture(scope="session")
def world(
    target: Target,
    platform: RunningPlatform,
    browser_session: BrowserSession,
    portal: BlockingPortal,
    mailbox: Mailbox,
) -> World:
    """All that the users of this session share."""
    return World(target, platform, browser_session, portal, mailbox)


@pytest.fixture(scope="session")
def run_id(pytestconfig: pytest.Config) -> str:
    """Makes the users' addresses fresh where the platform may know them from an earlier run."""
    return uuid4().hex if options_of(pytestconfig).base_url else ""


@pytest.fixture
def scenario_key(request: pytest.FixtureRequest) -> str:
    """What no other scenario run shares: driver and row of the outline are part of it."""
    return str(request.node.nodeid)


@pytest.fixture
def contexts(
    request: pytest.FixtureRequest, world: World, seed: int, scenario_key: str, run_id: str
) -> Iterator[Contexts]:
    """The users of this scenario: ``contexts["Ada"]`` makes or finds Ada's context."""
    users = Contexts(world, Cast(seed, scenario_key, run_id))
    request.node.stash[CONTEXTS] = users
    yield users
    users.close()


@pytest.fixture
def own_platform(
    pytestconfig: pytest.Config,
    target: Target,
    mailbox: Mailbox,
    contexts: Contexts,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[OwnPlatform]:
    """Starts a platform for this scenario alone, which may restart it, lock it, or break it.

    For other settings only, ``platform_with`` is enough and quicker. Call it before anybody
    appears; everyone then meets that platform. It is stopped at the end of the scenario.

    Example:
        ``own_platform({"CHAT_VERIFICATION_LIFETIME_S": "1"}).restart()``
    """
    started: list[RunningPlatform] = []

    def start(settings: Mapping[str, str] | None = None) -> RunningPlatform:
        if options_of(pytestconfig).base_url:
            pytest.skip("needs a platform that the suite starts itself; --base-url was given")
        folder = tmp_path_factory.mktemp("own-platform")
        running = target.start(_launch_options(pytestconfig, mailbox, folder, settings or {}))
        started.append(running)
        contexts.move_to(running)
        return running

    yield start
    contexts.close()
    for running in started:
        running.stop()


@pytest.fixture(scope="session")
def platforms_by_settings(
    pytestconfig: pytest.Config,
    target: Target,
    mailbox: Mailbox,
    bookkeeping: Bookkeeping,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[PlatformWith]:
    """Platforms with other settings: each is started when first asked for, and then shared."""
    started: dict[frozenset[tuple[str, str]], RunningPlatform] = {}

    def find(settings: Mapping[str, str]) -> RunningPlatform:
        key = frozenset(settings.items())
        if key not in started:
            folder = tmp_path_factory.mktemp("platform-with")
            launch = _launch_options(pytestconfig, mailbox, folder, settings)
            started[key] = running = target.start(launch)
            bookkeeping.begin(running, f"the platform with {_told(settings)}")
        return started[key]

    yield find
    for running in started.values():
        bookkeeping.finish(running)
        running.stop()


@pytest.fixture
def platform_with(
    pytestconfig: pytest.Config, contexts: Contexts, platforms_by_settings: PlatformWith
) -> PlatformWith:
    """Leads this scenario to a platform with these settings, shared with other scenarios.

    Call it before anybody appears; everyone then meets that platform. Do not restart it.

    Example:
        ``platform_with({"CHAT_VERIFICATION_LIFETIME_S": "1"})``
    """

    def lead_to(settings: Mapping[str, str]) -> RunningPlatform:
        if options_of(pytestconfig).base_url:
            pytest.skip("needs a platform that the suite starts itself; --base-url was given")
        running = platforms_by_settings(settings)
        contexts.move_to(running)
        return running

    return lead_to


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, by name, what the target does not offer: ``@needs:CAPABILITY``."""
    tags = [tag_name(mark.name) for mark in item.iter_markers()]
    for capability in (tag.removeprefix(NEEDS) for tag in tags if tag.startswith(NEEDS)):
        if capability not in options_of(item.config).target.capabilities:
            pytest.skip(f"target has no {capability}")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look the target up before the first scenario needs it.

    Raises:
        UsageError: when there is no such target.
    """
    if any(isinstance(item.parent, FeatureFile) for item in session.items):
        _ = options_of(session.config).target


def _launch_options(
    config: pytest.Config, mailbox: Mailbox, folder: Path, settings: Mapping[str, str]
) -> LaunchOptions:
    options = options_of(config)
    return LaunchOptions(
        folder=folder,
        smtp=mailbox.smtp,
        settings=settings,
        base_url=options.base_url,
        command=options.platform_command,
    )


def _told(settings: Mapping[str, str]) -> str:
    # The names alone: a value may be a key.
    return ", ".join(sorted(settings))
