"""Which browser to drive: Playwright's own, or one that is installed."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import playwright

from test_framework.targets import UsageError

HEADLESS_ONLY = ("chromium-headless-shell",)
FULL = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = (
    "run `python -m playwright install --with-deps chromium`, "
    "or install the package `chromium` of your system"
)


@dataclass(frozen=True)
class BrowserChoice:
    """A browser to launch.

    Attributes:
        executable: The program; None lets Playwright take its own.
        channel: The installed browser that the user named; None otherwise.
    """

    executable: Path | None = None
    channel: str | None = None

    def __str__(self) -> str:
        """Where it comes from, for people."""
        return self.channel or str(self.executable or "Playwright's own")


def find_browser(
    *,
    headed: bool,
    channel: str | None,
    bundled: Path,
    which: Callable[[str], str | None] = shutil.which,
) -> BrowserChoice:
    """The browser to use.

    First what the user named, then Playwright's own, then an installed one. Without a window
    the headless shell comes before the full browser: it is four to five times faster to drive.

    Args:
        headed: A window is wanted, which the headless shell cannot show.
        channel: What the user named, if anything.
        bundled: Where Playwright keeps its own full browser, there or not.
        which: Finds a program on the path.

    Raises:
        UsageError: when there is none; the message has the command that installs one.
    """
    if channel is not None:
        return BrowserChoice(channel=channel)
    if bundled.exists() or (not headed and _bundled_headless_shell(bundled)):
        return BrowserChoice()
    for name in FULL if headed else HEADLESS_ONLY + FULL:
        if found := which(name):
            return BrowserChoice(Path(found))
    if headed and any(which(name) for name in HEADLESS_ONLY):
        raise UsageError(
            "--headed needs a full browser, and only chromium-headless-shell is installed: "
            f"{INSTALL}."
        )
    raise UsageError(f"There is no browser to run the scenarios in: {INSTALL}.")


def provide_ffmpeg(bundled: Path, which: Callable[[str], str | None] = shutil.which) -> None:
    """See that Playwright finds the ffmpeg with which it makes videos.

    Where it has not downloaded its own, the system's is linked to the place where it looks.

    Args:
        bundled: Where Playwright keeps its own full browser, there or not.
        which: Finds a program on the path.

    Raises:
        UsageError: when there is no ffmpeg; the message has the command that installs one.
    """
    wanted = _registry(bundled) / f"ffmpeg-{_revision('ffmpeg')}" / "ffmpeg-linux"
    if wanted.exists() or sys.platform != "linux":
        return
    installed = which("ffmpeg")
    if installed is None:
        raise UsageError(
            "--video needs ffmpeg: run `python -m playwright install ffmpeg`, "
            "or install the package `ffmpeg` of your system."
        )
    wanted.parent.mkdir(parents=True, exist_ok=True)
    if wanted.is_symlink():  # what it led to is gone
        wanted.unlink()
    wanted.symlink_to(installed)


def has_display() -> bool:
    """Whether this machine can show a window."""
    return sys.platform != "linux" or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _bundled_headless_shell(bundled: Path) -> bool:
    shells = _registry(bundled) / f"chromium_headless_shell-{_revision('chromium-headless-shell')}"
    return shells.is_dir()


def _registry(bundled: Path) -> Path:
    """The folder of all that Playwright downloads: <registry>/chromium-<revision>/..."""
    own = next(folder for folder in bundled.parents if folder.name.startswith("chromium-"))
    return own.parent


def _revision(name: str) -> str:
    """The build that this Playwright wants, from its own list."""
    package = Path(playwright.__file__).parent / "driver" / "package"
    browsers = json.loads((package / "browsers.json").read_text(encoding="utf-8"))["browsers"]
    return str(next(browser["revision"] for browser in browsers if browser["name"] == name))
