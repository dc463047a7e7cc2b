"""The browser of a test session: launched at first need, relaunched after a crash."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Error, Playwright, expect, sync_playwright

from test_framework.browser.finder import (
    BrowserChoice,
    find_browser,
    has_display,
    provide_ffmpeg,
)
from test_framework.browser.options import OFF, BrowserOptions
from test_framework.browser.window import BrowserCrashed, BrowserWindow
from test_framework.targets import UsageError
from test_framework.waiting import patient
from test_framework.wire.frame_log import FrameLog

# A browser under test calls nobody but the platform.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SEEN_WITHIN_S = 5.0
# How Playwright says that the browser which the user named is not there.
NO_SUCH_CHANNEL = re.compile(r"distribution .* is not found|Unsupported chromium channel")


@contextmanager
def temporary_files_in(folder: str) -> Iterator[None]:
    """Let processes that are started meanwhile put their temporary files there."""
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = folder
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before


class BrowserSession:
    """One browser for all users; each gets a window with cookies and storage of its own.

    All its methods, and the pages of its windows, belong to the thread that made it
    (Playwright's sync interface demands that).

    Example:
        >>> def look(options: BrowserOptions) -> None:
        ...     session = BrowserSession(options)
        ...     window = session.open_window("Ada", FrameLog("Ada"), "http://127.0.0.1:8000")
        ...     window.page.goto("/")
        ...     session.close()
    """

    def __init__(self, options: BrowserOptions) -> None:
        self.options = options
        self._playwright: Playwright | None = None
        self._scratch: TemporaryDirectory[str] | None = None
        self._browser: Browser | None = None
        self._choice = BrowserChoice()

    @property
    def description(self) -> str:
        """Name, version and place of the browser; "not started" before the first window."""
        if self._browser is None:
            return "not started"
        return f"{self._browser.browser_type.name} {self._browser.version} ({self._choice})"

    def open_window(
        self, owner: str, log: FrameLog, base_url: str, language: str = "en-GB"
    ) -> BrowserWindow:
        """A fresh browser context for one user.

        Args:
            owner: The user's name.
            log: Where the frames of its sockets go.
            base_url: What relative addresses start from.
            language: What the browser is set to, as RFC 5646 writes it.

        Raises:
            UsageError: there is no fitting browser; the message says how to get one.
            BrowserCrashed: the browser does not start, or ended under our hands.
        """
        # One that has crashed is no longer connected: the next user gets a fresh one.
        if self._browser is None or not self._browser.is_connected():
            self._browser = self._launch()
        return BrowserWindow(self._browser, self.options, owner, log, base_url, language=language)

    def close(self) -> None:
        """End the browser and Playwright. Idempotent."""
        try:
            if self._browser is not None and self._browser.is_connected():
                self._browser.close()
        finally:
            self._browser = None
            if self._playwright is not None:
                self._playwright.stop()
                self._playwright = None
            if self._scratch is not None:
                self._scratch.cleanup()
                self._scratch = None

    def _launch(self) -> Browser:
        if self._playwright is None:
            # Playwright leaves an empty folder behind for each trace; these go with the session.
            self._scratch = TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
            with temporary_files_in(self._scratch.name):
                self._playwright = sync_playwright().start()
            expect.set_options(timeout=patient(SEEN_WITHIN_S) * 1000)
        chromium = self._playwright.chromium
        options = self.options
        self._choice = find_browser(
            headed=options.headed,
            channel=options.channel,
            bundled=_path_of(self._playwright),
        )
        if options.headed and not has_display():
            raise UsageError(
                "--headed needs a display, and none is set: leave the option away, "
                "or run under `xvfb-run`."
            )
        if options.video != OFF:
            provide_ffmpeg(_path_of(self._playwright))
        try:
            return chromium.launch(
                executable_path=self._choice.executable,
                channel=self._choice.channel,
                headless=not options.headed,
                slow_mo=options.slowmo,
                # Chromium refuses its sandbox to root, and only to root.
                chromium_sandbox=not _is_root(),
                args=list(QUIET),
            )
        except Error as error:
            if options.channel is not None and NO_SUCH_CHANNEL.search(error.message):
                first_line = error.message.splitlines()[0]
                raise UsageError(f"--browser-channel {options.channel}: {first_line}") from error
            raise BrowserCrashed(f"The browser did not start: {error.message}") from error


def _path_of(playwright: Playwright) -> Path:
    return Path(playwright.chromium.executable_path)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
