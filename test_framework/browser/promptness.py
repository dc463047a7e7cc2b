"""How soon a page shows something after a key or a button was pressed, as it is painted.

The page's own clock takes the time: from the moment at which the browser received the press until
the end of the frame in which the awaited thing stood in sight. So neither Playwright nor this
process is measured.
"""

from __future__ import annotations

from playwright.sync_api import Page

from test_framework.waiting import patient

# An element whose text begins so, within the window and not covered. It is looked for in each
# frame before that is painted; the message comes after.
AWAIT = """([selector, text]) => {
    const inSight = (element) => {
        if (!element.textContent.startsWith(text)) return false;
        const { left, top, width, height } = element.getBoundingClientRect();
        const there = document.elementFromPoint(left + width / 2, top + height / 2);
        return there !== null && element.contains(there);
    };
    const already = new Set(document.querySelectorAll(selector));
    const fresh = () => [...document.querySelectorAll(selector)].some(
        (element) => !already.has(element) && inSight(element));
    window.__shown = new Promise((done) => {
        const began = ({ type, key, timeStamp }) => {
            if (type === "keydown" && key !== "Enter") return;
            for (const each of ["keydown", "click"]) removeEventListener(each, began, true);
            const look = () => requestAnimationFrame(() => {
                if (!fresh()) return look();
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = () => done((performance.now() - timeStamp) / 1000);
                port2.postMessage(null);
            });
            look();
        };
        for (const each of ["keydown", "click"]) addEventListener(each, began, true);
    });
}"""
TOOK = """(most) => Promise.race([
    window.__shown, new Promise((done) => setTimeout(done, most, null))])"""


def await_showing(page: Page, selector: str, text: str) -> None:
    """Be ready for the next Enter or click, after which an element of that kind must appear.

    Args:
        page: As it is now; whatever it goes to is not watched.
        selector: CSS selector of what may appear; what is there already does not count.
        text: What its text begins with.

    Example:
        ``await_showing(page, "article", "Hello"); page.keyboard.press("Enter");
        assert shown_after(page, within=1.0)``
    """
    page.evaluate(AWAIT, [selector, text])


def shown_after(page: Page, within: float) -> float | None:
    """Seconds from the press to the end of the frame that showed it; None when none did.

    Args:
        page: The one on which it was awaited.
        within: Seconds on a quiet machine to wait at most.
    """
    took: float | None = page.evaluate(TOOK, patient(within) * 1000)
    return took
