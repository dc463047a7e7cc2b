"""What a user's pages loaded, as a file that can be kept: an HTTP archive without secrets.

The browser writes it as HAR 1.2 in a ZIP, with the bodies beside it. Of the requests no more
is kept than what is needed to answer them again: no headers, no cookies, nothing that was
sent.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from test_framework.reporting.archive import zipped
from test_framework.reporting.redaction import redact, redact_values, secrets_in
from test_framework.wire.recording import Clean, cleaned_text

SUFFIX = ".har.zip"
ARCHIVE = "har.har"
# Program text is no place for a user's secrets, and much in it looks like one.
PROGRAMS = frozenset({"font", "image", "media", "script", "stylesheet"})
# They were true of the bytes on the wire, or are secret.
DROPPED_HEADERS = frozenset(
    {"content-encoding", "content-length", "set-cookie", "set-cookie2", "transfer-encoding"}
)
# Shorter ones cannot be told from ordinary words.
SHORTEST_SECRET = 8

Entry = dict[str, Any]


def without_secrets(archive: bytes, secrets: Collection[str] = ()) -> bytes:
    """The archive as it may be kept and shown to anybody.

    Args:
        archive: The ZIP as the browser wrote it.
        secrets: Values that are secret wherever they stand.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        har = json.loads(source.read(ARCHIVE))
        # What calls were made without a page is of no use to a page.
        entries = [entry for entry in har["log"]["entries"] if "_apiRequestRef" not in entry]
        bodies = {name: source.read(name) for name in _names(entries) if name in source.namelist()}
    texts = (bodies[n].decode(errors="replace") for n in _names(entries, PROGRAMS) if n in bodies)
    # A token that one answer names as such may stand in another without its name.
    named = {found for text in texts for found in secrets_in(text) if len(found) >= SHORTEST_SECRET}
    clean = partial(redact, secrets={*secrets, *named})
    values_gone = partial(redact_values, secrets={*secrets, *named})
    programs = {*_names(entries)} - {*_names(entries, PROGRAMS)}
    har["log"]["entries"] = [_lean(entry) for entry in entries]
    told = cleaned_text(json.dumps(har, ensure_ascii=False), clean)
    cleaned = (
        (name, _cleaned(body, values_gone if name in programs else clean))
        for name, body in bodies.items()
    )
    return zipped([(ARCHIVE, told), *cleaned])


def _names(entries: list[Entry], without: Collection[str] = ()) -> Iterator[str]:
    """The files in which the answers' bodies are, each once."""
    yield from dict.fromkeys(
        entry["response"]["content"]["_file"]
        for entry in entries
        if "_file" in entry["response"]["content"] and entry.get("_resourceType") not in without
    )


def _lean(entry: Entry) -> Entry:
    """An entry with all that HAR demands, and no more than an answer needs."""
    request, response = entry["request"], entry["response"]
    headers = [h for h in response["headers"] if h["name"].lower() not in DROPPED_HEADERS]
    bare = {"cookies": [], "headersSize": -1, "bodySize": -1}
    optional = ("pageref", "_frameref", "_resourceType")
    return {
        **{name: entry[name] for name in optional if name in entry},
        "startedDateTime": entry["startedDateTime"],
        "time": entry["time"],
        "request": {
            **{name: request[name] for name in ("method", "url", "httpVersion")},
            **bare,
            "headers": [],
            "queryString": [],
        },
        "response": {**response, **bare, "headers": headers},
        "cache": {},
        "timings": {"send": -1, "wait": -1, "receive": -1},
    }


def _cleaned(body: bytes, clean: Clean) -> bytes:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return body
    return cleaned_text(text, clean).encode()
