"""What a page said to developers: console, uncaught errors, requests without an answer."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from playwright.sync_api import BrowserContext


@dataclass(frozen=True, slots=True)
class ConsoleLine:
    """One thing that a page of the user said.

    Attributes:
        at: Seconds since the epoch.
        level: "info", "error", ... as the console names it; "uncaught" for an error that no
            script caught; "request failed" for a request without an answer.
        text: What it said.
    """

    at: float
    level: str
    text: str

    def __str__(self) -> str:
        """Time, level and text on one line."""
        clock = datetime.fromtimestamp(self.at, UTC).strftime("%H:%M:%S.%f")[:-3]
        return f"{clock} [{self.level}] {self.text}"


class Console:
    """Keeps the console lines of all pages of a browser context, from their first moment."""

    def __init__(self, context: BrowserContext) -> None:
        self.lines: list[ConsoleLine] = []
        context.on(
            "console",
            lambda message: self.note(message.type, message.text, at=message.timestamp / 1000),
        )
        context.on("weberror", lambda error: self.note("uncaught", str(error.error)))
        context.on(
            "requestfailed",
            lambda request: self.note(
                "request failed", f"{request.method} {request.url}: {request.failure}"
            ),
        )

    def note(self, level: str, text: str, at: float | None = None) -> None:
        """Add a line."""
        self.lines.append(ConsoleLine(time.time() if at is None else at, level, text))

    def as_text(self) -> str:
        """All lines, oldest first; empty when nothing was said."""
        return "".join(f"{line}\n" for line in self.lines)
