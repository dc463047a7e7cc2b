"""Whether a page looks as in a picture that was kept of it.

Pixels are compared by pixelmatch (https://github.com/mapbox/pixelmatch), which tells how different
two colours seem to people. ``painter.py`` says whether two pictures may be compared at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops
from pixelmatch.contrib.PIL import pixelmatch
from playwright.sync_api import Page

# Of 0 to 1, by pixelmatch's measure: hardly anybody sees what is less.
SAME_COLOUR = 0.03
# One pixel in ten thousand may differ: less than a letter, in a window of 1280 by 720.
MOST = 0.0001
# Beside a picture that is smaller than the other one.
BEYOND = (255, 0, 255)


@dataclass(frozen=True)
class Difference:
    """How far a page is from the picture of it.

    Attributes:
        pixels: How many differ.
        of: How many there are.
        box: Left, top, right and bottom of all that differs, in pixels; None for nothing.
        sizes: Width and height of the kept picture, and of the page.
        picture: PNG: the kept picture in pale grey, what differs in red.
    """

    pixels: int
    of: int
    box: tuple[int, int, int, int] | None
    sizes: tuple[tuple[int, int], tuple[int, int]]
    picture: bytes

    @property
    def told(self) -> bool:
        """Whether people would see it."""
        return self.sizes[0] != self.sizes[1] or self.pixels > self.of * MOST

    def __str__(self) -> str:
        """For people, in a sentence."""
        words = f"{self.pixels:,} of {self.of:,} pixels differ ({self.pixels / self.of:.2%})"
        if self.box is not None:
            left, top, right, bottom = self.box
            words += f", all within {right - left} by {bottom - top} from {left}, {top}"
        kept, seen = self.sizes
        if kept != seen:
            words += f"; it is {seen[0]} by {seen[1]} pixels large, and was {kept[0]} by {kept[1]}"
        return words


def picture_of(page: Page) -> bytes:
    """A picture (PNG) of the whole page: no motion, no cursor, nothing under the mouse."""
    page.mouse.move(0, 0)
    return page.screenshot(full_page=True, animations="disabled", caret="hide")


def compare(kept: bytes, seen: bytes) -> Difference:
    """How far a picture (PNG) is from the one that was kept.

    Example:
        ``assert not compare(kept, picture_of(page)).told``
    """
    pictures = [Image.open(BytesIO(each)).convert("RGB") for each in (kept, seen)]
    sizes = (pictures[0].size, pictures[1].size)
    whole = (max(width for width, _ in sizes), max(height for _, height in sizes))
    before, now = (_on_canvas(picture, whole) for picture in pictures)
    box = ImageChops.difference(before, now).getbbox()
    drawn = Image.eval(before.convert("L"), lambda grey: 230 + grey // 10).convert("RGB")
    marked, pixels = Image.new("RGBA", whole), 0
    if box is not None:
        # Only what differs in any way: the library looks at each pixel in Python. The edges of
        # letters count: both pictures are painted in the same way.
        part = Image.new("RGBA", (box[2] - box[0], box[3] - box[1]))
        parts = before.crop(box), now.crop(box)
        pixels = pixelmatch(*parts, part, threshold=SAME_COLOUR, includeAA=True, diff_mask=True)
        marked.paste(part, box[:2])
        drawn.paste(marked, mask=marked)
    return Difference(pixels, whole[0] * whole[1], marked.getbbox(), sizes, _as_png(drawn))


def small(png: bytes) -> bytes:
    """The same picture in fewer bytes, to be kept."""
    return _as_png(Image.open(BytesIO(png)).convert("RGB"))


def _on_canvas(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    canvas = Image.new("RGB", size, BEYOND)
    canvas.paste(picture)
    return canvas


def _as_png(picture: Image.Image) -> bytes:
    data = BytesIO()
    picture.save(data, "PNG", optimize=True)
    return data.getvalue()
