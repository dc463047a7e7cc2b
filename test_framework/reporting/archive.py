"""ZIP files that are attached to results."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable


def zipped(files: Iterable[tuple[str, str | bytes]]) -> bytes:
    """A ZIP of these files, name and content, in this order.

    It is the same whenever it is made: the files are as old as the format can tell.

    Example:
        >>> zipped([("a.txt", "a")]) == zipped([("a.txt", b"a")])
        True
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        for name, content in files:
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()
