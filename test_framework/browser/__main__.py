"""Say which browser the scenarios will run in: ``python -m test_framework.browser``.

Ends with 2 and a sentence when there is none. The set-up asks this way.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from test_framework.browser.finder import find_browser
from test_framework.targets import UsageError


def main() -> int:
    """Find the browser as a run without options does."""
    with sync_playwright() as playwright:
        bundled = Path(playwright.chromium.executable_path)
    try:
        choice = find_browser(headed=False, channel=None, bundled=bundled)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"Browser: {choice}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
