"""What happens when a recording is played into the page, in order. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from test_framework.browser.page_watch import CLOSED_WITH_PAGE, LEFT_WITH_PAGE
from test_framework.replay.page_file import PageFile, Visit
from test_framework.targets import UsageError
from test_framework.wire.frame import Frame
from test_framework.wire.frame_log import Connection
from test_framework.wire.recording import Recording

PAGE = "page"
NORMAL = 1000  # RFC 6455, 7.4.1


@dataclass(frozen=True, slots=True)
class Open:
    """A socket is opened: by a page that is loaded now, or by one that comes back.

    Attributes:
        at: Seconds since the epoch.
        connection: The number of the socket in the recording.
        visit: The load of the page that opens it.
    """

    at: float
    connection: int
    visit: Visit


@dataclass(frozen=True, slots=True)
class Leave:
    """The tab goes to a page that opens no socket."""

    at: float
    visit: Visit


@dataclass(frozen=True, slots=True)
class Cut:
    """A socket ends, and it is not the page that ended it."""

    at: float
    connection: int


@dataclass(frozen=True, slots=True)
class Cross:
    """A frame crosses the wire."""

    at: float
    frame: Frame


Happening = Open | Leave | Cut
Step = Happening | Cross


def script_of(recording: Recording, pages: PageFile) -> list[Step]:
    """The steps of a play: every frame of a page's socket, and what happened to the sockets.

    Raises:
        UsageError: when no page opened a socket, or nothing crossed one.
    """
    if not pages.opened_by:
        raise UsageError("No page of this recording opened a socket: there is nothing to play.")
    happenings = _happenings(recording.header.connections, pages)
    steps = list(_steps(recording, happenings))
    if not any(isinstance(step, Cross) for step in steps):
        raise UsageError("Nothing crossed a socket in this recording: there is nothing to play.")
    return steps


def _happenings(connections: Sequence[Connection], pages: PageFile) -> list[Happening]:
    """What happened to the pages and their sockets, in order."""
    # The sockets of a recording without a page are played into the page of another one.
    own = [each for each in connections if each.source == PAGE] or connections
    opened_by, others = pages.opened_by, pages.others
    if len(own) != len(opened_by):
        # The pages are those of another recording: its first page for all.
        opened_by, others = (opened_by[0],) * len(own), ()
    found: list[Happening] = [Leave(visit.at, visit) for visit in others]
    for each, visit in zip(own, opened_by, strict=True):
        found.append(Open(each.opened_at, each.number, visit))
        if each.closed_at is not None and not _by_client(each):
            found.append(Cut(each.closed_at, each.number))
    return sorted(found, key=lambda happening: happening.at)


def _by_client(connection: Connection) -> bool:
    """Whether the client ended it: the page with itself, another one in order."""
    left = connection.close_reason in {CLOSED_WITH_PAGE, LEFT_WITH_PAGE}
    return left or connection.close_code == NORMAL


def _steps(recording: Recording, happenings: Sequence[Happening]) -> Iterator[Step]:
    """Frames keep their order; what else happened comes between them as its time says."""
    rest = deque(happenings)
    to_open = {each.connection for each in happenings if isinstance(each, Open)}
    opened: set[int] = set()
    for frame in recording.frames:
        number = frame.connection
        if number not in to_open:
            continue
        while rest and (number not in opened or _is_over(rest[0], frame)):
            happening = rest.popleft()
            if isinstance(happening, Open):
                opened.add(happening.connection)
            yield happening
        yield Cross(frame.at, frame)
    yield from rest


def _is_over(happening: Happening, frame: Frame) -> bool:
    """Whether it comes before the frame; no socket ends before its own frames."""
    own_end = isinstance(happening, Cut) and happening.connection == frame.connection
    return happening.at <= frame.at and not own_end
