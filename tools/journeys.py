"""Run every feature and make the report: ``python -m tools.journeys [pytest options]``."""

from __future__ import annotations

import subprocess
import sys

from test_framework.reporting.generate import REPORTS, generate
from test_framework.targets import UsageError

# What pytest ends with when it ran scenarios, whether or not they passed.
RAN = (0, 1)


def main(arguments: list[str]) -> int:
    """Run the features with these pytest options; pytest's exit status."""
    status = subprocess.run([sys.executable, "-m", "pytest", "features", *arguments], check=False)
    if status.returncode not in RAN:
        return status.returncode
    print("\nMaking the report ...", flush=True)
    try:
        page = generate(REPORTS / "allure-results", REPORTS / "allure-report")
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"The report: {page}\nOpen it in a browser, or run: make report")
    return status.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
