"""What a file is, by its content: names and headers are the sender's word only."""

from __future__ import annotations

import csv
import unicodedata
from io import StringIO
from pathlib import PurePosixPath

from chat_platform.contract.attachments import MediaType

# W3C PNG, 5.2: the signature, and the chunk that must come first.
PNG, PNG_HEADER = b"\x89PNG\r\n\x1a\n", b"IHDR"
# ISO/IEC 10918-1, B.1.1.3: start of image and the first marker; end of image.
JPEG, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
OF_NAMES: dict[str, tuple[MediaType, ...]] = {
    ".png": ("image/png",),
    ".jpg": ("image/jpeg",),
    ".jpeg": ("image/jpeg",),
    ".csv": ("text/csv",),
    ".txt": ("text/plain", "text/csv"),
    ".md": ("text/plain", "text/csv"),
}
FEWEST_COLUMNS = 2


def kind_of(content: bytes, name: str) -> MediaType | None:
    r"""The media type; None when it is of no kind that is taken, or not what its name says.

    Example:
        >>> kind_of(b"team,cost\nSupport,12.50\n", "bill.csv")
        'text/csv'
        >>> kind_of(b"MZ\x90\x00", "bill.csv") is None
        True
    """
    kind = _by_content(content)
    known = OF_NAMES.get(PurePosixPath(name).suffix.lower())
    return kind if known is not None and kind in known else None


def _by_content(content: bytes) -> MediaType | None:
    if content.startswith(PNG) and content[12:16] == PNG_HEADER:
        return "image/png"
    if content.startswith(JPEG) and content.rstrip(b"\0").endswith(JPEG_END):
        return "image/jpeg"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if any(unicodedata.category(c) == "Cc" and c not in "\t\r\n" for c in text):
        return None
    return "text/csv" if _is_table(text) else "text/plain"


def _is_table(text: str) -> bool:
    """Whether every line has as many columns as the first, which are several (RFC 4180)."""
    try:
        rows = [row for row in csv.reader(StringIO(text, newline=""), strict=True) if row]
    except csv.Error:
        return False
    columns = {len(row) for row in rows}
    return len(rows) > 1 and len(columns) == 1 and columns.pop() >= FEWEST_COLUMNS
