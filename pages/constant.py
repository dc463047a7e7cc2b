"""Any page, with constant words in place of what differs between people, days and runs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from playwright.sync_api import FloatRect

from pages.base import BasePage

# Patterns (JavaScript), and what stands there instead: moments, months, how long a tool took.
PASSING = MappingProxyType(
    {
        r"\d{1,2} [A-Z][a-z]+ \d{4}(, \d\d:\d\d)?": "1 Jan 2026, 12:00",
        r"In \d{4}-\d\d so far": "In 2026-01 so far",
        r"[\d.,]+ ms\b": "10 ms",
    }
)
# The time of a message is no text of the page: its style sheet shows it.
TIME = "12:00"
REPLACE = """([texts, patterns, time]) => {
    const rules = [...texts.map(([words, instead]) => [words, instead]),
        ...patterns.map(([pattern, instead]) => [new RegExp(pattern, "g"), instead])];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        const now = rules.reduce((text, rule) => text.replaceAll(...rule), node.data);
        // What is written anew would be laid out anew, even if it is the same.
        if (now !== node.data) node.data = now;
    }
    for (const e of document.querySelectorAll("[data-time]")) e.dataset.time = time;
}"""


class ConstantPage(BasePage):
    """Whatever page is shown, as everybody sees it."""

    def make_constant(self, own: Mapping[str, str]) -> None:
        """Replace what is the user's own or of this moment; the page goes on as before.

        Args:
            own: Words of this user, and what stands there instead: {"Ada Byron": "A. User"}.
        """
        texts, patterns = ([list(rule) for rule in rules.items()] for rules in (own, PASSING))
        self.page.evaluate(REPLACE, [texts, patterns, TIME])

    def hide(self, words: str) -> FloatRect:
        """Let the line with these words be seen no more; where it stood."""
        line = self.page.get_by_text(words, exact=True)
        place = line.bounding_box()
        assert place is not None, f"{words!r} is not on the page"
        line.evaluate("line => { line.style.visibility = 'hidden' }")
        return place
