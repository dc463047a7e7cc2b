"""What happens when a recording is played into the page, in order. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
class Cut:
    """A socket ends, and it is not the page that ended it."""

    at: float
    connection: int


@dataclass(frozen=True, slots=True)
class Cross:
    """A frame crosses the wire."""

    at: float
    frame: Frame


Step = Open | Cut | Cross


def script_of(recording: Recording, pages: PageFile) -> list[Step]:
    """The steps of a play: every frame of a page's socket, and what happened to the sockets.

    Raises:
        UsageError: when no page opened a socket, or nothing crossed one.
    """
    if not pages.opened_by:
        raise UsageError("No page of this recording opened a socket: there is nothing to play.")
    visits = _visits(recording.header.connections, pages.opened_by)
    steps = list(_steps(recording, visits))
    if not any(isinstance(step, Cross) for step in steps):
        raise UsageError("Nothing crossed a socket in this recording: there is nothing to play.")
    return steps


def _visits(connections: Sequence[Connection], opened_by: Sequence[Visit]) -> Mapping[int, Visit]:
    """Which load of a page opened each of the sockets."""
    # The sockets of a recording without a page are played into the page of another one.
    own = [each for each in connections if each.source == PAGE] or connections
    if len(own) == len(opened_by):
        return {each.number: visit for each, visit in zip(own, opened_by, strict=True)}
    # The pages are those of another recording: one page for all, loaded anew where it was left.
    return {each.number: opened_by[0] for each in own}


def _by_client(connection: Connection) -> bool:
    """Whether the client ended it: the page with itself, another one in order."""
    left = connection.close_reason in {CLOSED_WITH_PAGE, LEFT_WITH_PAGE}
    return left or connection.close_code == NORMAL


def _steps(recording: Recording, visits: Mapping[int, Visit]) -> Iterator[Step]:
    """Frames keep their order; sockets open and end between them as their times say."""
    header = recording.header
    to_open = [each for each in header.connections if each.number in visits]
    to_end = sorted(
        (each.closed_at, each.number)
        for each in to_open
        if each.closed_at is not None and not _by_client(each)
    )
    for frame in recording.frames:
        if frame.connection not in visits:
            continue
        while to_end and to_end[0][0] <= frame.at and to_end[0][1] != frame.connection:
            yield Cut(*to_end.pop(0))
        while to_open and to_open[0].number <= frame.connection:
            opened = to_open.pop(0)
            yield Open(opened.opened_at, opened.number, visits[opened.number])
        yield Cross(frame.at, frame)
    rest: list[Step] = [Cut(*each) for each in to_end]
    rest += [Open(each.opened_at, each.number, visits[each.number]) for each in to_open]
    yield from sorted(rest, key=lambda step: step.at)
