"""Where and with what a run took place: the report's environment and executor."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from test_framework.pytest_plugin.options import Options


def environment(options: Options, workers: str) -> dict[str, str]:
    """What a reader needs to repeat the run and to judge its times."""
    return {
        "Target": options.target_name,
        "Address": options.base_url or "started by the suite",
        "Seed": str(options.seed),
        "Workers": workers,
        "Browser": options.browser_channel or "Chromium",
        "Python": platform.python_version(),
        "pytest": pytest.__version__,
        "System": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "Revision": revision(),
    }


def executor(variables: Mapping[str, str]) -> dict[str, str]:
    """Who ran it: a CI, as its variables say, or a person's machine.

    Example:
        >>> executor({})["name"]
        'A local run'
        >>> executor({"CI": "true", "GITHUB_RUN_NUMBER": "7"})["buildName"]
        'Build 7'
    """
    if not variables.get("CI"):
        return {"name": "A local run", "type": "local"}
    number = next(
        (
            variables[n]
            for n in ("GITHUB_RUN_NUMBER", "CI_PIPELINE_IID", "BUILD_NUMBER")
            if n in variables
        ),
        "",
    )
    return {"name": "CI", "type": "ci", "buildName": f"Build {number}".strip()}


def revision() -> str:
    """The commit that was tested; "unknown" outside of a clone."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty"],  # noqa: S607 - git of whoever runs this
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return done.stdout.strip() or "unknown"


def write_environment(folder: Path, options: Options, workers: str) -> None:
    """Write both files where the report generator looks for them."""
    lines = [f"{name} = {value}" for name, value in environment(options, workers).items()]
    (folder / "environment.properties").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "executor.json").write_text(json.dumps(executor(os.environ)), "utf-8")
