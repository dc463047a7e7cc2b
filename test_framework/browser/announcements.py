"""What a screen reader would read out by itself while a page changes.

A model of live regions (WAI-ARIA 1.2, 6.6.4 and HTML-AAM), not a screen reader: what is added to
a region is read when neither it nor anything around it is busy; of an atomic one, everything.
A region that comes into the page with its text is not read, except an alert; nor is what comes
with ``aria-live="off"``.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

LISTEN = r"""() => {
    const LIVE = { status: ["polite", true], alert: ["assertive", true], log: ["polite", false] };
    const heard = (window.__heard = []);
    let waiting = [];
    const manner = (e) => {
        const [live, atomic] = LIVE[e.getAttribute("role")] ?? [null, false];
        const told = e.getAttribute("aria-atomic");
        return { live: e.getAttribute("aria-live") ?? live,
            atomic: told ? told === "true" : atomic };
    };
    const regionOf = (node) => {
        for (let e = node.nodeType === 1 ? node : node.parentElement; e; e = e.parentElement) {
            const { live, atomic } = manner(e);
            if (live) return live === "off" ? null : { e, live, atomic };
        }
        return null;
    };
    const busy = (node) =>
        (node.nodeType === 1 ? node : node.parentElement)?.closest("[aria-busy=true]");
    const textOf = (node) => (node.innerText ?? node.textContent).replace(/\s+/g, " ").trim();
    const shown = (node) =>
        (node.nodeType === 1 ? node : node.parentElement)?.checkVisibility() ?? false;
    const say = (live, text) => { if (text) heard.push({ manner: live, text }); };
    const flush = () => {
        const kept = waiting.filter((one) => one.node.isConnected);
        waiting = kept.filter(({ node }) => busy(node));
        const now = kept.filter(({ node }) => !busy(node) && shown(node));
        const inside = ({ node }) =>
            now.some((other) => other.node !== node && other.node.contains(node));
        const told = new Map();
        for (const one of now.filter((each) => !inside(each))) {
            const { region, node } = one;
            const key = region.atomic ? region.e : node.parentNode;
            const entry = told.get(key) ?? { live: region.live, parts: [] };
            if (region.atomic) entry.parts = [textOf(region.e)];
            else if (!entry.nodes?.includes(node)) {
                entry.nodes = [...(entry.nodes ?? []), node];
                entry.parts.push(textOf(node));
            }
            told.set(key, entry);
        }
        for (const { live, parts } of told.values()) say(live, parts.filter(Boolean).join(" "));
    };
    const silent = (node) => node.nodeType === 1 && node.getAttribute("aria-live") === "off";
    const note = (node, region) => { if (region && !silent(node)) waiting.push({ node, region }); };
    new MutationObserver((records) => {
        for (const { type, target, addedNodes } of records) {
            if (type === "characterData") note(target, regionOf(target));
            for (const node of addedNodes) {
                note(node, regionOf(target));
                const alerts = node.nodeType === 1 && !regionOf(target)
                    ? [node, ...node.querySelectorAll("*")] : [];
                for (const e of alerts)
                    if (e.getAttribute("role") === "alert") note(e, regionOf(e));
            }
        }
        flush();
    }).observe(document, { subtree: true, childList: true, characterData: true,
        attributes: true, attributeFilter: ["aria-busy"] });
}"""


@dataclass(frozen=True)
class Announcement:
    """One thing that was read out.

    Attributes:
        manner: "polite" (when there is silence) or "assertive" (at once).
        text: The words, with single spaces.
    """

    manner: str
    text: str


def listen(page: Page) -> None:
    """Listen to the page as it is now, and to those that it goes to; each begins anew."""
    page.add_init_script(f"({LISTEN})()")
    page.evaluate(LISTEN)


def heard(page: Page) -> list[Announcement]:
    """What was read out since, in order.

    Raises:
        LookupError: when nobody listens.
    """
    told = page.evaluate("() => window.__heard ?? null")
    if told is None:
        raise LookupError("Nobody listens to this page: call listen() before.")
    return [Announcement(each["manner"], each["text"]) for each in told]
