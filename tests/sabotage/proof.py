"""One proof: platform or suite is broken, the promise's scenarios run, and must be red."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.sabotage.catalogue import Sabotage

ROOT = Path(__file__).resolve().parents[2]
LONGEST_PROOF_S = 300
LINES_SHOWN = 40

# Proofs begin in forks of one process that has these libraries in memory already: loading them
# would take as long as many a proof. Nothing of the suite is among them: pytest loads that.
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        *("ag_ui.core", "anyio.pytest_plugin", "faker.proxy", "httpx2", "jsonschema_rs", "jwt"),
        *("msgspec", "onelogin.saml2.response", "playwright.sync_api", "prometheus_client.parser"),
        *("pytest", "pytest_bdd.parser", "websockets.sync.client", "yaml"),
    ]
)


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
        report, said = Path(folder) / "junit.xml", Path(folder) / "said.txt"
        arguments = [
            *features_with(sabotage.promise),
            *("-m", f"promise:{sabotage.promise}", "-x", "-q", "-p", "no:cacheprovider"),
            *("-p", "no:hypothesispytest", "-p", "tests.sabotage.order", f"--junitxml={report}"),
            *("--alluredir", f"{folder}/results", "--output", f"{folder}/artifacts"),
            *("--tracing", "off", "--screenshot", "off", "--no-ledger-audit"),
        ]
        status = run_apart(sabotage, arguments, said)
        if status is None:
            why = f"the run did not end within {LONGEST_PROOF_S} seconds"
            return Proof(sabotage, (), why, caught=False, output=tail(said))
        failures = failures_in(report) if report.is_file() else {}
        return judge(sabotage, status, failures, tail(said))


def run_apart(sabotage: Sabotage, arguments: list[str], said: Path) -> int | None:
    """Run pytest in a process of its own; its exit status, or None when it did not end."""
    command = [*armed(sabotage), *arguments]
    process = FORKS.Process(target=run_pytest, args=(command, said))
    process.start()
    process.join(LONGEST_PROOF_S)
    if process.is_alive():
        process.kill()
        process.join()
        return None
    # Another thread that begins a proof asks after all processes, too: of two who ask for the
    # same exit status at once, one gets 255. So the run writes it down.
    written = status_of(said)
    return int(written.read_text("utf-8")) if written.is_file() else process.exitcode


def armed(sabotage: Sabotage) -> list[str]:
    """The options of pytest with which the sabotage is in force."""
    seed = [] if sabotage.seed is None else ["--seed", f"{sabotage.seed}"]
    if sabotage.where == "suite":
        return [*seed, "-p", "tests.sabotage.suite", "--sabotage", sabotage.name]
    return [
        *seed,
        "--platform-command",
        f"{sys.executable} -m tests.sabotage.launch {sabotage.name} serve",
    ]


def run_pytest(arguments: list[str], said: Path) -> None:
    """Run pytest in this process, what it says into a file, and end with its status."""
    os.chdir(ROOT)
    # Broken platforms are killed in the end: what they leave behind goes with the proof.
    os.environ["TMPDIR"] = str(said.parent)
    with said.open("wb") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    status = int(pytest.main(arguments))
    status_of(said).write_text(f"{status}", "utf-8")
    sys.exit(status)


def status_of(said: Path) -> Path:
    """The file with the exit status of the run that says its words into this one."""
    return said.with_name("status.txt")


def tail(file: Path) -> str:
    """The end of what was said."""
    text = file.read_text("utf-8", errors="replace") if file.is_file() else ""
    return "\n".join(text.splitlines()[-LINES_SHOWN:])


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
