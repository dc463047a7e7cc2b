"""A recording played into the real page, with no platform there: it shows what it showed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from test_framework.replay.__main__ import main
from test_framework.wire.recording import read
from tests.recording import last_look

ROOT = Path(__file__).resolve().parents[2]
ONE_TOOL = "features/agents/watching_an_agent_work.feature::test_an_agent_with_one_tool"
PAGE, WIRE = f"{ONE_TOOL}[browser]", f"{ONE_TOOL}[wire]"
RELOAD = "features/chat/keeping_history.feature::test_ada_reloads_the_page"
TUNNEL = "features/resilience/coming_back_after_a_cut.feature::test_jürgen_writes_in_the_tunnel"

# The first test of a worker waits for a platform and four scenarios.
pytestmark = pytest.mark.timeout(300)


@dataclass(frozen=True)
class Recorded:
    """Scenarios that were recorded, by the platform that has ended since."""

    folder: Path

    def file(self, scenario: str) -> Path:
        """The recording of the person whom the scenario is about."""
        files = (self.folder / "kept").rglob("*.jsonl")
        return next(file for file in files if _is_of(file, scenario))

    def looked(self, scenario: str) -> dict[str, Any]:
        name = scenario.rpartition("::")[2]
        found: dict[str, Any] = json.loads((self.folder / f"{name}.json").read_text("utf-8"))
        return found


def _is_of(file: Path, scenario: str) -> bool:
    header = read(file).header
    return header.place == scenario and "device" not in header.owner


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    folder = tmp_path_factory.mktemp("recorded")
    options = ["-n0", "-q", "-p", last_look.__name__, "-p", "no:cacheprovider"]
    options += ["--record", str(folder / "kept"), f"--alluredir={folder / 'results'}"]
    options += ["--output", str(folder / "output")]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", PAGE, RELOAD, TUNNEL, WIRE, *options],
        cwd=ROOT,
        env={**os.environ, last_look.FOLDER: str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return Recorded(folder)


def play(file: Path, *options: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "test_framework.replay", file, "--play", "--headless", *options],
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def frames_told(output: str) -> list[int]:
    """The numbers of the frames, in the order in which they were played."""
    return [int(number) for number in re.findall(r"^ +\d+\.\d{3} +#(\d+) ", output, re.MULTILINE)]


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize("scenario", [PAGE, RELOAD, TUNNEL])
def test_the_page_shows_what_it_showed(recorded: Recorded, scenario: str) -> None:
    played = play(recorded.file(scenario), "--speed", "max")
    assert (played.returncode, played.stderr) == (0, ""), played.stdout
    frames = len(read(recorded.file(scenario)).frames)
    assert frames_told(played.stdout) == list(range(1, frames + 1))
    assert f"{frames} of {frames} frames were played" in played.stdout
    shown = played.stdout.partition("The page shows:")[2].partition("The page did all")[0]
    seen = recorded.looked(scenario)["seen"]
    assert words(shown) == words("\n".join(seen))
    assert any(line.startswith("You: ") for line in seen)


def test_it_can_be_played_at_another_speed_with_pictures(
    recorded: Recorded, tmp_path: Path
) -> None:
    played = play(recorded.file(PAGE), "--speed", "2", "--screenshots", str(tmp_path / "shots"))
    assert played.returncode == 0, played.stdout + played.stderr
    numbers = frames_told(played.stdout)
    assert numbers == list(range(1, len(numbers) + 1))
    pictures = sorted((tmp_path / "shots").iterdir())
    assert [picture.name for picture in pictures] == [f"frame-{n:04}.png" for n in numbers]
    assert len({picture.read_bytes() for picture in pictures}) > 3


def test_it_can_be_played_step_by_step_back_and_on(recorded: Recorded) -> None:
    # Two frames; on to the seventh; back to the third; what is that?; one more; enough.
    played = play(recorded.file(PAGE), "--step", typed="\n\n7\n3\n?\n\nq\n")
    assert played.returncode == 0, played.stdout + played.stderr
    assert frames_told(played.stdout) == [1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4]
    assert played.stdout.count("a: all the rest") == 2
    assert "Stopped." in played.stdout
    assert "did all as recorded" not in played.stdout


def test_a_page_that_asks_for_something_else_is_told(recorded: Recorded, tmp_path: Path) -> None:
    file = recorded.file(PAGE)
    pages = file.with_suffix(".har.zip")
    changed = tmp_path / "other.har.zip"
    begins = b'this.#outbox.request("agent.list"),'
    # The page takes two of the three answers.
    longer = begins + begins.replace(b"agent.list", b"typing")
    with zipfile.ZipFile(pages) as before, zipfile.ZipFile(changed, "w") as after:
        bodies = {name: before.read(name) for name in before.namelist()}
        assert any(begins in body for body in bodies.values())
        for name, body in bodies.items():
            after.writestr(name, body.replace(begins, longer))
    played = play(file, "--speed", "max", "--page", str(changed))
    assert played.returncode == 1
    assert "the page sends typing on socket 1, which was not recorded" in played.stdout


def test_a_recording_without_a_page_says_what_to_do(
    recorded: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(recorded.file(WIRE)), "--play"]) == 2
    refused = capsys.readouterr()
    assert refused.out == ""
    assert "has no page to be played into" in refused.err
    assert "`pytest --record DIR`" in refused.err


def test_a_recording_without_a_page_can_be_played_into_another_one(recorded: Recorded) -> None:
    pages = recorded.file(PAGE).with_suffix(".har.zip")
    played = play(recorded.file(WIRE), "--speed", "max", "--page", str(pages))
    assert played.returncode == 0, played.stdout + played.stderr
    shown = played.stdout.partition("The page shows:")[2]
    assert "You: What are the three most expensive models in September 2026?" in shown
    assert "Activity: Cost analyst finished" in shown


@pytest.mark.parametrize("fault", ["missing", "cut"])
def test_a_page_file_that_is_not_whole_is_a_sentence(
    recorded: Recorded, tmp_path: Path, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    file = shutil.copy(recorded.file(PAGE), tmp_path / "Ada.jsonl")
    pages = recorded.file(PAGE).with_suffix(".har.zip").read_bytes()
    if fault == "cut":
        file.with_suffix(".har.zip").write_bytes(pages[:-99])
    assert main([str(file), "--play"]) == 2
    refused = capsys.readouterr()
    assert refused.out == ""
    why = {"missing": "cannot be read: No such file", "cut": "is damaged"}[fault]
    assert f"Ada.har.zip {why}" in refused.err


@pytest.mark.parametrize("scenario", [PAGE, RELOAD, TUNNEL])
def test_no_secret_is_in_what_is_kept(recorded: Recorded, scenario: str) -> None:
    secrets = recorded.looked(scenario)["secrets"]
    assert len([secret for secret in secrets if len(secret) > 20]) >= 2  # a token, a cookie
    file = recorded.file(scenario)
    with zipfile.ZipFile(file.with_suffix(".har.zip")) as pages:
        kept = {name: pages.read(name) for name in pages.namelist()}
    assert any(b"access_token" in body for body in kept.values())
    for secret in secrets:
        assert [name for name, body in kept.items() if secret.encode() in body] == []
        assert secret not in file.read_text("utf-8")
    # What the browser itself wrote had all of them.
    assert list((recorded.folder / "output").rglob("*.har.zip")) == []
