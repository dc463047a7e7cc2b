"""Files: taken by their content, given back to their owner, gone with their thread."""

from __future__ import annotations

import pytest
from platform_kit.person import Person, code
from platform_kit.socket import Socket

from chat_platform.chat.attachments import LONGEST_NAME
from chat_platform.chat.file_kinds import kind_of

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR rest of it"
JPEG = b"\xff\xd8\xff\xe0 picture \xff\xd9"
CSV = b"team,cost\nSupport,12.50\n"


def put(person: Person, name: str, content: bytes):
    return person.http.post("/api/attachments", params={"name": name}, content=content)


@pytest.fixture
def socket(ada: Person) -> Socket:
    return ada.open_socket()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", PNG, "image/png"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.csv", CSV, "text/csv"),
        ("a.csv", b'\xef\xbb\xbfa;b,c\r\n"1,2",3\r\n', "text/csv"),
        ("a.txt", "Ünïcödé\n".encode(), "text/plain"),
        ("a.txt", CSV, "text/csv"),
        ("a.png", JPEG, None),
        ("a.jpg", JPEG[:-2], None),
        ("a.csv", b"only words", None),
        ("a.csv", b"a,b\n1\n", None),
        ("a.txt", b"a\x00b", None),
        ("a.txt", b"\xff\xfe", None),
        ("a.html", b"<html>", None),
        ("a.svg", b"<svg/>", None),
        ("png", PNG, None),
    ],
)
def test_a_file_is_what_its_content_says(name, content, kind):
    assert kind_of(content, name) == kind


def test_a_file_comes_back_as_it_was_to_be_saved_under_its_name(ada, socket):
    thread = socket.new_thread()
    told = put(ada, "Größe \u202e.csv", CSV).json()
    assert (told["media_type"], told["size"]) == ("text/csv", len(CSV))
    add = {"upload_id": told["upload_id"]}
    accepted = socket.ask("attachment.add", thread_id=thread, payload=add, id="a1")
    again = ada.open_socket().ask("attachment.add", thread_id=thread, payload=add, id="a1")
    assert again["payload"] == accepted["payload"]
    assert [e["type"] for e in socket.log_of(thread)] == ["thread_created", "attachment_added"]
    history = socket.ask("history.get", thread_id=thread)["payload"]
    assert history["attachments"] == [accepted["payload"]["attachment"]]
    back = ada.http.get(f"/api/attachments/{told['upload_id']}")
    assert back.content == CSV
    assert back.headers["content-disposition"].startswith("attachment; filename*=UTF-8''Gr%C3%B6")
    assert back.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in back.headers["cache-control"]


def test_an_upload_goes_into_one_thread_once(ada, socket):
    thread, add = socket.new_thread(), {"upload_id": put(ada, "a.csv", CSV).json()["upload_id"]}
    assert socket.ask("attachment.add", thread_id=thread, payload=add)["type"] != "error"
    twice = socket.ask("attachment.add", thread_id=socket.new_thread(), payload=add)
    assert twice["payload"]["code"] == "attachment_not_found"


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.png", b"MZ\x90", "attachment_rejected"),
        ("a.csv", b"", "attachment_rejected"),
        ("a.txt", b"a" * 1_000_001, "attachment_too_large"),
    ],
)
def test_what_is_not_taken_is_refused(ada, name, content, refusal):
    assert code(put(ada, name, content)) == refusal


def test_names_lose_their_folders_and_are_not_endless(ada):
    assert put(ada, "../../etc/a.csv", CSV).json()["name"] == "a.csv"
    name = put(ada, "n" * 300 + ".csv", CSV).json()["name"]
    assert len(name) <= LONGEST_NAME
    assert name.endswith("n.csv")


def test_files_of_others_are_as_unknown_as_those_that_never_were(ada, person):
    upload = put(ada, "a.csv", CSV).json()["upload_id"]
    mallory = person("Mallory Stranger").arrive()
    for attachment in (upload, "no-such-file"):
        answer = mallory.http.get(f"/api/attachments/{attachment}")
        assert (answer.status_code, code(answer)) == (404, "attachment_not_found")
    socket = mallory.open_socket()
    thread = socket.new_thread()
    stolen = socket.ask("attachment.add", thread_id=thread, payload={"upload_id": upload})
    assert stolen["payload"]["code"] == "attachment_not_found"
    del ada.http.headers["Authorization"]
    assert ada.http.get(f"/api/attachments/{upload}").status_code == 401
    assert put(ada, "a.csv", CSV).status_code == 401


def test_a_file_goes_with_its_thread(ada, socket):
    thread, upload = socket.new_thread(), put(ada, "a.csv", CSV).json()["upload_id"]
    socket.ask("attachment.add", thread_id=thread, payload={"upload_id": upload})
    socket.ask("thread.delete", thread_id=thread)
    assert ada.http.get(f"/api/attachments/{upload}").status_code == 404
