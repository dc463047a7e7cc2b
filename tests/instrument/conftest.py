"""What the instrument's tests share: one loop, one small platform, one browser a module."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from anyio.from_thread import BlockingPortal
from playwright.sync_api import Page

from test_framework.browser.options import OFF, BrowserOptions
from test_framework.browser.session import BrowserSession
from test_framework.personas import identity_for
from test_framework.services.mailbox import Mailbox
from test_framework.test_context import TestContext
from test_framework.wire.frame_log import FrameLog
from test_framework.wire.portal import running_portal
from test_framework.world import World

from .small_platform import SmallPlatform, SmallTarget

NewContext = Callable[[str], TestContext]


@pytest.fixture(scope="session")
def own_portal() -> Iterator[BlockingPortal]:
    with running_portal() as portal:
        yield portal


@pytest.fixture(scope="session")
def small_platform(own_portal: BlockingPortal) -> Iterator[SmallPlatform]:
    platform = SmallPlatform(own_portal)
    yield platform
    platform.stop()


# Not for the whole session: while Playwright's sync interface is open, no other test of this
# process can run an event loop in the main thread.
@pytest.fixture(scope="module")
def own_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserSession]:
    output = tmp_path_factory.mktemp("artifacts")
    browser = BrowserSession(BrowserOptions(output, tracing=OFF))
    yield browser
    browser.close()


@pytest.fixture
def page(own_browser: BrowserSession) -> Iterator[Page]:
    window = own_browser.open_window("a visitor", FrameLog("a visitor"), "http://127.0.0.1")
    yield window.page
    window.close()


@pytest.fixture
def small_world(
    own_portal: BlockingPortal, small_platform: SmallPlatform, own_browser: BrowserSession
) -> Iterator[World]:
    mailbox = Mailbox(own_portal)
    yield World(SmallTarget(own_portal), small_platform, own_browser, own_portal, mailbox)
    mailbox.close()


@pytest.fixture
def new_context(small_world: World) -> Iterator[NewContext]:
    made: list[TestContext] = []
    scenario = uuid4().hex

    def make(name: str) -> TestContext:
        made.append(TestContext(name, identity_for(name, 1, scenario), small_world))
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture
def ada(new_context: NewContext) -> TestContext:
    return new_context("Ada")


@pytest.fixture
def log() -> FrameLog:
    return FrameLog("Ada")


@pytest.fixture
def output(own_browser: BrowserSession) -> Path:
    return own_browser.options.output
