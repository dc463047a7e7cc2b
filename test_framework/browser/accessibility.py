"""What shuts people out of a page, as axe-core finds it: WCAG 2.2, levels A and AA.

axe-core (https://github.com/dequelabs/axe-core) comes with ``axe-playwright-python``. It judges
what a program can judge; the keyboard (``keyboard.py``), the size of the screen (``reflow.py``) and
what is read out (``announcements.py``) are looked at apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from playwright.sync_api import Page

from test_framework.browser.reflow import window_of

# Levels A and AA of all versions so far, and what is no rule of WCAG but good practice:
# headings in order, one main part, nothing outside the landmarks.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
OPTIONS = {
    "runOnly": {"type": "tag", "values": list(RULES)},
    "resultTypes": ["violations", "incomplete"],
    # A single digit is text, too: by itself axe-core does not judge what is so short.
    "checks": {"color-contrast": {"options": {"ignoreLength": True}}},
}
# What is scrolled out of sight cannot be judged: the window is made so high that nothing is.
HIGH = 6000
WIDE = 1280
MARK = "outline: 4px solid #d6008f !important; outline-offset: 2px !important;"


@dataclass(frozen=True)
class Barrier:
    """One thing on a page that shuts somebody out.

    Attributes:
        rule: The name that axe-core gives the rule: "color-contrast".
        what: The rule as a sentence.
        where: A CSS selector of the element.
        element: Its HTML.
        advice: What to do.
        link: Where the rule is explained.
        certain: False when a person must judge: unknown is not green.
    """

    rule: str
    what: str
    where: str
    element: str
    advice: str
    link: str
    certain: bool = True

    def __str__(self) -> str:
        """The barrier for people, in a few lines."""
        doubt = "" if self.certain else " (axe-core could not tell: look at it)"
        lines = [f"{self.rule}{doubt}: {self.what}", f"at {self.where}: {self.element}"]
        return "\n  ".join([*lines, *self.advice.splitlines(), f"see {self.link}"])


def barriers_on(page: Page) -> list[Barrier]:
    """What shuts people out of the page as it is now; takes about a third of a second.

    Example:
        ``assert not barriers_on(page), as_text(barriers_on(page))``
    """
    size = page.viewport_size
    with window_of(page, (size["width"] if size else WIDE, HIGH)):
        found = Axe().run(page, options=OPTIONS).response
    return [*_of(found["violations"], certain=True), *_of(found["incomplete"], certain=False)]


def as_text(barriers: Iterable[Barrier]) -> str:
    """All of them, each with its place and what to do."""
    return "\n\n".join(str(barrier) for barrier in barriers)


def marked_screenshot(page: Page, barriers: Iterable[Barrier]) -> bytes:
    """A picture (PNG) of the whole page with the elements framed; the page stays as it is."""
    rules = "".join(f"{selector} {{ {MARK} }}" for selector in {b.where for b in barriers})
    return page.screenshot(full_page=True, style=rules)


def _of(results: Iterable[Mapping[str, Any]], *, certain: bool) -> Iterator[Barrier]:
    for result in results:
        for node in result["nodes"]:
            yield Barrier(
                rule=result["id"],
                what=result["help"],
                where=" ".join(map(str, node["target"])),
                element=node["html"],
                advice=node.get("failureSummary") or _messages(node),
                link=result["helpUrl"],
                certain=certain,
            )


def _messages(node: Mapping[str, Any]) -> str:
    checks = (check for kind in ("any", "all", "none") for check in node[kind])
    return "\n".join(check["message"] for check in checks)
