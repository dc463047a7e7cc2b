"""What a browser window leaves: screenshots, console, trace, video, and what its pages loaded."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import BrowserContext, Error

from test_framework.artifact import Artifact
from test_framework.browser.console import Console
from test_framework.browser.options import OFF, ON, BrowserOptions, wanted
from test_framework.waiting import patient

SCREENSHOT_WITHIN_S = 5.0
TRACE = "application/vnd.allure.playwright-trace"


def video_folder(options: BrowserOptions) -> Path | None:
    """Where Playwright writes videos while they grow; None when none are wanted."""
    return options.output / "video" if options.video != OFF else None


class Recording:
    """The recording of one browser context, from its first moment."""

    def __init__(self, context: BrowserContext, options: BrowserOptions, owner: str) -> None:
        self._context = context
        self._options = options
        self._owner = owner
        self._finished: list[Artifact] | None = None
        if options.tracing != OFF:
            # A film costs an eighth of a scenario's time: only for who asks for it. Where it
            # failed is pictured by the screenshot, and what was there before by the snapshots.
            film = options.tracing == ON
            context.tracing.start(title=owner, screenshots=film, snapshots=True, sources=True)
        self._loaded: Path | None = None
        if options.pages:
            self._loaded = self._path("pages", "har.zip")
            context.tracing.start_har(self._loaded, mode="full", content="attach")

    def loaded(self) -> Path | None:
        """The file of all that the pages have loaded (HAR 1.2 in a ZIP), with its secrets.

        None when it was not wanted, or the browser has ended before. It ends this part of
        the recording; whoever takes the file deletes it. Idempotent.
        """
        if self._loaded is not None and not self._loaded.exists():
            try:
                self._context.tracing.stop_har()
            except Error:  # of a crashed browser; the crash is reported by itself
                self._loaded = None
        return self._loaded

    def finish(self, console: Console, *, failed: bool) -> list[Artifact]:
        """End the recording, and give what the options want to keep for this outcome.

        What cannot be recorded (a crashed page) is said in the list instead of raised: a
        failure must not be hidden by the failure to picture it. Idempotent.
        """
        if self._finished is None:
            options = self._options
            self._finished = []
            if wanted(options.screenshot, failed=failed):
                self._finished += self._screenshots()
            if failed and console.lines:
                text = console.as_text().encode()
                self._finished.append(Artifact(f"{self._owner}: console", "text/plain", text))
            if options.tracing != OFF:
                self._finished += self._trace(keep=wanted(options.tracing, failed=failed))
            if options.video != OFF:
                self._finished += self._videos(keep=wanted(options.video, failed=failed))
        return list(self._finished)

    def _screenshots(self) -> list[Artifact]:
        shots: list[Artifact] = []
        for page in self._context.pages:
            try:
                name = f"{self._owner}: screenshot of {page.title() or page.url}"
                shots.append(
                    Artifact(
                        name,
                        "image/png",
                        page.screenshot(timeout=patient(SCREENSHOT_WITHIN_S) * 1000),
                    )
                )
            except Error as error:
                shots.append(self._missing("screenshot", error))
        return shots

    def _trace(self, *, keep: bool) -> list[Artifact]:
        try:
            if not keep:
                self._context.tracing.stop()
                return []
            path = self._path("trace", "zip")
            self._context.tracing.stop(path=path)
        except Error as error:
            return [self._missing("trace", error)]
        return [Artifact(f"{self._owner}: trace", TRACE, path)]

    def _videos(self, *, keep: bool) -> list[Artifact]:
        videos = [page.video for page in self._context.pages if page.video]
        kept: list[Artifact] = []
        try:
            self._context.close()
            for video in videos:
                path = self._path("video", "webm")
                if keep:
                    video.save_as(path)
                    kept.append(Artifact(f"{self._owner}: video", "video/webm", path))
                video.delete()
        except Error as error:
            kept.append(self._missing("video", error))
        return kept

    def _missing(self, what: str, error: Error) -> Artifact:
        text = f"There is no {what}: {error.message}\n".encode()
        return Artifact(f"{self._owner}: no {what}", "text/plain", text)

    def _path(self, what: str, ending: str) -> Path:
        """A file name that nothing else of this run, or of a run beside it, has."""
        owner = re.sub(r"\W+", "-", self._owner)
        folder = self._options.output / what
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{owner}-{uuid4().hex}.{ending}"
