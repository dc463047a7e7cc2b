"""How the browser is shown and what it records, named as pytest-playwright names it."""

from dataclasses import dataclass
from pathlib import Path

ON = "on"
OFF = "off"


@dataclass(frozen=True)
class BrowserOptions:
    """What the user asked for.

    Attributes:
        output: Folder of traces and videos; made when needed.
        headed: Show the browser.
        slowmo: Milliseconds between actions, so that people can follow.
        channel: An installed browser to use instead: "chrome", "msedge", ...
        tracing: "on", "off" or "retain-on-failure".
        video: "on", "off" or "retain-on-failure".
        screenshot: "on", "off" or "only-on-failure".
        pages: Keep what the pages load (HAR), so that they can be shown again without it.
    """

    output: Path
    headed: bool = False
    slowmo: float = 0
    channel: str | None = None
    tracing: str = "retain-on-failure"
    video: str = OFF
    screenshot: str = "only-on-failure"
    pages: bool = False


def wanted(setting: str, *, failed: bool) -> bool:
    """Whether a recording is kept, now that the outcome is known.

    Example:
        >>> wanted("retain-on-failure", failed=False)
        False
    """
    return setting == ON or (setting != OFF and failed)
