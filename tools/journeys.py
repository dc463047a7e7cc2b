"""Run every feature and make the report: ``python -m tools.journeys [pytest options]``.

Scenarios tagged @load state how much must be possible in a second: they run after the others
and alone, so that the machine is theirs. Who chooses scenarios with ``-m`` gets one run.
"""

from __future__ import annotations

import subprocess
import sys

from test_framework.reporting.generate import REPORTS, generate
from test_framework.targets import UsageError

# What pytest ends with when it ran scenarios, whether or not they passed.
RAN = (0, 1)
PARTS = (("-m", "not load"), ("-m", "load", "-n0", "--add-results"))


def main(arguments: list[str]) -> int:
    """Run the features with these pytest options; the worst of pytest's exit statuses."""
    chosen = any(argument.startswith("-m") for argument in arguments)
    worst = 0
    for part in [()] if chosen else PARTS:
        command = [sys.executable, "-m", "pytest", "features", *arguments, *part]
        status = subprocess.run(command, check=False).returncode
        if status not in RAN:
            return status
        worst = max(worst, status)
    print("\nMaking the report ...", flush=True)
    try:
        page = generate(REPORTS / "allure-results", REPORTS / "allure-report")
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"The report: {page}\nOpen it in a browser, or run: make report")
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
