"""Icons by Phosphor name: from qtawesome, or the few drawings in `resources/icons` that it lacks."""

from __future__ import annotations

import functools

import qtawesome
from PySide6.QtCore import QByteArray, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

# qtawesome draws a glyph at 7/8 of its box; Phosphor's own drawings fill it
_WHOLE_BOX = 8 / 7
_OWN = frozenset({"cash-register", "cash-register-fill", "coins", "coins-bold", "box-arrow-down"})


def paint_icon(painter: QPainter, name: str, rect: QRectF, ink: QColor) -> None:
    """Draws an icon of that name, square, in the middle of `rect`, in one colour."""
    side = round(min(rect.width(), rect.height()))
    device = painter.device()
    scale = device.devicePixelRatioF() if device is not None else 1.0
    pixmap = _pixmap(name, side, ink.name(QColor.NameFormat.HexArgb), scale)
    middle = rect.center()
    painter.drawPixmap(round(middle.x() - side / 2), round(middle.y() - side / 2), pixmap)


@functools.cache
def _phosphor() -> qtawesome.IconicFont:
    """The one font we draw with: `qtawesome.icon` would load all of its eleven, a tenth of a second and 20 MB."""
    files = next(found for found in qtawesome._BUNDLED_FONTS if found[0] == "ph")  # noqa: SLF001 - the names carry versions
    return qtawesome.IconicFont(files)


@functools.lru_cache(maxsize=512)
def _pixmap(name: str, side: int, ink: str, scale: float) -> QPixmap:
    pixels = round(side * scale)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if name in _OWN:
        drawing = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
        drawing = drawing.replace("currentColor", QColor(ink).name())
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    else:
        _phosphor().icon(f"ph.{name}", color=QColor(ink), scale_factor=_WHOLE_BOX).paint(
            painter, QRect(0, 0, pixels, pixels)
        )
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
