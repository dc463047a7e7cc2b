"""The pages as they are served: addresses, labels, and nothing from anywhere else."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx2
import pytest

from chat_platform import web

from .conftest import Served

FOLDER = Path(web.__file__).parent
FILES = sorted(path for kind in ("pages", "static") for path in (FOLDER / kind).rglob("*.*"))
PAGES = {
    "/sign-up": "Sign up",
    "/verify": "Confirm your e-mail address",
    "/log-in": "Log in",
    "/forgot": "Forgot your password?",
    "/reset": "Choose a new password",
    "/unlock": "Unlock your account",
    "/resend": "Send the mail again",
    "/second-factor": "Second factor",
    "/magic": "Come in",
    "/new-address": "Change your address",
    "/change-email": "Confirm your new address",
    "/undo-change": "Take your account back",
    "/leave": "Delete your account",
    "/account": "Your account",
    "/runs": "Runs and the ledger",
    "/chat": "New conversation",
}
SVG_NAMESPACE = "http://www.w3.org/2000/svg"
MOST_LINES = 200


class Outline(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, *tags: str) -> Iterator[dict[str, str]]:
        return (attributes for tag, attributes in self.elements if tag in tags)


@pytest.fixture(scope="module")
def http(server: Served) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=server.url) as client:
        yield client


@pytest.mark.parametrize(("path", "heading"), PAGES.items())
def test_a_page_has_its_heading_and_is_asked_for_each_time(
    http: httpx2.Client, path: str, heading: str
) -> None:
    answer = http.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert re.findall(r"<h1[^>]*>(.*)</h1>", answer.text) == [heading]
    assert http.head(path).status_code == 200


def test_the_root_leads_to_the_chat(http: httpx2.Client) -> None:
    answer = http.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/chat")


@pytest.mark.parametrize("path", PAGES)
def test_everything_a_page_names_is_there(http: httpx2.Client, path: str) -> None:
    outline = Outline(http.get(path).text)
    named = [a["href"] for a in outline.all("link", "a")] + [
        a["src"] for a in outline.all("script", "img")
    ]
    assert len(named) >= 4
    for name in named:
        if not name.startswith("#"):
            assert http.get(name).status_code == 200, name


@pytest.mark.parametrize("path", PAGES)
def test_every_field_has_a_label_and_every_reference_an_element(
    http: httpx2.Client, path: str
) -> None:
    outline = Outline(http.get(path).text)
    ids = {attributes["id"] for _, attributes in outline.elements if "id" in attributes}
    labelled = {attributes["for"] for attributes in outline.all("label")}
    assert {field["id"] for field in outline.all("input", "select", "textarea")} == labelled
    for _, attributes in outline.elements:
        for reference in ("aria-describedby", "aria-labelledby", "aria-controls"):
            assert set(attributes.get(reference, "").split()) <= ids


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_small_and_names_no_other_host(file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace(SVG_NAMESPACE, "")
    assert not re.search(r"(https?:|wss?:)?//[\w-]+\.\w", text)
    assert file.suffix != ".js" or len(text.splitlines()) < MOST_LINES


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_inline_script_or_style(http: httpx2.Client, path: str) -> None:
    outline = Outline(http.get(path).text)
    assert not list(outline.all("style"))
    assert all("src" in attributes for attributes in outline.all("script"))
    for _, attributes in outline.elements:
        assert not any(name == "style" or name.startswith("on") for name in attributes)


def test_a_module_is_served_as_one_and_asked_for_each_time(http: httpx2.Client) -> None:
    answer = http.get("/static/js/chat.js")
    assert "javascript" in answer.headers["content-type"]
    assert answer.headers["cache-control"] == "no-cache"
    unchanged = http.get("/static/js/chat.js", headers={"if-none-match": answer.headers["etag"]})
    assert unchanged.status_code == 304


@pytest.mark.parametrize("path", ["/static/no.js", "/static/%2e%2e/routes.py", "/static/"])
def test_nothing_else_is_served(http: httpx2.Client, path: str) -> None:
    assert http.get(path).status_code == 404
