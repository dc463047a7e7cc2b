"""Files that people put into conversations."""

from __future__ import annotations

import base64

from pytest_bdd import given, then, when

from steps.people import Actor, People, says
from targets.reference.api import Api, Refused
from targets.reference.files import BrowserFiles, File, WireFiles, files_of
from test_framework.attaching import Attaching
from test_framework.events.model import EventKind

# One pixel each, as small as the formats allow.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PHOTOGRAPH = base64.b64decode(
    "/9j/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/"
    "yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k="
)
TABLE = b"team,month,cost\nSupport,2026-08,1000.10\nSupport,2026-09,0.30\nSales,2026-09,234.20\n"
FILES = {
    "a CSV table": File("bill.csv", TABLE),
    "a picture": File("chart.png", PIXEL),
    "a photograph": File("desk.jpg", PHOTOGRAPH),
    "a plain text": File("notes.txt", "Ünïcödé: what we spend\n".encode()),
    "a program called a picture": File("chart.png", b"MZ\x90\x00\x03\x00\x00\x00"),
    "a page called a picture": File("chart.png", b"<html><script>alert(1)</script></html>"),
    "a picture called a table": File("bill.csv", PIXEL),
    "nothing called a text": File("notes.txt", b""),
    "a text beyond all measure": File("notes.txt", b"a" * 1_000_001),
}


def attaching(who: Actor) -> Attaching:
    """How this person attaches files."""
    return files_of(who.chat)


def by_wire(who: Actor) -> WireFiles:
    """The same, for steps about the protocol."""
    return WireFiles(who.wire)


@given(says("{who:Person} has attached {file}"))
@when(says("{who:Person} attaches {file}"))
def _(people: People, who: str, file: str) -> None:
    attaching(people[who]).attach(FILES[file].name, FILES[file].content)
    if not people[who].context.has_page:
        people[who].kept["file"] = by_wire(people[who]).ids()[-1]


@given(says("{who:Person} has uploaded {file} without attaching it"))
def _(people: People, who: str, file: str) -> None:
    upload = by_wire(people[who]).upload(FILES[file].name, FILES[file].content)
    people[who].kept["file"] = upload


@when(says("{who:Person} pastes {file}"))
def _(people: People, who: str, file: str) -> None:
    BrowserFiles(people[who].context).hand_over("paste", FILES[file].name, FILES[file].content)


@when(says("{who:Person} drops {file} onto the conversation"))
def _(people: People, who: str, file: str) -> None:
    BrowserFiles(people[who].context).hand_over("drop", FILES[file].name, FILES[file].content)


@when(says("{who:Person} offers {file} to the chat"))
def _(people: People, who: str, file: str) -> None:
    try:
        attaching(people[who]).attach(FILES[file].name, FILES[file].content)
    except Refused as refusal:
        people[who].kept["refusal"] = refusal


@when(says("{who:Person} asks for the file of {other:Person}"))
def _(people: People, who: str, other: str) -> None:
    try:
        Api.of(people[who].context).download(people[other].kept["file"])
    except Refused as refusal:
        people[who].kept["refusal"] = refusal


@when(says("{who:Person} wants to attach what {other:Person} has uploaded"))
def _(people: People, who: str, other: str) -> None:
    by_wire(people[who]).add(people[other].kept["file"])


@then(says("the conversation of {who:Person} holds {file}"))
def _(people: People, who: str, file: str) -> None:
    names = list(attaching(people[who]).names())
    assert names == [FILES[file].name], f"the conversation holds {names}"


@then(says("{file} is in the conversation there"))
def _(people: People, file: str) -> None:
    names = list(attaching(people.latest).names())
    assert names == [FILES[file].name], f"the conversation holds {names}"


@then(says("{who:Person} gets {file} back, byte by byte"))
def _(people: People, who: str, file: str) -> None:
    saved = attaching(people[who]).saved(FILES[file].name)
    assert saved == FILES[file].content, f"what came back differs: {saved[:60]!r}"


@then(says("{who:Person} cannot get the file back any more"))
def _(people: People, who: str) -> None:
    try:
        content = Api.of(people[who].context).download(people[who].kept["file"])
    except Refused as refusal:
        code, content = refusal.code, b""
    else:
        code = "none"
    assert code == "attachment_not_found", f"the file is still there: {content[:60]!r}, {code}"


@then(says('the agent of {who:Person} added up the table and says "{words}"'))
def _(people: People, who: str, words: str) -> None:
    answer = people[who].answer()
    used = [
        event.payload.get("tool")
        for event in people[who].context.events
        if event.kind is EventKind.TOOL_COMPLETED
    ]
    assert used == ["attachment_total"], f"the agent used {used}"
    assert words in answer, f"the answer is {answer!r}"
