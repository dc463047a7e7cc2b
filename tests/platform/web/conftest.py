"""A real browser, and the small platform it talks to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import uvicorn
from playwright.sync_api import Page

from test_framework.browser.session import BrowserSession
from test_framework.wire.frame_log import FrameLog

from .small_http import build
from .small_platform import SmallPlatform

PATIENCE_MS = 5_000


@dataclass
class Served:
    """The small platform at its address; every test finds it new."""

    url: str
    platform: SmallPlatform = field(default_factory=SmallPlatform)


@pytest.fixture(scope="session")
def server() -> Iterator[Served]:
    listener = socket.create_server(("127.0.0.1", 0))
    served = Served(f"http://127.0.0.1:{listener.getsockname()[1]}")
    config = uvicorn.Config(build(served.platform), log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield served
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def served(server: Served) -> Served:
    server.platform.reset()
    return server


@pytest.fixture
def page(browser_session: BrowserSession, served: Served) -> Iterator[Page]:
    # One process can have one Playwright: the browser is the one that the scenarios use.
    window = browser_session.open_window("a visitor", FrameLog("a visitor"), served.url)
    window.page.set_default_timeout(PATIENCE_MS)
    yield window.page
    window.close()
    # A refused request is a line of the browser's own; every other complaint is our fault.
    complaints = [line for line in window.console.lines if line.level in ("error", "uncaught")]
    assert [line for line in complaints if "Failed to load resource" not in line.text] == []
