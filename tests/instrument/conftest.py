"""What the instrument's tests share: one loop, one small platform."""

from collections.abc import Iterator

import pytest
from anyio.from_thread import BlockingPortal

from test_framework.wire.frame_log import FrameLog
from test_framework.wire.portal import running_portal

from .small_platform import SmallPlatform


@pytest.fixture(scope="session")
def own_portal() -> Iterator[BlockingPortal]:
    with running_portal() as portal:
        yield portal


@pytest.fixture(scope="session")
def small_platform(own_portal: BlockingPortal) -> Iterator[SmallPlatform]:
    platform = SmallPlatform(own_portal)
    yield platform
    platform.stop()


@pytest.fixture
def log() -> FrameLog:
    return FrameLog("Ada")
