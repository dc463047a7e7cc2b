"""How fast a recording is played, and what the person at the keyboard wants."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from test_framework.targets import UsageError

MAX = "max"
LOOK_AGAIN_AFTER_S = 0.05
HELP = "Enter: next frame, a number: on to that frame, a: all the rest, q: quit"

Wait = Callable[[float], None]


def speed_of(text: str) -> float | None:
    """The factor that ``--speed`` names; None for as fast as can be.

    Raises:
        UsageError: when it is neither.

    Example:
        >>> speed_of("2"), speed_of("max")
        (2.0, None)
    """
    if text == MAX:
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = 0
    if not 0 < speed < float("inf"):
        raise UsageError(f"--speed takes a factor above zero, as 2 or 0.5, or max; not {text!r}.")
    return speed


@dataclass(frozen=True)
class GoBack:
    """The person wants to see an earlier frame: the play must begin again."""

    frame: int


class Quit(Exception):
    """The person has seen enough."""


class Keyboard:
    """Lines that a person types, without keeping the page from living meanwhile."""

    def __init__(self, source: TextIO | None = None) -> None:
        self._lines: queue.Queue[str] = queue.Queue()
        self._source = source or sys.stdin
        self._reader: threading.Thread | None = None

    def line(self, wait: Wait) -> str:
        """The next line, without its end; "q" when there are no more.

        Args:
            wait: Lets the page live for that many seconds.
        """
        if self._reader is None:
            self._reader = threading.Thread(target=self._read, daemon=True)
            self._reader.start()
        while True:
            try:
                return self._lines.get_nowait()
            except queue.Empty:
                wait(LOOK_AGAIN_AFTER_S)

    def _read(self) -> None:
        for line in self._source:
            self._lines.put(line.strip())
        while True:  # nobody is there any more: every question is answered like this
            self._lines.put("q")
            threading.Event().wait(1)


class Pace:
    """When the next frame may cross.

    Args:
        speed: How many times as fast as it was; None for at once.
        step: Ask before each frame.
        keyboard: Whom to ask.
        say: Shows a line to the person.
        until: Go to that frame at once before anything else.
    """

    def __init__(
        self,
        speed: float | None,
        keyboard: Keyboard,
        say: Callable[[str], None],
        *,
        step: bool = False,
        until: int = 0,
    ) -> None:
        self._speed = speed
        self._step = step
        self._keyboard = keyboard
        self._say = say
        self._until = until
        self._before: float | None = None

    def before(self, frame: int, at: float, wait: Wait) -> GoBack | None:
        """Return when this frame may cross, or at once with where to go back to.

        Args:
            frame: Its number.
            at: When it crossed then, in seconds since the epoch.
            wait: Lets the page live for that many seconds.

        Raises:
            Quit: when the person wants no more.
        """
        since = 0.0 if self._before is None else at - self._before
        self._before = at
        if frame <= self._until:
            return None
        if self._step:
            return self._ask(frame, wait)
        if self._speed is not None and since > 0:
            wait(since / self._speed)
        return None

    def _ask(self, frame: int, wait: Wait) -> GoBack | None:
        while True:
            word = self._keyboard.line(wait)
            if word == "":
                return None
            if word == "q":
                raise Quit
            if word == "a":
                self._step = False
                return None
            if word.isdecimal() and int(word) >= frame:
                self._until = int(word)
                return None
            if word.isdecimal():
                return GoBack(int(word))
            self._say(HELP)
