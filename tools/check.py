"""Check everything, as CI does: ``python -m tools.check``. A failure stops no later stage."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
PYTEST = (sys.executable, "-m", "pytest")
# A machine that others use, too, may be slow without a fault of the platform: there the limits
# are doubled. The figures are in the report all the same.
PATIENCE = ("--patience", "2") if os.environ.get("CI") else ()
STAGES: dict[str, tuple[str | Path, ...]] = {
    "audit, linters, types, layers": (BIN / "pre-commit", "run", "--all-files"),
    "tests": (*PYTEST, "tests", "--ignore=tests/sabotage", "-n", "auto", "-q"),
    "features": (sys.executable, "-m", "tools.journeys", "-n", "auto", "-q", *PATIENCE),
    # All of them take a quarter of an hour: `make sabotage`.
    "sabotage": (sys.executable, "-m", "tests.sabotage", "--one-of-each"),
}


def main() -> int:
    """Run all stages; 0 when all of them passed."""
    outcomes: list[tuple[str, bool, float]] = []
    for name, command in STAGES.items():
        print(f"\n=== {name} ===", flush=True)
        started = time.monotonic()
        done = subprocess.run([str(part) for part in command], check=False)
        outcomes.append((name, done.returncode == 0, time.monotonic() - started))
    print("\n=== summary ===")
    for name, passed, took in outcomes:
        print(f"{'passed' if passed else 'FAILED'}  {took:5.0f} s  {name}")
    good = sum(passed for _, passed, _ in outcomes)
    print(f"stages: {good} passed, {len(outcomes) - good} failed")
    return 0 if good == len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
