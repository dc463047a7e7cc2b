"""Recordings: one user's frames of one scenario as JSON Lines, written and read back.

The first line is the header, then one line a frame, then a line that says how many there
were and their CRC-32, so that a file that was cut or changed is noticed. Pure data: no
pytest, no checker.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from test_framework.targets import UsageError
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.frame_log import Connection

FORMAT = "chat-is-king-recording"
VERSION = 1
SUFFIX = ".jsonl"
LINE_END = "\n"
BEGINNING = f'{{"format":"{FORMAT}"'.encode()

# What a user's context remembers for the header under these names.
CONTRACT_NOTE, LIMITS_NOTE = "published contract", "limits"
# And under this one, that the scenario asks every run for all five events.
ALL_FIVE_NOTE = "all five events"

Clean = Callable[[str], str]


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a recording is of.

    Attributes:
        format: That this is a recording.
        version: How to read it.
        target: The platform under test; its decoder says what the frames mean.
        seed: The seed of the run.
        scenario: The scenario in words.
        place: The test's id, by which pytest runs the scenario again.
        promises: The ids of the promises that the scenario is about.
        driver: "browser" or "wire"; empty where the scenario names none.
        versions: Of Python, pytest, the suite and the like, by name.
        owner: Whose frames these are.
        connections: The user's sockets, in order of opening.
        agent_list: The platform's agents and tools as the scenario was told of them.
        page: The name of the file beside it with all that the user's pages loaded; None
            where there is none, as the wire driver has no page.
        contract: The published contract that the scenario judged by, packed (``packed``).
        limits: The seconds that a stage might take, as the scenario stated them, by its name.
    """

    format: str = FORMAT
    version: int = VERSION
    target: str
    seed: int
    scenario: str
    place: str
    promises: tuple[str, ...]
    driver: str
    versions: dict[str, str]
    owner: str
    connections: tuple[Connection, ...]
    agent_list: dict[str, Any] | None = None
    page: str | None = None
    contract: bytes | None = None
    limits: dict[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording as it was read.

    Attributes:
        header: What it is of.
        frames: In order of arrival, as in the frame log.
        changed: Numbers of the frames from which a secret was taken out: their content is
            not what crossed the wire.
    """

    header: Header
    frames: tuple[Frame, ...]
    changed: frozenset[int]


class _FrameLine(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A frame in the file: ``text``, or ``binary`` in base64."""

    number: int
    connection: int
    direction: Direction
    at: float
    text: str | None = None
    binary: bytes | None = None
    changed: bool = False


class _End(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last line: a file that was damaged later must not be held against the platform."""

    frames_in_all: int
    checksum: str


class _Foreword(msgspec.Struct, frozen=True):
    """As much of any header as is needed to see whether it is ours."""

    format: str
    version: int


def written(header: Header, frames: Sequence[Frame], clean: Clean) -> str:
    """The text of a recording, without secrets.

    Args:
        header: What it is of.
        frames: All of the user's frames.
        clean: Takes the secrets out of a text, and leaves one without secrets as it is.
    """
    plain = _leaves_cleaned(msgspec.to_builtins(header), clean)
    # A public document is no secret, and packed no pattern could tell.
    cleaned_header = msgspec.json.encode(plain | {"contract": header.contract}).decode()
    lines = [cleaned_header, *(_line(frame, clean) for frame in frames)]
    end = _End(len(frames), _checksum([line.encode() for line in lines]))
    lines.append(msgspec.json.encode(end).decode())
    return LINE_END.join([*lines, ""])


def packed(document: str) -> bytes:
    """A published document as a header holds it: a recording is not to be mostly contract."""
    return zlib.compress(document.encode(), 9)


def unpacked(document: bytes) -> str:
    """The document again.

    Raises:
        UsageError: when it is damaged.
    """
    try:
        return zlib.decompress(document).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise UsageError(f"The contract in the recording's header is damaged: {error}.") from None


def read(path: Path) -> Recording:
    """Read a recording.

    Raises:
        UsageError: when the file cannot be read, is no recording, is of a newer format, is
            damaged or ends too early; the message says which, and in which line.
    """
    try:
        lines = path.read_bytes().split(LINE_END.encode())
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    header = _header(path, lines[0])
    last = lines.pop()
    if last:
        raise UsageError(f"{path} is cut off in line {len(lines) + 1}: copy the whole file again.")
    end = _end(lines[-1]) if len(lines) > 1 else None
    if end is None:
        raise UsageError(f"{path} is cut off after line {len(lines)}: copy the whole file again.")
    entries = [_entry(path, number, line) for number, line in enumerate(lines[1:-1], 2)]
    _check_numbers(path, header, entries, end)
    if end.checksum != _checksum(lines[:-1]):
        raise UsageError(f"{path} is damaged: it no longer holds what was recorded.")
    frames = tuple(
        Frame(e.number, e.connection, e.direction, e.at, _payload(e.text, e.binary))
        for e in entries
    )
    return Recording(header, frames, frozenset(e.number for e in entries if e.changed))


def _line(frame: Frame, clean: Clean) -> str:
    payload = frame.payload
    kept = _cleaned(payload, clean)
    entry = _FrameLine(
        number=frame.number,
        connection=frame.connection,
        direction=frame.direction,
        at=frame.at,
        text=kept if isinstance(kept, str) else None,
        binary=kept if isinstance(kept, bytes) else None,
        changed=kept != payload,
    )
    return msgspec.json.encode(entry).decode()


def _cleaned(payload: str | bytes, clean: Clean) -> str | bytes:
    if isinstance(payload, bytes):
        try:
            text = payload.decode()
        except UnicodeDecodeError:
            return payload
        return cleaned_text(text, clean).encode()
    # Half a surrogate pair cannot be written as UTF-8.
    return cleaned_text(payload.encode("utf-8", "replace").decode(), clean)


def cleaned_text(text: str, clean: Clean) -> str:
    """The text without its secrets; what was JSON stays JSON, so that it can still be read."""
    cleaned = clean(text)
    if cleaned == text or _is_json(cleaned) or not _is_json(text):
        return cleaned
    return json.dumps(_leaves_cleaned(json.loads(text), clean), ensure_ascii=False)


def _leaves_cleaned(value: Any, clean: Clean, name: str = "") -> Any:
    """JSON data with each text in it cleaned, as itself and as the field that it is."""
    if isinstance(value, str):
        field = json.dumps({name: value}, ensure_ascii=False)
        cleaned = clean(field)
        named = json.loads(cleaned).get(name) if _is_json(cleaned) else None
        return clean(value) if named is None else clean(str(named))
    if isinstance(value, Mapping):
        return {key: _leaves_cleaned(each, clean, str(key)) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_leaves_cleaned(each, clean, name) for each in value]
    return value


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _header(path: Path, line: bytes) -> Header:
    try:
        foreword = msgspec.json.decode(line, type=_Foreword)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        foreword = None
    if foreword is None and line.startswith(BEGINNING):
        raise UsageError(f"{path} is damaged in line 1, its header: copy the whole file again.")
    if foreword is None or foreword.format != FORMAT:
        raise UsageError(f"{path} is no recording: `pytest --record DIR` makes one.")
    if foreword.version != VERSION:
        raise UsageError(
            f"{path} is a recording of format {foreword.version}; this suite reads format "
            f"{VERSION}. Replay it with the version of the suite that recorded it."
        )
    try:
        return msgspec.json.decode(line, type=Header)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is damaged in line 1, its header: {error}.") from None


def _entry(path: Path, number: int, line: bytes) -> _FrameLine:
    try:
        entry = msgspec.json.decode(line, type=_FrameLine)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is damaged in line {number}: {error}.") from None
    if (entry.text is None) == (entry.binary is None):
        raise UsageError(f"{path} is damaged in line {number}: a frame is either text or binary.")
    return entry


def _end(line: bytes) -> _End | None:
    try:
        return msgspec.json.decode(line, type=_End)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _checksum(lines: Iterable[bytes]) -> str:
    return f"{zlib.crc32(LINE_END.encode().join(lines)):08x}"


def _check_numbers(path: Path, header: Header, entries: Iterable[_FrameLine], end: _End) -> None:
    sockets = {connection.number for connection in header.connections}
    count = 0
    for count, entry in enumerate(entries, 1):
        where = f"{path} is damaged in line {count + 1}"
        if entry.number != count:
            raise UsageError(f"{where}: it holds frame {entry.number} in place of frame {count}.")
        if entry.connection not in sockets:
            raise UsageError(
                f"{where}: frame {count} came through socket {entry.connection}, which the "
                "header does not name."
            )
    if count != end.frames_in_all:
        raise UsageError(
            f"{path} is damaged: it holds {count} frames, and its last line says "
            f"{end.frames_in_all}."
        )


def _payload(text: str | None, binary: bytes | None) -> str | bytes:
    return text if text is not None else binary or b""
