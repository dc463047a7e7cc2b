"""Format feature files in place: ``python -m tools.gherkin_format FILE...``."""

from __future__ import annotations

import subprocess
import sys

from test_framework.reporting.generate import REPORTS
from test_framework.reporting.node import find_node
from test_framework.targets import UsageError

MODULES = REPORTS / "node_modules"
PRETTIER = MODULES / "prettier" / "bin" / "prettier.cjs"
PLUGIN = MODULES / "prettier-plugin-gherkin" / "dist" / "index.js"


def main(files: list[str]) -> int:
    """Format these files; the formatter's exit status, 2 when it is not installed."""
    try:
        node = find_node()
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    if not PRETTIER.is_file():
        print("The Gherkin formatter is not installed. Run `make setup`.", file=sys.stderr)
        return 2
    style = ["--plugin", str(PLUGIN), "--log-level", "warn", "--write"]
    return subprocess.run([node, PRETTIER, *style, *files], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
