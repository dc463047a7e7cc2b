"""A person without a mouse: going through a page by keyboard, and watching the focus."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar
from weakref import WeakKeyDictionary

from playwright.sync_api import Page

MOST_STOPS = 80
TIMES_AROUND = 2
# The role and the name of what has the focus: "- textbox "Message": a text".
ROLE_AND_NAME = re.compile(r"- '?(?P<role>[\w-]+)(?: \"(?P<name>(?:[^\"\\]|\\.)*)\")?")
NOWHERE = "the page itself"

# How it looks is read while it has the focus, and again when the focus has gone on.
LOOK = r"""() => {
    const look = (e) => { const s = getComputedStyle(e); return [
        s.outlineStyle === "none" ? "" : s.outlineWidth + s.outlineStyle + s.outlineColor,
        s.boxShadow, s.borderColor, s.borderWidth, s.backgroundColor, s.color,
        s.textDecorationLine].join("|"); };
    const last = window.__focused;
    const lastSeen = last && last.element.isConnected && last.element !== document.activeElement
        ? look(last.element) !== last.look : null;
    const element = document.activeElement;
    window.__focused = element === document.body ? null : { element, look: look(element) };
    const { left, top, width, height } = element.getBoundingClientRect();
    // Something of it must lie on top of everything else (WCAG 2.2, 2.4.11).
    const uncovered = [0.1, 0.5, 0.9].some((x) => [0.2, 0.5, 0.8].some((y) => {
        const on = document.elementFromPoint(left + width * x, top + height * y);
        return on && (element.contains(on) || on.contains(element) && on.closest("label"));
    }));
    window.__visited ??= [];
    window.__visited.push(element);
    return { lastSeen, nowhere: element === document.body, uncovered, left, top,
        again: last?.element === element };
}"""

# What can be operated and is not among the visited; of radio buttons one stands for its group.
MISSED = r"""() => {
    const visited = new Set(window.__visited);
    const groups = new Set([...visited].filter((e) => e.type === "radio").map((e) => e.name));
    const selector = "a[href], button, input, select, textarea, summary, [tabindex], "
        + "[role=button], [role=link], [onclick]";
    return [...document.querySelectorAll(selector)].filter((e) =>
        e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.type !== "hidden"
        && (e.tabIndex !== -1 || e.matches("[role=button], [role=link], [onclick]"))
        && !visited.has(e) && !(e.type === "radio" && groups.has(e.name)),
    ).map((e) => e.outerHTML.replace(/\s+/g, " ").slice(0, 120));
}"""
FORGET = "() => { window.__visited = []; window.__focused = null }"


@dataclass
class Stop:
    """One place where the focus stood.

    Attributes:
        what: Role and name as assistive technology reads them: 'button "Send"'.
        left: Its left edge, in CSS pixels of the window.
        top: Its upper edge.
        uncovered: Whether something of it could be seen.
        marked: Whether it looked otherwise than without the focus; None: the page was left before
            that could be seen.
    """

    what: str
    left: float
    top: float
    uncovered: bool
    marked: bool | None = None


class KeyboardBlocked(AssertionError):
    """What somebody wanted cannot be reached by keyboard."""


class Keyboard:
    """The keyboard of one page, and where the focus has been.

    Example:
        ``Keyboard(page).go_to("button", "Send").press("Enter")``
    """

    _of: ClassVar[WeakKeyDictionary[Page, Keyboard]] = WeakKeyDictionary()

    def __init__(self, page: Page) -> None:
        self._page = page
        self.stops: list[Stop] = []

    @classmethod
    def of(cls, page: Page) -> Keyboard:
        """The keyboard of that page: always the same, so that it knows where the focus has been."""
        return cls._of.setdefault(page, cls(page))

    def tab(self, *, back: bool = False) -> Stop | None:
        """Go one stop on, or back; None when that left the last of the page.

        Raises:
            KeyboardBlocked: when the focus stays where it is: it is trapped (WCAG 2.2, 2.1.2).
        """
        self._page.keyboard.press("Shift+Tab" if back else "Tab")
        seen = self._page.evaluate(LOOK)
        if self.stops and seen["lastSeen"] is not None:
            self.stops[-1].marked = seen["lastSeen"]
        if seen["again"]:
            raise KeyboardBlocked(f"The focus is trapped: Tab does not leave {self.here()}.")
        if seen["nowhere"]:
            return None
        stop = Stop(self.here(), seen["left"], seen["top"], seen["uncovered"])
        self.stops.append(stop)
        return stop

    def here(self) -> str:
        """What has the focus, by role and name."""
        focused = self._page.locator("*:focus")
        snapshot = focused.aria_snapshot() if focused.count() else ""
        found = ROLE_AND_NAME.match(snapshot)
        if found is None:
            return snapshot.strip("- ") or NOWHERE
        return f'{found["role"]} "{found["name"] or ""}"'

    def go_to(self, role: str, name: str) -> Keyboard:
        """Press Tab until what has that role and name has the focus; the keyboard, to go on.

        Raises:
            KeyboardBlocked: when the whole page was gone through without meeting it.
        """
        wanted = f'{role} "{name}"'
        met: list[str] = []
        if self.here() == wanted:
            return self
        for _ in range(MOST_STOPS):
            stop = self.tab()
            met.append(stop.what if stop else NOWHERE)
            if met[-1] == wanted:
                return self
            if met.count(met[0]) > TIMES_AROUND:  # what was mounted late was met, too
                break
        raise KeyboardBlocked(f"By keyboard one cannot reach the {wanted}, only {met}.")

    def go_around(self, *, back: bool = False) -> list[Stop]:
        """Every stop of the page from its beginning (or its end) until the focus leaves it.

        Raises:
            KeyboardBlocked: when it never leaves the page, or stays somewhere.
        """
        self._page.evaluate("() => document.activeElement.blur()")
        self._page.evaluate(FORGET)
        # From the top, whatever was looked at or clicked before.
        self._page.evaluate("() => getSelection().removeAllRanges()")
        while self.tab(back=back) is not None:
            pass
        self._page.evaluate(FORGET)
        self.stops.clear()
        for _ in range(MOST_STOPS):
            if self.tab(back=back) is None:
                return list(self.stops)
        met = [stop.what for stop in self.stops[:10]]
        raise KeyboardBlocked(f"The focus never leaves the page: it goes round {met} ...")

    def missed(self) -> list[str]:
        """What can be operated but had no stop in the last round, as HTML."""
        told: list[str] = self._page.evaluate(MISSED)
        return told

    def press(self, *keys: str) -> Keyboard:
        """Press keys one after the other, as Playwright names them: "Enter", "Control+A"."""
        for key in keys:
            self._page.keyboard.press(key)
        return self

    def write(self, text: str) -> Keyboard:
        """Type a text where the focus is."""
        self._page.keyboard.type(text)
        return self


def unseen(stops: list[Stop]) -> list[str]:
    """Where the focus could not be seen; one line each."""
    told = [f"{stop.what} looks the same with the focus" for stop in stops if stop.marked is False]
    return told + [f"{stop.what} is covered by something" for stop in stops if not stop.uncovered]


def out_of_order(stops: list[Stop]) -> list[str]:
    """Where the focus jumps against the reading order: up, and not into a column further right."""
    return [
        f"from {one.what} it jumps back to {other.what}"
        for one, other in pairwise(stops)
        if other.top < one.top - 1 and other.left < one.left + 1
    ]
