"""What a page loaded is kept without secrets, read back whole, and put in order with the frames."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from targets.reference.stand_in import ReferenceStandIn
from test_framework.browser.page_watch import LEFT_WITH_PAGE
from test_framework.events.digests import digest_of
from test_framework.replay.pace import Keyboard, Pace, Quit, speed_of
from test_framework.replay.page_file import PageFile, Visit, read_page_file
from test_framework.replay.script import Cross, Cut, Leave, Open, Step, script_of
from test_framework.reporting.kept_pages import ARCHIVE, without_secrets
from test_framework.targets import UsageError
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.frame_log import Connection
from test_framework.wire.recording import Recording
from tests.recording.recorded import header

TOKEN = "a-token-of-no-known-form"
COOKIE = "refresh=a-cookie-of-the-session; HttpOnly"
PASSWORD = 'hunter"22'
SCRIPT = b'const token = "not a secret"; // hunter"22'


def entry(url: str, second: int, kind: str, **response: Any) -> dict[str, Any]:
    """An entry of an HTTP archive, with more in it than may be kept."""
    cookie = {"name": "Cookie", "value": COOKIE}
    return {
        "startedDateTime": f"2026-09-01T00:00:{second:02}.000Z",
        "time": 1.0,
        "pageref": "page@1",
        "_frameref": "frame@1",
        "_resourceType": kind,
        "request": {
            "method": "GET",
            "url": f"http://127.0.0.1:1{url}",
            "httpVersion": "HTTP/1.1",
            "headers": [cookie],
            "cookies": [cookie],
            "postData": {"mimeType": "x", "text": PASSWORD, "_file": "posted.json"},
        },
        "response": {
            "status": 200,
            "headers": [
                {"name": "Set-Cookie", "value": COOKIE},
                {"name": "content-type", "value": "text/plain"},
            ],
            "cookies": [cookie],
            **response,
            "content": {"mimeType": "text/plain", **response.get("content", {})},
        },
    }


ENTRIES = [
    entry("/chat", 1, "document", content={"_file": "chat.html"}),
    entry("/chat.js", 2, "script", content={"_file": "chat.js"}),
    entry("/token", 3, "fetch", content={"_file": "token.json"}),
    entry("/ws?ticket=abc", 4, "websocket", status=101),
    entry("/chat", 5, "document", content={"_file": "chat.html"}),
    entry("/chat.js", 6, "script", status=304),
    entry("/me", 7, "fetch", content={"_file": "me.json"}, headers=[]),
    entry("/ws", 8, "websocket", status=101),
    entry("/ws", 9, "websocket", status=-1),
    {**entry("/log-in", 9, "fetch"), "_apiRequestRef": "request@1"},
    entry("/log-in", 10, "document", content={"_file": "chat.html"}),
]
BODIES = {
    "chat.html": b"<title>Chat</title>",
    "chat.js": SCRIPT,
    "token.json": json.dumps({"token": TOKEN}).encode(),
    "me.json": json.dumps({"said": f"my pass is {TOKEN}", "about": PASSWORD}).encode(),
    "posted.json": PASSWORD.encode(),
    "picture.png": b"\x89PNG\xff",
}
LAST = Visit(1788220810.0, 1, "http://127.0.0.1:1/log-in")
FIRST, SECOND = (Visit(1788220800.0 + at, 1, "http://127.0.0.1:1/chat") for at in (1, 5))


def archive(entries: list[dict[str, Any]] = ENTRIES) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr(ARCHIVE, json.dumps({"log": {"version": "1.2", "entries": entries}}))
        for name, body in BODIES.items():
            target.writestr(name, body)
    return made.getvalue()


def kept(folder: Path) -> Path:
    file = folder / "Ada.har.zip"
    file.write_bytes(without_secrets(archive(), [PASSWORD, json.dumps(PASSWORD)[1:-1]]))
    return file


def test_nothing_secret_is_kept_and_programs_stay_as_they_are(tmp_path: Path) -> None:
    with zipfile.ZipFile(kept(tmp_path)) as pages:
        bodies = {name: pages.read(name).decode() for name in pages.namelist()}
    assert "posted.json" not in bodies
    for secret in (TOKEN, "a-cookie-of-the-session", "hunter", "ticket=abc"):
        assert [name for name, body in bodies.items() if secret in body] == []
    assert json.loads(bodies["token.json"]) == {"token": "[redacted]"}
    assert json.loads(bodies["me.json"])["said"] == "my pass is [redacted]"
    assert bodies["chat.js"] == 'const token = "not a secret"; // [redacted]'


def test_what_was_kept_is_read_back_whole(tmp_path: Path) -> None:
    pages = read_page_file(kept(tmp_path))
    assert pages.opened_by == (FIRST, SECOND)
    assert pages.others == (LAST,)
    answered = {(answer.url.rpartition("1")[2], answer.at): answer for answer in pages.answers}
    assert len(answered) == 7
    again = answered["/chat.js", FIRST.at + 5]
    assert (again.status, again.body[:5]) == (200, b"const")
    assert again.headers == {"content-type": "text/plain"}
    assert answered["/me", FIRST.at + 6].headers == {"content-type": "text/plain"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hello", "is damaged (File is not a zip file)"),
        (b"", "is damaged"),
        (archive([{"startedDateTime": "yesterday"}]), "holds no pages"),
        (archive()[:-40], "is damaged"),
        (archive().replace(b"const token", b"const tokem"), "is damaged (Bad CRC-32"),
    ],
)
def test_a_file_of_pages_that_is_none_is_refused(
    tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "Ada.har.zip"
    file.write_bytes(content)
    with pytest.raises(UsageError) as told:
        read_page_file(file)
    assert words in str(told.value)


def test_a_foreign_zip_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as foreign:
        foreign.writestr("trace.trace", "{}")
    with pytest.raises(UsageError, match="holds no pages"):
        read_page_file(tmp_path / "x.zip")


def frame(number: int, connection: int, at: float) -> Frame:
    return Frame(number, connection, Direction.RECEIVED, at, "{}")


def script(
    *connections: Connection,
    opened_by: tuple[Visit, ...] = (FIRST, SECOND),
    others: tuple[Visit, ...] = (),
) -> list[str]:
    """The steps of a play of these sockets with a frame a second each, in short."""
    frames = (
        frame(1, 1, 1.0),
        frame(2, 1, 2.0),
        *(frame(c.number + 1, c.number, 4.0) for c in connections[1:]),
    )
    recording = Recording(header(connections=connections), frames, frozenset())
    steps = script_of(recording, PageFile(opened_by, others, ()))
    return [in_short(step) for step in steps]


def in_short(step: Step) -> str:
    match step:
        case Open(connection=number):
            return f"open {number}"
        case Cut(connection=number):
            return f"cut {number}"
        case Cross(frame=crossed):
            return f"frame {crossed.number}"
        case Leave(visit=visit):
            return f"to {visit.url.rpartition('/')[2]}"


ONE = Connection(1, "page", "ws://127.0.0.1/ws", 0.5, 3.0)
TWO = replace(ONE, number=2, opened_at=3.5, closed_at=5.0)


def test_sockets_open_and_end_between_the_frames() -> None:
    assert script(ONE, TWO) == [
        "open 1",
        "frame 1",
        "frame 2",
        "cut 1",
        "open 2",
        "frame 3",
        "cut 2",
    ]


def test_a_socket_that_went_with_its_page_is_not_cut() -> None:
    left = replace(ONE, close_reason=LEFT_WITH_PAGE)
    assert script(left, TWO)[:4] == ["open 1", "frame 1", "frame 2", "open 2"]


def test_where_the_page_went_without_a_socket_is_gone_to() -> None:
    went = (replace(LAST, at=3.2), replace(LAST, at=9.0))
    assert script(ONE, TWO, others=went)[3:] == [
        *("cut 1", "to log-in", "open 2", "frame 3", "cut 2", "to log-in")
    ]
    # The times of another recording's pages say nothing about these frames.
    assert "to log-in" not in script(ONE, TWO, opened_by=(FIRST,), others=went)


def test_the_sockets_of_a_program_beside_the_page_are_left_out() -> None:
    wire = replace(TWO, source="wire")
    assert script(ONE, wire, opened_by=(FIRST,)) == ["open 1", "frame 1", "frame 2", "cut 1"]


def test_without_a_socket_there_is_nothing_to_play() -> None:
    with pytest.raises(UsageError, match="No page of this recording opened a socket"):
        script(ONE, opened_by=())


@pytest.mark.parametrize("text", ["0", "-1", "fast", "nan", "inf", ""])
def test_a_speed_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--speed takes a factor above zero"):
        speed_of(text)


def test_the_pace_is_that_of_the_recording_times_the_speed() -> None:
    waited: list[float] = []
    pace = Pace(4.0, Keyboard(io.StringIO()), print)
    for number, at in enumerate((10.0, 12.0, 11.0, 13.0), 1):
        assert pace.before(number, at, waited.append) is None
    assert waited == [0.5, 0.5]


def test_where_nobody_types_the_play_ends() -> None:
    pace = Pace(None, Keyboard(io.StringIO("")), print, step=True)
    with pytest.raises(Quit):
        pace.before(1, 1.0, lambda _: None)


def sealed(**fields: Any) -> str:
    return json.dumps({**fields, "digest": digest_of(fields)})


def test_the_page_gets_answers_to_its_own_questions() -> None:
    stand_in = ReferenceStandIn()
    stand_in.pair('{"type": "agent.list", "id": "then"}', '{"type": "agent.list", "id": "now"}')
    answer = json.loads(stand_in.answer(sealed(type="x", reply_to="then"), changed=False))
    assert (answer["reply_to"], answer["digest"]) == ("now", digest_of(answer))
    other = sealed(type="x", reply_to="another")
    assert stand_in.answer(other, changed=False) == other


def test_a_frame_that_was_damaged_on_the_way_is_played_damaged() -> None:
    stand_in = ReferenceStandIn()
    stand_in.pair('{"id": "then"}', '{"id": "now"}')
    damaged = sealed(type="x", reply_to="then").replace('"x"', '"y"')
    assert stand_in.answer(damaged, changed=False) == damaged
    # Unless it was changed when it was kept: it had come whole.
    redacted = json.loads(stand_in.answer(damaged, changed=True))
    assert redacted["digest"] == digest_of(redacted)


@pytest.mark.parametrize("payload", ["no JSON", "[1]", b"\xff", sealed(type="x")])
def test_what_answers_nothing_is_played_as_it_is(payload: str | bytes) -> None:
    assert ReferenceStandIn().answer(payload, changed=False) == payload
