"""Small strokes that several widgets share."""

from __future__ import annotations

import functools

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from pos_app.views.look.fonts import font
from pos_app.views.look.tokens import border, radius, size, space

CHIP_HEIGHT = size("icon")
_SMALLER = (
    "amount",
    "amountLong",
    "headline",
    "number",
    "headlineState",
    "heading",
    "title",
    "strong",
    "body",
    "caption",
)


def begin(widget: QWidget) -> QPainter:
    """A smooth painter on a widget."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    return painter


def box(
    painter: QPainter, rect: QRectF, corner: float, fill: QColor | None, edge: QColor | None = None, width: float = 0
) -> None:
    """A rounded box; the edge lies wholly inside `rect`."""
    inset = width / 2 if edge is not None else 0.0
    painter.setPen(QPen(edge, width) if edge is not None else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(fill if fill is not None else QColor(Qt.GlobalColor.transparent))
    inner = rect.adjusted(inset, inset, -inset, -inset)
    round_by = max(0.0, min(corner - inset, inner.height() / 2, inner.width() / 2))
    painter.drawRoundedRect(inner, round_by, round_by)


def disc(painter: QPainter, middle: QPointF, diameter: float, fill: QColor | None, edge: QColor | None = None) -> None:
    """A filled circle, with an edge of the key's width if asked for."""
    side = QRectF(middle.x() - diameter / 2, middle.y() - diameter / 2, diameter, diameter)
    box(painter, side, diameter / 2, fill, edge, border("key") if edge is not None else 0)


def chip_width(text: str) -> float:
    """How wide a key chip is."""
    return max(CHIP_HEIGHT, QFontMetricsF(font("caption", "medium")).horizontalAdvance(text) + 2 * space(2))


def chip(painter: QPainter, left: float, middle: float, text: str, ink: QColor) -> None:
    """A key's name in a thin frame, its left edge at `left`, centred on `middle`."""
    rect = QRectF(round(left), round(middle - CHIP_HEIGHT / 2), round(chip_width(text)), CHIP_HEIGHT)
    box(painter, rect, radius("small"), None, ink, border("hair"))
    painter.setFont(font("caption", "medium"))
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


@functools.lru_cache(2_048)
def text_width(text: str, size_name: str, weight: str) -> float:
    """How wide a line of words is."""
    return QFontMetricsF(font(size_name, weight)).horizontalAdvance(text)


def fitting_size(text: str, weight: str, largest: str, room: float) -> str:
    """The largest font size not above `largest` in which `text` fits into `room`; the caption size if none does."""
    sizes = _SMALLER[_SMALLER.index(largest) :]
    return next((name for name in sizes if text_width(text, name, weight) <= room), sizes[-1])
