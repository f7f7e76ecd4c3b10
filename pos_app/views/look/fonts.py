"""The shipped fonts, and one function that gives any of their sizes and weights."""

from __future__ import annotations

import functools

from PySide6.QtGui import QFont, QFontDatabase

import resources
from pos_app.views.look.tokens import tokens

_FILES = (
    "Inter-Regular.ttf",
    "Inter-Medium.ttf",
    "Inter-SemiBold.ttf",
    "Inter-Bold.ttf",
    "InterDisplay-Medium.ttf",
    "InterDisplay-SemiBold.ttf",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansCJKsc-Bold.otf",
)
_TIGHT_PERCENT = 95  # large figures of equal width stand closer
_TABULAR = QFont.Tag("tnum")


class FontMissingError(RuntimeError):
    """A shipped font could not be read: the installation is broken."""


def install() -> None:
    """Gives the shipped fonts to Qt; needs a QApplication. Raises FontMissingError."""
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(resources.path("fonts", name))) < 0:
            raise FontMissingError(f"the font {name} can't be read; install the till again")


@functools.cache
def font(size: str, weight: str = "regular") -> QFont:
    """A font by token names: `font("title", "semibold")`. Figures always have equal widths."""
    pixels = tokens().font_size[size]
    family = tokens().font_family
    made = QFont()
    first = family["display"] if pixels >= tokens().font_size["number"] else family["ui"]
    made.setFamilies([first, family["ui"], family["zh"], "sans-serif"])
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight(tokens().font_weight[weight]))
    made.setFeature(_TABULAR, 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)  # the same widths on every desktop
    if first == family["display"]:
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, _TIGHT_PERCENT)
    return made
