"""The pictures that were agreed on: a folder with one for each look of a page.

Beside them stands who painted them (``painter.py``). Where another painter paints, nothing can be
compared, and that is said.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

from test_framework.browser.looks import small
from test_framework.browser.painter import Painter


class LookBook:
    """The agreed pictures (PNG) of a folder.

    Attributes:
        renewing: Whether what is seen now is to be agreed on, instead of being compared.

    Example:
        ``book = LookBook(folder); assert not book.why_not(page); book.agreed("logging in")``
    """

    def __init__(self, folder: Path, *, renewing: bool = False) -> None:
        self.renewing = renewing
        self._folder = folder
        self._why_not: str | None = None

    def why_not(self, page: Page) -> str:
        """Why what this browser shows cannot be compared, in a sentence; empty when it can.

        When pictures are renewed, those of another painter are thrown away: they would be
        compared with what cannot look the same.
        """
        if self._why_not is None:
            now = Painter.of(page)
            self._why_not = self._difference_from_kept(now)
            if self._why_not and self.renewing:
                for old in self._folder.glob("*.png"):
                    old.unlink()
                now.keep(self._folder)
                self._why_not = ""
        return self._why_not

    def agreed(self, name: str) -> bytes | None:
        """The picture of that name; None when there is none."""
        file = self.file(name)
        return file.read_bytes() if file.is_file() else None

    def agree(self, name: str, picture: bytes) -> None:
        """Keep a picture under that name."""
        self.file(name).write_bytes(small(picture))

    def file(self, name: str) -> Path:
        """Where a picture is: "logging in, desktop" in ``logging-in-desktop.png``."""
        return self._folder / f"{'-'.join(re.findall(r'[a-z0-9]+', name.lower()))}.png"

    def _difference_from_kept(self, now: Painter) -> str:
        try:
            return now.differs_from(Painter.read(self._folder))
        except FileNotFoundError:
            return "no picture was ever agreed on"
