"""Makes the report from the results: ``python -m test_framework.reporting.generate``.

The page that Allure writes calls an analytics host. Ours tells nobody: the call is taken
out, and a content security policy keeps the page from loading anything that is not in it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from test_framework.reporting.node import find_node
from test_framework.targets import UsageError

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "reports"
ALLURE = Path("node_modules/allure/cli.js")
ANALYTICS = re.compile(
    r"<script async src=\"https://www\.googletagmanager\.com/[^>]*></script>\s*"
    r"<script>[^<]*gtag\([^<]*</script>"
)
POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src '
    "'self' data: blob: 'unsafe-inline' 'unsafe-eval'\">"
)
GENERATED_WITHIN_S = 600


def generate(results: Path, output: Path, reports: Path = REPORTS) -> Path:
    """Make the report and return its page.

    Args:
        results: The folder that pytest wrote.
        output: The folder of the report; emptied before.
        reports: Where ``allurerc.mjs`` and ``node_modules`` are.

    Raises:
        UsageError: when results, Node or the generator are missing, or it fails.

    Example:
        ``generate(Path("reports/allure-results"), Path("reports/allure-report"))``
    """
    if not any(results.glob("*-result.json")):
        raise UsageError(f"There are no results in {results}. Run pytest before.")
    if not (reports / ALLURE).is_file():
        raise UsageError("The report generator is not installed. Run `make setup`.")
    page = output / "index.html"
    if output.is_dir():
        if not page.is_file() and any(output.iterdir()):
            raise UsageError(f"{output} holds something else than a report; it was left alone.")
        shutil.rmtree(output)
    command: list[str | Path] = [find_node(), reports / ALLURE, "generate", results.absolute()]
    command += ["--config", reports / "allurerc.mjs", "--output", output.absolute()]
    done = subprocess.run(  # noqa: S603 - our own generator
        command,
        cwd=reports,
        env={**os.environ, "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=GENERATED_WITHIN_S,
    )
    if done.returncode or not page.is_file():
        told = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise UsageError(f"The report could not be generated (status {done.returncode}):\n{told}")
    page.write_text(silenced(page.read_text("utf-8")), "utf-8")
    return page


def silenced(html: str) -> str:
    """The page without its call to the analytics host, and unable to make others.

    Raises:
        UsageError: when the call is there in a form that is not known.
    """
    html = ANALYTICS.sub("", html)
    if "googletagmanager" in html:
        raise UsageError("This version of Allure calls home in a way that is not known here.")
    return html.replace("<head>", f"<head>\n    {POLICY}", 1)


def main(arguments: list[str] | None = None) -> int:
    """Make the report; 2 and a sentence when that cannot be."""
    parser = argparse.ArgumentParser(
        prog="python -m test_framework.reporting.generate", description="Make the Allure report."
    )
    parser.add_argument("--results", type=Path, default=REPORTS / "allure-results")
    parser.add_argument("--output", type=Path, default=REPORTS / "allure-report")
    options = parser.parse_args(arguments)
    try:
        page = generate(options.results, options.output)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"Report: {page}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
