"""Icons by Phosphor name: from the font in qtawesome, or the few drawings in `resources/icons` that it lacks."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

_OWN = frozenset({"cash-register", "cash-register-fill", "coins", "coins-bold", "box-arrow-down"})


def paint_icon(painter: QPainter, name: str, rect: QRectF, ink: QColor) -> None:
    """Draws an icon of that name, square, in the middle of `rect`, in one colour."""
    side = round(min(rect.width(), rect.height()))
    device = painter.device()
    scale = device.devicePixelRatioF() if device is not None else 1.0
    pixmap = _pixmap(name, side, ink.name(QColor.NameFormat.HexArgb), scale)
    middle = rect.center()
    painter.drawPixmap(round(middle.x() - side / 2), round(middle.y() - side / 2), pixmap)


@dataclass(frozen=True, slots=True)
class _Glyphs:
    """A font of icons: its family, and the character of each name."""

    family: str
    characters: Mapping[str, str]


@functools.cache
def _phosphor() -> _Glyphs:
    """The one of qtawesome's fonts that we draw with, from its files.

    Importing qtawesome itself brings modules for every Qt binding and OpenGL's, a tenth of a start; and `qtawesome.icon`
    would load all eleven fonts, 20 MB.
    """
    fonts = files_of("qtawesome") / "fonts"
    charmap = next(fonts.glob("phosphor-charmap-*.json"))  # the names carry versions
    number = QFontDatabase.addApplicationFont(str(next(fonts.glob("phosphor-[0-9]*.ttf"))))
    characters = {name: chr(int(code, 16)) for name, code in json.loads(charmap.read_bytes()).items()}
    return _Glyphs(QFontDatabase.applicationFontFamilies(number)[0], characters)


def files_of(package: str) -> Path:
    """The folder of an installed package, without importing it."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(package)
    return Path(found.submodule_search_locations[0])


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
        glyphs = _phosphor()
        font = QFont(glyphs.family)
        font.setPixelSize(pixels)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(QRect(0, 0, pixels, pixels), Qt.AlignmentFlag.AlignCenter, glyphs.characters[name])
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
