"""What a user's pages loaded, read back: the visits, the sockets they opened, the answers."""

from __future__ import annotations

import base64
import binascii
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from operator import attrgetter
from pathlib import Path

import msgspec

from test_framework.reporting.kept_pages import ARCHIVE
from test_framework.targets import UsageError

DOCUMENT, SOCKET = "document", "websocket"
UNKNOWN_KIND = "x-unknown"
NOT_MODIFIED = 304  # RFC 9110, 15.4.5
SHOWN = frozenset({*range(200, 300), NOT_MODIFIED})
SWITCHING_PROTOCOLS = 101  # the answer to a socket's handshake (RFC 6455, 4.2.2)


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was loaded in a tab.

    Attributes:
        at: Seconds since the epoch.
        tab: Which of the user's tabs, from 1 in order of opening.
        url: Its address, without the part behind the #.
    """

    at: float
    tab: int
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered with.

    Attributes:
        at: When it was asked, in seconds since the epoch.
        method: "GET", "POST", ...
        url: What was asked for.
        status: The HTTP status; -1 where no answer came.
        headers: Of the answer, by their names in small letters.
        body: The same.
    """

    at: float
    method: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class PageFile:
    """All that the tabs of one user loaded in one scenario.

    Attributes:
        opened_by: For each socket that was opened, in order: the visit that did it.
        others: Visits that opened none, after one in the same tab that did.
        answers: To all requests, in the order of asking.
    """

    opened_by: tuple[Visit, ...]
    others: tuple[Visit, ...]
    answers: tuple[Answer, ...]


class _Content(msgspec.Struct):
    kind: str = msgspec.field(name="mimeType", default="")
    text: str = ""
    encoding: str = ""
    file: str = msgspec.field(name="_file", default="")


class _Header(msgspec.Struct):
    name: str
    value: str


class _Request(msgspec.Struct):
    method: str
    url: str


class _Response(msgspec.Struct):
    status: int
    headers: list[_Header]
    content: _Content


class _Entry(msgspec.Struct):
    """HAR 1.2, `entries`, with what Playwright adds to them."""

    started: datetime = msgspec.field(name="startedDateTime")
    request: _Request
    response: _Response
    page: str = msgspec.field(name="pageref", default="")
    frame: str = msgspec.field(name="_frameref", default="")
    kind: str = msgspec.field(name="_resourceType", default="")


class _Log(msgspec.Struct):
    entries: list[_Entry]


class _Har(msgspec.Struct):
    log: _Log


def read_page_file(path: Path) -> PageFile:
    """Read what the pages of a recording loaded.

    Raises:
        UsageError: when the file cannot be read, is none of ours, or is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            har = msgspec.json.decode(archive.read(ARCHIVE), type=_Har)
            bodies = {name: archive.read(name) for name in archive.namelist() if name != ARCHIVE}
        entries = sorted(har.log.entries, key=attrgetter("started"))
        parsed = [_answer(entry, bodies) for entry in entries if entry.kind != SOCKET]
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{path} is damaged ({error}): copy the whole file again.") from None
    except (KeyError, msgspec.MsgspecError, UnicodeDecodeError, binascii.Error) as error:
        raise UsageError(
            f"{path} holds no pages ({error}): `pytest --record DIR` keeps them beside the "
            "recording of a scenario that runs in the browser."
        ) from None
    opened_by, others = _visits(entries)
    return PageFile(opened_by, others, tuple(_whole(parsed)))


def _answer(entry: _Entry, bodies: Mapping[str, bytes]) -> Answer:
    content = entry.response.content
    if content.file:
        # What never came, or was cut off by the next page, has no body.
        body = bodies.get(content.file, b"")
    elif content.encoding == "base64":
        body = base64.b64decode(content.text)
    else:
        body = content.text.encode()
    headers = {header.name.lower(): header.value for header in entry.response.headers}
    if content.kind and content.kind != UNKNOWN_KIND:
        # What came from the browser's cache has the headers of "not modified" alone.
        headers.setdefault("content-type", content.kind)
    at, request = entry.started.timestamp(), entry.request
    return Answer(at, request.method, request.url, entry.response.status, headers, body)


def _whole(answers: Iterable[Answer]) -> Iterator[Answer]:
    """The answers, with what the browser took from its cache in the place of "not modified"."""
    full: dict[tuple[str, str], Answer] = {}
    for answer in answers:
        request = (answer.method, answer.url)
        if answer.status == NOT_MODIFIED and request in full:
            yield replace(full[request], at=answer.at)
        else:
            full[request] = answer
            yield answer


def _visits(entries: Iterable[_Entry]) -> tuple[tuple[Visit, ...], tuple[Visit, ...]]:
    """The visits that opened sockets, one for each socket; and those that opened none later."""
    tabs: dict[str, int] = {}
    here: dict[tuple[str, str], Visit] = {}
    every: list[Visit] = []
    opened_by: list[Visit] = []
    for entry in entries:
        place, status = (entry.page, entry.frame), entry.response.status
        if entry.kind == DOCUMENT and status in SHOWN:
            tab = tabs.setdefault(entry.page, len(tabs) + 1)
            here[place] = Visit(entry.started.timestamp(), tab, entry.request.url)
            every.append(here[place])
        elif entry.kind == SOCKET and status == SWITCHING_PROTOCOLS and place in here:
            opened_by.append(here[place])
    begins: dict[int, float] = {}
    for visit in opened_by:
        begins.setdefault(visit.tab, visit.at)
    others = (visit for visit in every if visit.at > begins.get(visit.tab, inf))
    return tuple(opened_by), tuple(visit for visit in others if visit not in opened_by)
