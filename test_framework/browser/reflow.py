"""Whether a page can be read on a narrow screen, magnified, and with its text set wider."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

# WCAG 2.2, 1.4.10: 320 CSS pixels, which is also 1280 pixels magnified four times.
NARROWEST = (320, 640)
# A small telephone, as many people have one.
PHONE = (360, 640)
# 1280 by 720 magnified twice (1.4.4).
MAGNIFIED_TWICE = (640, 360)

# WCAG 2.2, 1.4.12. A constructed style sheet: a policy against inline styles has no say in it.
WIDER = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets.push(sheet);
}"""
AS_IT_WAS = "() => { document.adoptedStyleSheets.pop() }"

# What sticks out sideways of the page, and text that a box of a fixed size cuts off. What
# scrolls in a box of its own (a table, code) and what is shortened with an ellipsis may.
CUT_OFF = r"""() => {
    const wide = document.documentElement.clientWidth;
    const told = [];
    const name = (e) => e.tagName.toLowerCase() + (e.id ? `#${e.id}` : "")
        + [...e.classList].map((c) => `.${c}`).join("");
    const shown = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
        && getComputedStyle(e).clipPath === "none";
    const scrolls = (e) => { const { overflowX } = getComputedStyle(e);
        return overflowX === "auto" || overflowX === "scroll" || overflowX === "hidden"; };
    const boxed = (e) => { for (let p = e.parentElement; p && p !== document.body;
        p = p.parentElement) if (scrolls(p)) return true; return false; };
    const sideways = document.scrollingElement.scrollWidth > wide;
    for (const e of document.body.querySelectorAll("*")) {
        if (!shown(e)) continue;
        const box = e.getBoundingClientRect();
        const style = getComputedStyle(e);
        if (sideways && box.width && box.right > wide + 1 && !boxed(e))
            told.push(`${name(e)} sticks out by ${Math.round(box.right - wide)} px`);
        const hidden = /hidden|clip/.test(style.overflowX + style.overflowY);
        if (hidden && style.textOverflow !== "ellipsis" && e.textContent.trim()
            && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
            told.push(`${name(e)} cuts off its text`);
    }
    if (sideways && !told.length) told.push(`the page is ${document.scrollingElement.scrollWidth}`
        + ` px wide in a window of ${wide} px`);
    return told;
}"""


def cut_off(page: Page) -> list[str]:
    """What has to be scrolled sideways or cannot be read, as the page is now; one line each."""
    told: list[str] = page.evaluate(CUT_OFF)
    return told


@contextmanager
def window_of(page: Page, size: tuple[int, int]) -> Iterator[None]:
    """The page in a window of that width and height in CSS pixels."""
    before = page.viewport_size
    page.set_viewport_size({"width": size[0], "height": size[1]})
    yield
    if before is not None:
        page.set_viewport_size(before)


@contextmanager
def wider_text(page: Page) -> Iterator[None]:
    """The page with its text set as wide as people may need it (WCAG 2.2, 1.4.12)."""
    page.evaluate(WIDER)
    yield
    page.evaluate(AS_IT_WAS)
