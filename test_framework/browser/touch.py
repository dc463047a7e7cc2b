"""Whether a thumb hits what can be used on a page: the size of its targets.

WCAG 2.2, 2.5.5 (target size, enhanced): at least 44 by 44 CSS pixels; a link within a sentence
need not. What axe-core judges (``accessibility.py``, 2.5.8) is the 24 pixels that a mouse needs.
"""

from __future__ import annotations

from playwright.sync_api import Page

# In CSS pixels.
LEAST = 44

# A hair less counts as enough: browsers round.
SMALL = r"""(least) => {
    const TARGETS = "a[href], button, input, select, textarea, summary, [role=button]";
    const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
        && getComputedStyle(e).clipPath === "none" && e.getBoundingClientRect().bottom > 0;
    const words = (e) => e.textContent.replace(/\s+/g, " ").trim();
    const inSentence = (e) => {
        if (e.tagName !== "A" || getComputedStyle(e).display !== "inline") return false;
        return words(e.parentElement).length > words(e).length;
    };
    const named = (e) => `${e.tagName.toLowerCase()} "${e.ariaLabel || words(e) || e.labels?.[0]
        && words(e.labels[0]) || e.id}"`;
    const told = [];
    for (const e of document.body.querySelectorAll(TARGETS)) {
        if (!seen(e) || inSentence(e)) continue;
        const { width, height } = e.getBoundingClientRect();
        if (width > least - 0.5 && height > least - 0.5) continue;
        told.push(`${named(e)}, ${Math.round(width)} by ${Math.round(height)}`);
    }
    return told;
}"""


def small_targets(page: Page) -> list[str]:
    """What on the page, as it is now, is too small for a thumb; one line each.

    Example:
        ``assert not small_targets(page)``, in a window as narrow as a phone.
    """
    told: list[str] = page.evaluate(SMALL, LEAST)
    return told
