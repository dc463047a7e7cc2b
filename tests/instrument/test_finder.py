from collections.abc import Callable
from pathlib import Path

import pytest

from test_framework.browser.finder import BrowserChoice, find_browser, provide_ffmpeg
from test_framework.targets import UsageError

Which = Callable[[str], str | None]


def only(*names: str) -> Which:
    return lambda name: f"/usr/bin/{name}" if name in names else None


@pytest.fixture
def bundled(tmp_path: Path) -> Path:
    return tmp_path / "chromium-1" / "chrome-linux64" / "chrome"


def test_what_the_user_named_comes_first(bundled: Path) -> None:
    choice = find_browser(headed=True, channel="chrome", bundled=bundled, which=only())
    assert choice == BrowserChoice(channel="chrome")


def test_playwrights_own_comes_before_an_installed_one(bundled: Path) -> None:
    bundled.parent.mkdir(parents=True)
    bundled.touch()
    choice = find_browser(headed=True, channel=None, bundled=bundled, which=only("chromium"))
    assert choice == BrowserChoice()


@pytest.mark.parametrize(
    ("headed", "installed", "chosen"),
    [
        (False, ("chromium", "chromium-headless-shell"), "chromium-headless-shell"),
        (True, ("chromium", "chromium-headless-shell"), "chromium"),
        (False, ("google-chrome",), "google-chrome"),
    ],
)
def test_the_quick_one_is_taken_unless_a_window_is_wanted(
    bundled: Path, *, headed: bool, installed: tuple[str, ...], chosen: str
) -> None:
    choice = find_browser(headed=headed, channel=None, bundled=bundled, which=only(*installed))
    assert choice == BrowserChoice(executable=Path("/usr/bin") / chosen)


def test_a_window_needs_a_full_browser(bundled: Path) -> None:
    with pytest.raises(UsageError, match=r"--headed needs a full browser.*install"):
        find_browser(
            headed=True, channel=None, bundled=bundled, which=only("chromium-headless-shell")
        )


def test_no_browser_at_all_is_a_sentence_with_a_command(bundled: Path) -> None:
    with pytest.raises(UsageError, match="playwright install --with-deps chromium"):
        find_browser(headed=False, channel=None, bundled=bundled, which=only())


def test_the_systems_ffmpeg_is_linked_to_where_playwright_looks(
    bundled: Path, tmp_path: Path
) -> None:
    installed = tmp_path / "ffmpeg"
    installed.touch()
    for _ in "once", "again":
        provide_ffmpeg(bundled, which=lambda _: str(installed))
    (link,) = tmp_path.glob("ffmpeg-*/ffmpeg-linux")
    assert link.readlink() == installed


def test_a_video_without_ffmpeg_is_a_sentence_with_a_command(bundled: Path) -> None:
    with pytest.raises(UsageError, match="--video needs ffmpeg: run"):
        provide_ffmpeg(bundled, which=only())
