"""Who painted a picture: the browser, and the fonts that it found.

Another version of the browser, other fonts, or other ways to smooth them make another picture of
the same page. So a painter shows what it is by a picture of its own, of letters and controls.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from test_framework.browser.looks import compare, picture_of, small

RECORD = "painter.json"
SAMPLE = "painter.png"
SIZE = ViewportSize(width=360, height=420)
FAMILIES = ("system-ui", "sans-serif", "monospace")
LETTERS = "Hamburgefonstiv 0123456789 $%.,:;!? fi ffl ÄÖÜ éèñ çß … · → ▍ “”"
PAGE = f"""<!doctype html><html lang="en"><title>Painter</title><style>
body {{ margin: 8px; background: #fff; color: #1a2230 }}
p {{ margin: 0 0 4px }}
b {{ font-weight: 600 }}
div {{ margin: 8px; height: 24px; border: 1px solid #7d8795; border-radius: 12px;
  box-shadow: 0 1px 2px rgb(20 28 45 / 6%), 0 8px 24px rgb(20 28 45 / 8%) }}
</style><body>{
    "".join(
        f'<p id="{family}" style="font: {size}px/1.55 {family}">{LETTERS} <b>{LETTERS[:20]}</b></p>'
        for family, size in zip(FAMILIES, (16, 14, 13), strict=True)
    )
}<div></div><input value="Text"> <button>Press</button> <select><option>Choose</select></body>"""


@dataclass(frozen=True)
class Painter:
    """A browser on a machine.

    Attributes:
        browser: Its name and version: "chromium 140.0.7339.16".
        fonts: The fonts that letters of a family are set in: {"monospace": "DejaVu Sans Mono"}.
        sample: A picture (PNG) of letters and controls.
    """

    browser: str
    fonts: Mapping[str, str]
    sample: bytes

    @classmethod
    def of(cls, page: Page) -> Painter:
        """The one that paints a page; it takes a fifth of a second.

        Raises:
            ValueError: when the page belongs to no browser that can tell its version.
        """
        browser = page.context.browser
        if browser is None:
            raise ValueError("A page of a kept profile does not tell its browser.")
        context = browser.new_context(viewport=SIZE)
        try:
            own = context.new_page()
            own.set_content(PAGE)
            name = f"{browser.browser_type.name} {browser.version}"
            return cls(name, {each: _font_of(own, each) for each in FAMILIES}, picture_of(own))
        finally:
            context.close()

    @classmethod
    def read(cls, folder: Path) -> Painter:
        """The one that was kept in a folder.

        Raises:
            FileNotFoundError: when none was.
        """
        record = json.loads((folder / RECORD).read_text("utf-8"))
        return cls(record["browser"], record["fonts"], (folder / SAMPLE).read_bytes())

    def keep(self, folder: Path) -> None:
        """Write it into a folder, which is made when needed."""
        folder.mkdir(parents=True, exist_ok=True)
        record = {"browser": self.browser, "fonts": dict(self.fonts)}
        (folder / RECORD).write_text(json.dumps(record, indent=2) + "\n", "utf-8")
        (folder / SAMPLE).write_bytes(small(self.sample))

    def differs_from(self, other: Painter) -> str:
        """What pictures of both cannot be compared for, in a sentence; empty for nothing."""
        if self.browser != other.browser:
            return f"the browser is {self.browser}, not {other.browser}"
        for family, font in self.fonts.items():
            if font != other.fonts.get(family):
                return f"{family} is set in {font}, not in {other.fonts.get(family)}"
        difference = compare(other.sample, self.sample)
        if difference.pixels or difference.told:
            return f"the same letters look different: {difference}"
        return ""


def _font_of(page: Page, family: str) -> str:
    cdp = page.context.new_cdp_session(page)
    cdp.send("DOM.enable")
    cdp.send("CSS.enable")
    root = cdp.send("DOM.getDocument")["root"]["nodeId"]
    node = cdp.send("DOM.querySelector", {"nodeId": root, "selector": f"#{family}"})["nodeId"]
    used = cdp.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    cdp.detach()
    return ", ".join(sorted({str(font["familyName"]) for font in used}))
