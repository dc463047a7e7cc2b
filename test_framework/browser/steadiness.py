"""How much jumps on a page: its cumulative layout shift, as web-vitals measures it.

web-vitals (https://github.com/GoogleChrome/web-vitals) comes with the report tool. It adds up
what moves without the user having done anything in the half second before, in the worst window of
at most five seconds (https://web.dev/articles/cls). Up to 0.1 is good.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from test_framework.targets import UsageError

LIBRARY = Path("reports/node_modules/web-vitals/dist/web-vitals.attribution.iife.js")
ROOT = Path(__file__).resolve().parents[2]
GOOD = 0.1

WATCH = """
window.__jumps = null;
webVitals.onCLS(({ value, attribution: { largestShiftTarget, largestShiftValue } }) => {
    window.__jumps = [value, largestShiftTarget ?? "", largestShiftValue ?? 0];
}, { reportAllChanges: true });
"""
# The first word comes with the first picture of the page. What has just jumped is told after
# the next one.
READ = """async () => {
    const painted = () => new Promise((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
    do await painted(); while (window.__jumps === null);
    return window.__jumps;
}"""


@dataclass(frozen=True)
class Jumps:
    """What jumped on a page since it began to load.

    Attributes:
        total: The cumulative layout shift: shares of the window times shares of its height.
        worst: A CSS selector of what jumped in the largest single shift; empty when nothing did.
        worst_share: How much of the total that shift was.
    """

    total: float
    worst: str
    worst_share: float

    def __str__(self) -> str:
        """For people, on one line."""
        if not self.worst:
            return f"{self.total:.3f}"
        return f"{self.total:.3f}, of which {self.worst_share:.3f} when {self.worst} jumped"


def watch_jumps(page: Page, root: Path = ROOT) -> None:
    """Watch all that the tab shows from now on; each page that it goes to begins anew.

    Raises:
        UsageError: when web-vitals is not installed.

    Example:
        ``watch_jumps(page); page.goto(address); assert jumps_on(page).total <= GOOD``
    """
    library = root / LIBRARY
    if not library.is_file():
        raise UsageError(f"{LIBRARY} is missing: run `make setup`.")
    # As one script: two would be run in no promised order.
    page.add_init_script(library.read_text("utf-8") + WATCH)


def jumps_on(page: Page) -> Jumps:
    """What has jumped so far on the page that is shown. It must have been watched."""
    total, worst, worst_share = page.evaluate(READ)
    return Jumps(total, worst, worst_share)
