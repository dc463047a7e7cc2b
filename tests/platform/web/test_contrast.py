"""Colours against WCAG 2.2, level AA, in light and in dark."""

import re
from pathlib import Path

import pytest

from chat_platform import web

CSS = (Path(web.__file__).parent / "static/css/base.css").read_text(encoding="utf-8")
PAIRS = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", CSS)
SCHEMES = {
    "light": {name: light for name, light, _ in PAIRS},
    "dark": {name: dark for name, _, dark in PAIRS},
}
TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "accent") for ground in ("ground", "surface")),
    *(("ink", ground) for ground in ("raised", "ground")),
    ("soft", "raised"),
    ("accent-strong", "surface"),
    ("busy", "surface"),
    ("bad", "bad-ground"),
    ("bad", "ground"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
]
# Borders of fields and buttons, dots and focus rings: what one must see but not read.
SIGNS = [(sign, "surface") for sign in ("edge", "accent", "good", "busy", "bad")] + [
    (sign, "ground") for sign in ("edge", "accent", "good", "bad")
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 to 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(scheme: str, ink: str, ground: str) -> None:
    assert contrast(SCHEMES[scheme][ink], SCHEMES[scheme][ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_signs_can_be_seen(scheme: str, sign: str, ground: str) -> None:
    assert contrast(SCHEMES[scheme][sign], SCHEMES[scheme][ground]) >= 3
