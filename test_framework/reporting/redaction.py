"""Takes secrets out of everything that is attached to a report.

Tokens, cookies, passwords and the like are found by their form and by the names of their
fields (frames, traces, HARs, logs, addresses, Python values); and the passwords of this
run's users, which the suite itself made up, by their value.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from test_framework.reporting.archive import zipped

REDACTED = "[redacted]"
_KEPT = rf"\g<keep>{REDACTED}"

_FIELDS = (
    r"(?:[\w-]*password|passwd|secret|[\w-]*secret[_-]?key|api[_-]?key|access[_-]?token"
    r"|refresh[_-]?token|id[_-]?token|csrf[_-]?token|token|ticket|cookie|set-cookie"
    r"|authorization|sec-websocket-protocol|x-api-key)"
)
_HEADERS = r"(?:cookie|set-cookie|authorization|proxy-authorization|sec-websocket-protocol)"

# Most texts hold no secret, and looking for a word is far cheaper than for a pattern: each
# group of patterns comes with words of which a text that it matches has at least one.
_FIELD_WORDS = ("passw", "secret", "key", "token", "ticket", "cookie", "authoriz", "websocket")

# Each pattern keeps its group "keep" and loses the rest. Quotes may be escaped, because JSON
# travels inside JSON (a HAR's post data, a frame in a trace); a value ends with the quote
# that has as many backslashes as the one it began with.
_FIELD_PATTERNS = (
    # "password": "...", 'token': '...'
    rf"""(?P<keep>(?P<q>\\*["']){_FIELDS}(?P=q)\s*:\s*(?P<v>\\*["']))(?:(?!(?<!\\)(?P=v)).)+""",
    # HAR and trace headers: {{"name": "Cookie", "value": "..."}}
    rf"""(?P<keep>"name"\s*:\s*"{_HEADERS}"\s*,\s*"value"\s*:\s*")(?:[^"\\]|\\.)+""",
    # Header lines: Authorization: Bearer ...
    rf"(?P<keep>^[ \t]*{_HEADERS}[ \t]*:[ \t]*)[^\r\n]+",
    # password=..., ?token=..., #token=..., password='...'
    rf"""(?P<keep>(?<![\w-]){_FIELDS}=["']?)(?!["'\[])[^\s&"'<>;,)\]}}]+""",
    # password = '...' among the local variables of a traceback
    rf"""(?P<keep>(?<![\w-]){_FIELDS} = (?P<o>["']))(?:(?!(?P=o)).)+""",
)
_PATTERNS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (_FIELD_WORDS, _FIELD_PATTERNS),
    # A socket's ticket in its list of subprotocols.
    (("ticket.",), (r"(?P<keep>\bticket\.)[\w~+/=-]+",)),
    (("bearer", "basic"), (r"(?P<keep>\b(?:Bearer|Basic)\s+)[\w.~+/=-]{6,}",)),
    # JSON Web Tokens, wherever they stand (RFC 7519).
    (("eyj",), (r"(?P<keep>)\beyJ[\w-]+\.[\w-]+\.[\w-]*",)),
    (("private key",), (r"(?P<keep>-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?=-----END)",)),
)
_SECRETS = tuple(
    (words, tuple(re.compile(p, re.IGNORECASE | re.MULTILINE | re.DOTALL) for p in patterns))
    for words, patterns in _PATTERNS
)
# Letters that patterns take for i, s and k, whatever case is ignored, and `str.lower` does not.
_ODD_LETTERS = re.compile("[\u0130\u0131\u017f\u212a]")


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without its secrets.

    Args:
        text: Anything that a person may read in a report.
        secrets: Values that are secret whatever stands around them.

    Example:
        >>> redact('{"email": "ada@x.example", "password": "hunter22"}')
        '{"email": "ada@x.example", "password": "[redacted]"}'
        >>> redact("GET /verify#token=abc123 as hunter22", secrets=["hunter22"])
        'GET /verify#token=[redacted] as [redacted]'
    """
    text = redact_values(text, secrets)
    for pattern in _patterns_for(text):
        text = pattern.sub(_KEPT, text)
    return text


def redact_values(text: str, secrets: Iterable[str]) -> str:
    """The text without these values alone: what only looks like a secret stays."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, REDACTED)
    return text


def secrets_in(text: str) -> set[str]:
    """What ``redact`` would take out of the text by its form.

    Example:
        >>> secrets_in('{"access_token": "abc123"}')
        {'abc123'}
    """
    found = (match for pattern in _patterns_for(text) for match in pattern.finditer(text))
    return {match[0].removeprefix(match["keep"]) for match in found} - {REDACTED}


def _patterns_for(text: str) -> Iterator[re.Pattern[str]]:
    """The patterns that may match the text."""
    lowered = text.lower()
    unsure = not text.isascii() and _ODD_LETTERS.search(text) is not None
    for words, patterns in _SECRETS:
        if unsure or any(word in lowered for word in words):
            yield from patterns


def redact_bytes(body: bytes, secrets: Iterable[str] = ()) -> bytes:
    """A file without its secrets: text, or a ZIP (a Playwright trace) of such files.

    Other binary files, pictures for example, come back as they are.
    """
    if body.startswith(b"PK\x03\x04"):
        return _redact_zip(body, tuple(secrets))
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return body
    return redact(text, secrets).encode()


def _redact_zip(body: bytes, secrets: tuple[str, ...]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as source:
        return zipped(
            (entry.filename, redact_bytes(source.read(entry), secrets))
            for entry in source.infolist()
        )
