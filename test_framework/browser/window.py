"""One user's browser window: its tabs, and the sockets of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page

from test_framework.artifact import Artifact
from test_framework.browser.console import Console
from test_framework.browser.options import BrowserOptions
from test_framework.browser.page_watch import PageWatch
from test_framework.browser.recording import Recording, video_folder
from test_framework.services.process import ServiceFailed
from test_framework.waiting import patient
from test_framework.wire.frame_log import FrameLog

ACTION_WITHIN_S = 10.0
# How long Playwright may deliver events before the suite looks at its condition again.
PUMP_MS = 10.0


class BrowserCrashed(ServiceFailed):
    """The browser has ended by itself: infrastructure, not the platform."""


class BrowserWindow:
    """A browser context of its own: cookies and storage are shared by its tabs alone."""

    def __init__(
        self,
        browser: Browser,
        options: BrowserOptions,
        owner: str,
        log: FrameLog,
        base_url: str,
        *,
        language: str,
    ) -> None:
        self.owner = owner
        self._browser = browser
        self._log = log
        self._watches: dict[Page, PageWatch] = {}
        self._tabs: list[Page] = []
        self._opening_tab = False
        self.crash: str | None = None
        with self._naming_a_crash():
            self._context = self._new_context(base_url, options, language)
            self._recording = Recording(self._context, options, owner)
        self.console = Console(self._context)

    @property
    def page(self) -> Page:
        """The tab that was opened last and is still open; a first one when there is none."""
        open_tabs = [tab for tab in self._tabs if not tab.is_closed()]
        return open_tabs[-1] if open_tabs else self.open_tab()

    @property
    def pages(self) -> list[Page]:
        """All open tabs and windows, also those that a page opened by itself."""
        return list(self._context.pages)

    def open_tab(self) -> Page:
        """Open a tab, watched from its first moment; it becomes the current one.

        Raises:
            BrowserCrashed: when the browser has ended.
        """
        with self._naming_a_crash():
            self._opening_tab = True
            try:
                page = self._context.new_page()
                self._watch(page)
            finally:
                self._opening_tab = False
            self._tabs.append(page)
            # A window that a page opened in this moment was passed over by the listener.
            for other in self._context.pages:
                self._watch_late(other)
        return page

    def pump(self, remaining: float) -> bool:
        """Let Playwright deliver what has happened; this takes up to ten milliseconds.

        Playwright hands out events only while one of its calls runs. So who waits for
        something that a page sends, must wait in here.

        Args:
            remaining: Seconds at most.

        Returns:
            False, at once, when there is no page to wait in.

        Raises:
            BrowserCrashed: when the browser or the page has ended by itself.
        """
        self._raise_a_crash()
        tab = next((tab for tab in reversed(self.pages) if not tab.is_closed()), None)
        if tab is None:
            return False
        try:
            tab.wait_for_timeout(min(PUMP_MS, remaining * 1000))
        except Error:
            self._raise_a_crash()
            if not tab.is_closed():  # closed meanwhile, by itself or by a handler: no fault
                raise
        return True

    def recording(self, *, failed: bool) -> list[Artifact]:
        """Screenshots, console, trace and video, as the options want them for this outcome.

        It ends the recording; with a video, which is complete only then, the window closes.
        Later calls return the same.
        """
        return self._recording.finish(self.console, failed=failed)

    def loaded(self) -> Path | None:
        """What the pages loaded, in a file with its secrets; it ends that recording."""
        return self._recording.loaded()

    def close(self) -> None:
        """Close all tabs and forget cookies and storage. Idempotent."""
        try:
            self._recording.loaded()  # can be written only while the window is there
            self._context.close()
        except Error:
            if self._browser.is_connected():  # with the browser, the window is gone too
                raise

    def _new_context(self, base_url: str, options: BrowserOptions, language: str) -> BrowserContext:
        context = self._browser.new_context(
            base_url=base_url,
            locale=language,
            record_video_dir=video_folder(options),
        )
        context.set_default_timeout(patient(ACTION_WITHIN_S) * 1000)
        context.on("page", self._on_page)
        return context

    def _on_page(self, page: Page) -> None:
        page.on(
            "crash", lambda page: self._note_crash(f"a page of {self.owner} crashed: {page.url}")
        )
        if not self._opening_tab:
            self._watch_late(page)

    def _watch(self, page: Page) -> None:
        self._watches[page] = PageWatch(page, self._log)

    def _watch_late(self, page: Page) -> None:
        """Watch a window that a page opened: Playwright shows it only when it has loaded."""
        if page in self._watches:
            return
        try:
            self._watch(page)
        except Error:  # it was closed again: there is nothing to watch
            return
        self.console.note("suite", f"{page.url} opened by itself: its first frames may be missing")

    def _note_crash(self, what: str) -> None:
        self.crash = self.crash or what

    def _raise_a_crash(self) -> None:
        if not self._browser.is_connected():
            self._note_crash(f"the browser of {self.owner} has ended by itself")
        if self.crash is not None:
            raise BrowserCrashed(f"Infrastructure: {self.crash}. The platform is not to blame.")

    @contextmanager
    def _naming_a_crash(self) -> Iterator[None]:
        try:
            yield
        except Error:
            self._raise_a_crash()
            raise
