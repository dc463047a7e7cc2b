"""One proof: platform or suite is broken, the promise's scenarios run, and must be red."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from tests.sabotage.catalogue import Sabotage

ROOT = Path(__file__).resolve().parents[2]
LONGEST_PROOF_S = 300
LINES_SHOWN = 40


@dataclass(frozen=True)
class Proof:
    """What came of a sabotage.

    Attributes:
        red: The scenarios that failed.
        finding: The first line of what the suite said that names the break; what it said
            otherwise when nothing did.
        caught: Scenarios turned red, and one of them said why.
        output: The end of the run's output, for looking into a miss.
    """

    sabotage: Sabotage
    red: tuple[str, ...]
    finding: str
    caught: bool
    output: str

    def as_json(self) -> dict[str, Any]:
        """As ``reports/sabotage.json`` keeps it."""
        return {
            "promise": self.sabotage.promise,
            "sabotage": self.sabotage.name,
            "what": self.sabotage.what,
            "scenarios": list(self.red),
            "caught": self.caught,
            "finding": self.finding,
        }


def prove(sabotage: Sabotage) -> Proof:
    """Run the promise's scenarios against the broken platform, or with the broken suite."""
    with tempfile.TemporaryDirectory(prefix="sabotage-") as folder:
        report = Path(folder) / "junit.xml"
        command = [
            *(*runner(sabotage), *features_with(sabotage.promise)),
            *("-m", f"promise:{sabotage.promise}", "-x", "-q", "-p", "no:cacheprovider"),
            f"--junitxml={report}",
            *("--alluredir", f"{folder}/results", "--output", f"{folder}/artifacts"),
            *("--tracing", "off", "--screenshot", "off"),
        ]
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
                timeout=LONGEST_PROOF_S,
            )
        except subprocess.TimeoutExpired as stuck:
            return Proof(sabotage, (), f"the run did not end: {stuck}", caught=False, output="")
        failures = failures_in(report) if report.is_file() else {}
    output = "\n".join((done.stdout + done.stderr).splitlines()[-LINES_SHOWN:])
    return judge(sabotage, done.returncode, failures, output)


def runner(sabotage: Sabotage) -> list[str]:
    """What runs pytest so that the sabotage is in force."""
    if sabotage.where == "suite":
        return [sys.executable, "-m", "tests.sabotage.suite", sabotage.name]
    launch = f"{sys.executable} -m tests.sabotage.launch {sabotage.name} serve"
    return [sys.executable, "-m", "pytest", "--platform-command", launch]


def judge(sabotage: Sabotage, status: int, failures: dict[str, str], output: str) -> Proof:
    """Caught means: pytest ended with failures (1), and one of them names the break."""
    said = "\n".join(failures.values())
    found = re.search(sabotage.finding, said)
    line = next((line for line in said.splitlines() if found and found[0] in line), "")
    finding = line.strip() or (said.splitlines() or ["every scenario passed"])[0]
    caught = status == 1 and bool(failures) and found is not None
    return Proof(sabotage, tuple(failures), finding, caught, output)


def features_with(promise: str) -> list[str]:
    """The feature files that carry the promise: nothing else need be read."""
    tag = re.compile(rf"@promise:{re.escape(promise)}\s")
    files = sorted((ROOT / "features").rglob("*.feature"))
    return [str(file) for file in files if tag.search(file.read_text("utf-8"))]


def failures_in(report: Path) -> dict[str, str]:
    """What failed scenarios said, by scenario. Scenarios that could not begin do not count."""
    cases = ET.parse(report).getroot().iter("testcase")  # noqa: S314 - pytest wrote it just now
    return {
        str(case.get("name")): str(failure.get("message"))
        for case in cases
        if (failure := case.find("failure")) is not None
    }
