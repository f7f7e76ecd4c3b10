"""Lines of words painted by token names, and the pill of a tier: what rows of lists share."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from pos_app.views.look.fonts import font
from pos_app.views.look.paint import box, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import radius, space

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
PILL_HEIGHT = 24  # a pill within a row
_GROUNDS = (("brandTint", "brand"), ("sunken", "text"), ("warningTint", "warning"))


def line(
    painter: QPainter,
    where: QRectF,
    text: str,
    style: tuple[str, str] = ("body", "regular"),
    ink: str = "text",
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """One line, with an ellipsis where the room ends; returns its width."""
    face = font(*style)
    shown = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, where.width())
    painter.setFont(face)
    painter.setPen(colour(ink))
    painter.drawText(where, align, shown)
    return QFontMetricsF(face).horizontalAdvance(shown)


def tier_pill(
    painter: QPainter, right: float, middle: float, text: str, place: int = 0, *, is_on_tint: bool = False
) -> float:
    """A tier's name in a pill that ends at `right`; `place` picks its ground. Returns the pill's width."""
    ground, ink = _GROUNDS[place % len(_GROUNDS)]
    width = text_width(text, "caption", "semibold") + 2.5 * space(2)
    rect = QRectF(right - width, middle - PILL_HEIGHT / 2, width, PILL_HEIGHT)
    box(painter, rect, radius("pill"), colour("surface" if is_on_tint else ground))
    line(painter, rect, text, ("caption", "semibold"), ink, Qt.AlignmentFlag.AlignCenter)
    return width
