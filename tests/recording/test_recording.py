"""A recording is read back as it was written, without secrets; anything else is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_framework.events.examples import good
from test_framework.targets import UsageError
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.recording import read, written
from tests.recording.recorded import CLEAN, SECRET, frames_of, header, keep

PAYLOADS = st.text(st.characters(exclude_categories=["Cs"])) | st.binary()
FRAMES = st.lists(
    st.tuples(PAYLOADS, st.sampled_from(Direction), st.floats(0, 2e9)),
    max_size=8,
).map(lambda rows: [Frame(n, 1, way, at, text) for n, (text, way, at) in enumerate(rows, 1)])


@given(FRAMES)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, frames: list[Frame]
) -> None:
    file = tmp_path_factory.mktemp("r") / "Ada.jsonl"
    file.write_text(written(header(), frames, lambda text: text), "utf-8", newline="")
    found = read(file)
    assert list(found.frames) == frames
    assert found.header == header()
    assert found.changed == frozenset()


@pytest.mark.parametrize(
    "payload",
    [
        f'{{"type": "x", "payload": {{"password": "{SECRET}"}}}}',
        json.dumps({"payload": {"text": f'I said "token={SECRET}"'}}),
        json.dumps({"payload": {"text": json.dumps({"password": SECRET})}}),
        f"not JSON: password={SECRET}",
        f"as bytes: {SECRET}".encode(),
    ],
)
def test_secrets_are_taken_out_and_json_stays_json(tmp_path: Path, payload: str | bytes) -> None:
    plain = Frame(1, 1, Direction.SENT, 1.0, '{"type": "ping"}')
    told = Frame(2, 1, Direction.SENT, 2.0, payload)
    file = keep(tmp_path, [plain, told])
    assert SECRET not in file.read_text("utf-8")
    found = read(file)
    assert found.changed == {2}
    assert found.frames[0] == plain
    kept = found.frames[1].payload
    assert isinstance(kept, type(payload))
    if isinstance(payload, str) and payload.startswith("{"):
        assert json.loads(kept).keys() == json.loads(payload).keys()


def test_the_header_has_no_secret_either(tmp_path: Path) -> None:
    file = keep(tmp_path, [], scenario=f"Ada types {SECRET}")
    found = read(file).header
    assert found.scenario == "Ada types [redacted]"
    assert found.connections[0].url == "ws://127.0.0.1/ws?ticket=[redacted]"


def lines_of(folder: Path) -> tuple[Path, list[str]]:
    file = keep(folder, frames_of(good()))
    return file, file.read_text("utf-8").splitlines(keepends=True)


def refused(file: Path, text: str | bytes) -> str:
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(UsageError) as told:
        read(file)
    return str(told.value)


@pytest.mark.parametrize(
    "text", ["", "\n", "hello\n", "{}\n", '[{"format": 1}]\n', b"\xff\xfe\n", b"PK\x03\x04", "null"]
)
def test_a_foreign_file_is_refused(tmp_path: Path, text: str | bytes) -> None:
    assert "is no recording" in refused(tmp_path / "x", text)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(UsageError, match="cannot be read: "):
            read(path)


def test_a_newer_format_is_named(tmp_path: Path) -> None:
    file, lines = lines_of(tmp_path)
    newer = lines[0].replace('"version":1', '"version":2')
    assert "of format 2; this suite reads format 1" in refused(file, "".join([newer, *lines[1:]]))


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    file, lines = lines_of(tmp_path)
    whole = "".join(lines)
    for length in range(1, len(whole), 7):
        told = refused(file, whole[:length])
        assert any(word in told for word in ("cut off", "damaged in line 1,", "no recording"))
    assert "is cut off after line 13" in refused(file, "".join(lines[:-1]))
    assert "is cut off in line 13" in refused(file, "".join(lines[:-1])[:-3])


@pytest.mark.parametrize(
    ("number", "old", "new", "words"),
    [
        (1, '"seed":42', '"seed":"42"', "in line 1, its header: Expected `int`, got `str`"),
        (1, '"seed":42,', "", "in line 1, its header"),
        (3, '"number":2', '"number":3', "in line 3: it holds frame 3 in place of frame 2"),
        (4, '"connection":1', '"connection":2', "in line 4: frame 3 came through socket 2"),
        (5, '"received"', '"guessed"', "in line 5: Invalid enum value 'guessed'"),
        (5, '"text"', '"binary"', "in line 5"),
        (5, '"text"', '"words"', "in line 5: Object contains unknown field `words`"),
        (6, "{", "", "in line 6"),
        (6, "Thought", "Though!", "is damaged: it no longer holds what was recorded"),
        (14, "12", "11", "it holds 12 frames, and its last line says 11"),
    ],
)
def test_a_damaged_line_is_named(
    tmp_path: Path, number: int, old: str, new: str, words: str
) -> None:
    file, lines = lines_of(tmp_path)
    assert old in lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    assert words in refused(file, "".join(lines))


def test_a_line_that_is_missing_or_comes_twice_is_noticed(tmp_path: Path) -> None:
    file, lines = lines_of(tmp_path)
    assert "is damaged in line 5" in refused(file, "".join([*lines[:4], *lines[5:]]))
    assert "is damaged in line 6" in refused(file, "".join([*lines[:5], *lines[4:]]))


def test_the_text_is_the_same_for_the_same_frames() -> None:
    frames = frames_of(good())
    assert written(header(), frames, CLEAN) == written(header(), frames, CLEAN)
