"""``--play``: a recording in the real page, in a browser, without the platform."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

from test_framework.browser.finder import has_display
from test_framework.browser.options import OFF, BrowserOptions
from test_framework.browser.session import BrowserSession
from test_framework.browser.window import BrowserCrashed
from test_framework.personas import language_of
from test_framework.replay.judging import Judgement
from test_framework.replay.pace import HELP, GoBack, Keyboard, Pace, Quit
from test_framework.replay.page_file import read_page_file
from test_framework.replay.player import Player
from test_framework.replay.rows import rows
from test_framework.replay.script import Cross, Step, script_of
from test_framework.replay.terminal import harmless, line
from test_framework.targets import Target, UsageError
from test_framework.wire.frame_log import FrameLog

AS_RECORDED, OTHERWISE = 0, 1
NOWHERE = "http://127.0.0.1"  # never asked: every request is answered by the recording


@dataclass(frozen=True)
class PlayOptions:
    """How to play.

    Attributes:
        file: The recording.
        page: What its pages loaded; None: as its header says.
        speed: How many times as fast as it was; None for as fast as can be.
        step: Ask before each frame.
        headed: Show the browser; None: where there is a display.
        screenshots: A folder for one picture a frame; None for no pictures.
        keyboard: Where the person types.
    """

    file: Path
    page: Path | None = None
    speed: float | None = 1.0
    step: bool = False
    headed: bool | None = None
    screenshots: Path | None = None
    keyboard: Keyboard = field(default_factory=Keyboard)


def play(judgement: Judgement, target: Target, options: PlayOptions, console: Console) -> int:
    """Play a recording; 0 when the page did as recorded, 1 when it did otherwise.

    Raises:
        UsageError: there are no pages, no browser, or no folder for pictures.
    """
    recording = judgement.recording
    pages = read_page_file(_page_file(judgement, options))
    steps = script_of(recording, pages)
    if options.screenshots:
        _make(options.screenshots)
    header = recording.header
    console.print(Text(harmless(f"{header.owner} in “{header.scenario}”"), style="bold"))
    if options.step:
        console.print(Text(HELP, style="dim"))
    with TemporaryDirectory(prefix="replay-") as output, _session(options, Path(output)) as session:
        until = 0
        while True:
            log, language = FrameLog(header.owner), language_of(header.owner)
            window = session.open_window(header.owner, log, NOWHERE, language)
            told = partial(_tell, console)
            player = Player(recording, pages, target.stand_in(), window, told)
            back = _Play(judgement, player, steps, options, console).run(until)
            if back is None:
                break
            until = back.frame
            window.close()
        _conclude(player, steps, [str(line) for line in window.console.lines], console)
        if session.options.headed:
            console.print("The browser stays open until you press Enter.")
            options.keyboard.line(player.stage.wait)
    return OTHERWISE if player.deviations else AS_RECORDED


@contextmanager
def _session(options: PlayOptions, output: Path) -> Iterator[BrowserSession]:
    """A browser, with a window where one is wanted or, unasked, can be had."""
    headed = has_display() if options.headed is None else options.headed
    session = BrowserSession(BrowserOptions(output, headed, tracing=OFF))
    try:
        try:
            session.open_window("nobody", FrameLog("nobody"), NOWHERE).close()
        except UsageError:
            if options.headed or not headed:
                raise
            session.options = replace(session.options, headed=False)
        yield session
    except BrowserCrashed as crash:
        raise UsageError(f"The recording cannot be played: {crash}") from crash
    finally:
        session.close()


def _tell(console: Console, deviation: str) -> None:
    console.print(Text(harmless(f"! {deviation}"), style="bold red"), soft_wrap=True)


class _Play:
    """From the first step to the last, or to where the person wants to stop."""

    def __init__(
        self,
        judgement: Judgement,
        player: Player,
        steps: list[Step],
        options: PlayOptions,
        console: Console,
    ) -> None:
        self._player = player
        self._steps = steps
        self._options = options
        self._console = console
        self._rows = {row.frame.number: row for row in rows(judgement)}

    def run(self, until: int) -> GoBack | None:
        """Play; where to go back to, if anywhere."""
        options, stage = self._options, self._player.stage
        pace = Pace(
            options.speed, options.keyboard, self._console.print, step=options.step, until=until
        )
        begin = time.monotonic()
        try:
            for step in self._steps:
                if isinstance(step, Cross):
                    back = pace.before(step.frame.number, step.at, stage.wait)
                    if back:
                        self._console.print(f"From the beginning to frame {back.frame}:")
                        return back
                self._player.perform(step)
                if isinstance(step, Cross):
                    self._show(step)
        except Quit:
            self._console.print("Stopped.")
        took = time.monotonic() - begin
        of = sum(isinstance(step, Cross) for step in self._steps)
        self._console.print(f"{self._player.played} of {of} frames were played in {took:.1f} s.")
        return None

    def _show(self, step: Cross) -> None:
        self._console.print(line(self._rows[step.frame.number]), soft_wrap=True)
        folder, page = self._options.screenshots, self._player.page_of(step)
        if self._options.step or folder:
            self._player.stage.settle()
        if folder and page:
            page.screenshot(path=folder / f"frame-{step.frame.number:04}.png")


def _conclude(player: Player, steps: list[Step], said: list[str], console: Console) -> None:
    """Say what the page shows, and where it did otherwise than recorded."""
    console.print(Text("The page shows:", style="bold"))
    for text in player.shown():
        console.print(
            Text(harmless(f"  {text}".replace("\n", "\n    "), keep="\n\t")), soft_wrap=True
        )
    uncaught = [text for text in said if "[uncaught]" in text]
    for text in uncaught:
        console.print(Text(harmless(f"An error in the page: {text}"), style="bold red"))
    if player.deviations:
        console.print(Text("The page did otherwise than recorded:", style="bold red"))
        for text in player.deviations:
            console.print(Text(harmless(f"  - {text}")), soft_wrap=True)
    elif player.by_page and player.played == sum(isinstance(step, Cross) for step in steps):
        console.print("The page did all as recorded.")


def _page_file(judgement: Judgement, options: PlayOptions) -> Path:
    header = judgement.recording.header
    if options.page is not None:
        return options.page
    if header.page is None:
        raise UsageError(
            f"{options.file} has no page to be played into: its user had none, or it was not kept. "
            "Run the scenario in the browser with `pytest --record DIR`, or take the page of "
            "another recording: `--page OTHER.har.zip`."
        )
    return options.file.parent / Path(header.page).name


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"No pictures can be put into {folder}: {error.strerror}.") from None
