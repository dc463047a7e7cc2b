import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Error

from test_framework.artifact import Artifact
from test_framework.browser.session import BrowserSession
from test_framework.browser.window import BrowserCrashed
from test_framework.targets import UsageError
from test_framework.test_context import TestContext

from .conftest import NewContext

PNG = b"\x89PNG"


class Record:
    """Changes what the next window records."""

    def __init__(self, browser: BrowserSession, monkeypatch: pytest.MonkeyPatch) -> None:
        self._browser = browser
        self._monkeypatch = monkeypatch

    def __call__(self, **changes: Any) -> None:
        options = replace(self._browser.options, **changes)
        self._monkeypatch.setattr(self._browser, "options", options)


@pytest.fixture
def record(own_browser: BrowserSession, monkeypatch: pytest.MonkeyPatch) -> Record:
    return Record(own_browser, monkeypatch)


def kinds(artifacts: list[Artifact]) -> list[str]:
    return [artifact.name.removeprefix("Ada: ") for artifact in artifacts]


def is_browser(process: psutil.Process) -> bool:
    """Not Playwright's driver, and not one of the browser's own helpers."""
    command = process.cmdline()
    return "chrom" in command[0] and not any(part.startswith("--type=") for part in command)


def test_a_failure_shows_every_page_console_and_frames(ada: TestContext) -> None:
    ada.page.goto("/")
    ada.page.get_by_text("open", exact=True).wait_for()
    ada.page.evaluate("void setTimeout(() => { throw new Error('unforeseen') })")
    ada.open_tab().goto("about:blank")
    shown = ada.artifacts(failed=True)
    assert kinds(shown) == [
        "screenshot of Small",
        "screenshot of about:blank",
        "console",
        "sockets and frames",
    ]
    assert all(isinstance(shot.content, bytes) and shot.content[:4] == PNG for shot in shown[:2])
    console, frames = (artifact.content for artifact in shown[2:])
    assert isinstance(console, bytes)
    assert b"[info] page ready" in console
    assert b"unforeseen" in console
    assert isinstance(frames, bytes)
    assert b"socket 1 -> hello" in frames


def test_a_success_leaves_nothing_unless_asked(ada: TestContext) -> None:
    ada.page.goto("/")
    assert ada.artifacts(failed=False) == []


def test_a_context_that_opened_nothing_leaves_nothing(ada: TestContext) -> None:
    assert ada.artifacts(failed=True) == []


@pytest.mark.parametrize(
    ("setting", "failed", "kept"),
    [("on", False, True), ("retain-on-failure", True, True), ("retain-on-failure", False, False)],
)
def test_a_trace_is_kept_as_asked(
    record: Record, ada: TestContext, *, setting: str, failed: bool, kept: bool
) -> None:
    record(tracing=setting, screenshot="off")
    ada.page.goto("/")
    recorded = ada.artifacts(failed=failed)
    traces = [a for a in recorded if a.name == "Ada: trace"]
    assert bool(traces) is kept
    if kept:
        assert isinstance(traces[0].content, Path)
        names = zipfile.ZipFile(traces[0].content).namelist()
        assert {"trace.trace", "trace.network"} <= set(names)
        assert ada.artifacts(failed=failed) == recorded, "a second look makes no second trace"


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="this machine has no ffmpeg")
def test_a_video_is_kept_as_asked(record: Record, ada: TestContext) -> None:
    record(video="on")
    ada.page.goto("/")
    (video,) = [a for a in ada.artifacts(failed=False) if a.name == "Ada: video"]
    assert isinstance(video.content, Path)
    assert video.content.stat().st_size > 0


def test_a_crashed_page_is_infrastructure_and_is_said_instead_of_shown(ada: TestContext) -> None:
    ada.page.goto("/")
    with pytest.raises(Error):
        ada.page.goto("chrome://crash", timeout=5000)
    with pytest.raises(BrowserCrashed, match=r"a page of Ada crashed.*not to blame"):
        ada.wait_for(lambda: None, awaiting="nothing", within=5)
    ada.open_tab()
    with pytest.raises(BrowserCrashed):  # also where another page is still well
        ada.wait_for(lambda: None, awaiting="nothing", within=5)
    assert "no screenshot" in kinds(ada.artifacts(failed=True))


def test_a_crashed_browser_is_named_and_the_next_user_gets_a_fresh_one(
    new_context: NewContext,
) -> None:
    ada, grace = new_context("Ada"), new_context("Grace")
    ada.page.goto("/")
    next(p for p in psutil.Process().children(recursive=True) if is_browser(p)).kill()
    with pytest.raises(BrowserCrashed, match="the browser of Ada has ended by itself"):
        ada.wait_for(lambda: None, awaiting="nothing", within=5)
    with pytest.raises(BrowserCrashed):
        ada.open_tab()
    ada.artifacts(failed=True)
    ada.close()
    grace.page.goto("/")
    assert grace.page.title() == "Small"


def test_a_channel_that_is_not_installed_is_a_usage_error(
    own_browser: BrowserSession, record: Record, ada: TestContext
) -> None:
    own_browser.close()
    record(channel="msedge-dev")
    with pytest.raises(UsageError, match="--browser-channel msedge-dev"):
        _ = ada.page


def test_a_window_without_a_display_is_a_usage_error(
    own_browser: BrowserSession,
    record: Record,
    ada: TestContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    own_browser.close()
    record(headed=True)
    with pytest.raises(UsageError, match="--headed needs"):
        _ = ada.page
