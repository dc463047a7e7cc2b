"""Plays a recording into the page, step by step, and tells where the page does otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from playwright.sync_api import Error, Page

from test_framework.browser.window import BrowserWindow
from test_framework.replay.page_file import PageFile, Visit
from test_framework.replay.script import PAGE, Cross, Cut, Leave, Open, Step
from test_framework.replay.stage import Line, Stage
from test_framework.reporting.wire_story import unread_in_words
from test_framework.targets import StandIn
from test_framework.waiting import NotInTime
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.recording import Recording

SENT_WITHIN_S = 5.0
# Much of what a client without a page sent, no page sends.
HARDLY_SENT_WITHIN_S = 0.5


class Player:
    """One play of one recording.

    Attributes:
        deviations: What the page did otherwise than recorded, in sentences.
        played: How many frames have crossed.
        by_page: Whether a page was recorded, not a client without one.

    Args:
        recording: What the server says, and what the page is expected to say.
        pages: What the page is loaded from.
        stand_in: Knows the platform's messages, and what its user does.
        window: A fresh window.
        tell: Called with each deviation when it is seen.
    """

    def __init__(
        self,
        recording: Recording,
        pages: PageFile,
        stand_in: StandIn,
        window: BrowserWindow,
        tell: Callable[[str], None],
    ) -> None:
        self.deviations: list[str] = []
        self.played = 0
        self.stage = Stage(window, pages, self._heard, self._note)
        self._recording = recording
        self.by_page = any(each.source == PAGE for each in recording.header.connections)
        self._stand_in = stand_in
        self._tell = tell
        self._visits: dict[int, Visit] = {}
        self._loaded: set[Visit] = set()
        self._lines: dict[int, Line] = {}
        self._numbers: dict[Line, int] = {}
        self._early: dict[Line, list[str | bytes]] = {}
        self._awaited: dict[int, list[Frame]] = {}
        for frame in recording.frames:
            if frame.direction is Direction.SENT and not stand_in.routine(frame.payload):
                self._awaited.setdefault(frame.connection, []).append(frame)

    def perform(self, step: Step) -> None:
        """Let one thing happen; the page's time goes on to when it happened."""
        if isinstance(step, Open):
            self._open(step)
            return
        if isinstance(step, Leave):
            self.stage.load(step.visit, step.at)
            return
        self.stage.pass_time(step.at)
        if isinstance(step, Cut):
            if (line := self._lines.get(step.connection)) is not None:
                line.cut()
            return
        self._cross(step)

    def shown(self) -> list[str]:
        """What a person reads on the pages now."""
        self.stage.settle()
        pages = self.stage.pages
        several = len(pages) > 1
        return [
            f"{f'tab {number}, ' if several else ''}{line}"
            for number, page in enumerate(pages, 1)
            for line in self._stand_in.shown(page)
        ]

    def page_of(self, step: Cross) -> Page | None:
        """The tab in which a frame shows; None when its socket was never opened."""
        visit = self._visits.get(step.frame.connection)
        return self.stage.tab(visit.tab) if visit else None

    def _open(self, step: Open) -> None:
        if step.visit not in self._loaded:
            self._loaded.add(step.visit)
            self.stage.load(step.visit, step.at)
        else:
            self.stage.pass_time(step.at)
        try:
            line = self.stage.line(step.visit.tab)
        except NotInTime:
            self._note(f"the page does not open socket {step.connection}")
            return
        self._visits[step.connection] = step.visit
        self._lines[step.connection] = line
        self._numbers[line] = step.connection
        for payload in self._early.pop(line, []):
            self._heard(line, payload)

    def _cross(self, step: Cross) -> None:
        frame = step.frame
        line = self._lines.get(frame.connection)
        self.played += 1
        if line is None:
            return  # told when the socket was not opened
        if frame.direction is Direction.SENT:
            self._await(frame)
            return
        if line.closed:
            self._note(f"#{frame.number} cannot be sent: the page has closed its socket")
            return
        changed = frame.number in self._recording.changed
        line.send(self._stand_in.answer(frame.payload, changed=changed))

    def _await(self, frame: Frame) -> None:
        """Do what the user did, and wait until the page sends what it sent then."""
        if self._stand_in.routine(frame.payload) or self._has_come(frame):
            return
        said = f"#{frame.number}: the page does not send {unread_in_words(frame)}"
        within = SENT_WITHIN_S if self.by_page else HARDLY_SENT_WITHIN_S
        page = self.stage.tab(self._visits[frame.connection].tab)
        try:
            does = self._stand_in.act(page, frame.payload)
            self.stage.wait_for(partial(self._has_come, frame), said, within if does else 0)
        except NotInTime:
            # Of a client without a page it says nothing about the page.
            (self._note if self.by_page else self._tell)(said)
        except Error as error:
            self._note(f"{said}: {error.message.splitlines()[0]}")

    def _has_come(self, frame: Frame) -> bool:
        return frame not in self._awaited[frame.connection]

    def _heard(self, line: Line, payload: str | bytes) -> None:
        """The page has sent something: find what it is in the recording."""
        if self._stand_in.routine(payload):
            return
        number = self._numbers.get(line)
        if number is None:  # the socket is newer than where the play is
            self._early.setdefault(line, []).append(payload)
            return
        awaited = self._awaited.get(number, [])
        for frame in awaited:
            if self._stand_in.same(frame.payload, payload):
                awaited.remove(frame)
                self._stand_in.pair(frame.payload, payload)
                return
        made_up = self._stand_in.improvise(payload, self._recording.header.agent_list)
        if made_up is not None:
            line.send(made_up)
        # A client without a page does not send what every page sends.
        if made_up is None or self.by_page:
            sent = unread_in_words(Frame(0, number, Direction.SENT, 0.0, payload))
            self._note(f"the page sends {sent} on socket {number}, which was not recorded")

    def _note(self, deviation: str) -> None:
        self.deviations.append(deviation)
        self._tell(deviation)
