"""A laid-out document drawn by Qt: as a picture for the eye, as PDF, and row by row as dots for a printer.

One painter for all three. A row stands where a printer's columns would put it: what is at the right edge stays there, what
is in the middle too; letters have their own widths, and a row that would be wider than the paper is squeezed.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPageSize, QPainter, QPdfWriter, QPen

from backend_stub.contract.code_modules import code128_modules, qr_modules
from pos_app.printing.bitmap import Bitmap, from_grey
from pos_app.receipts.document import Code, CodeKind, Cut, Document, Logo, Rule
from pos_app.receipts.layout import Laid, Paper, Row, laid_out
from pos_app.views.look.tokens import tokens

ROW_DOTS = 30  # a printer's own line height, a sixth of an inch
_LETTER_DOTS = 22
_MODULE_DOTS, _QR_QUIET = 5, 2
_BAR_DOTS, _BAR_HEIGHT = 2, 64
_CODE_SPACE = 8
LOGO_HEIGHT = 240
_MARGIN = 24  # white at the picture's edges, which a printer can't reach
_PDF_DPI = 300
_MM_AN_INCH = 25.4


def picture(document: Document, paper: Paper, logo: Bitmap | None = None) -> QImage:
    """The whole strip, a pixel a dot, black on white."""
    rows = laid_out(document, paper.columns)
    height = sum(_height(row, logo) for row in rows)
    image = QImage(paper.dots + 2 * _MARGIN, height + 2 * _MARGIN, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.translate(_MARGIN, _MARGIN)
    _paint(painter, rows, paper, logo)
    painter.end()
    return image


def pdf(document: Document, paper: Paper, logo: Bitmap | None = None) -> bytes:
    """The strip on one page as long as it needs."""
    rows = laid_out(document, paper.columns)
    width, height = paper.dots + 2 * _MARGIN, sum(_height(row, logo) for row in rows) + 2 * _MARGIN
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_PDF_DPI)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    size = QSizeF(paper.mm, paper.mm * height / width)
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch))
    painter = QPainter(writer)
    scale = paper.mm / _MM_AN_INCH * _PDF_DPI / width
    painter.scale(scale, scale)
    painter.translate(_MARGIN, _MARGIN)
    _paint(painter, rows, paper, logo)
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def dots(row: Laid, paper: Paper) -> Bitmap:
    """One row for a printer. Any thread: only a QImage is drawn on."""
    image = QImage(paper.dots, _height(row, None), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    _paint_one(painter, row, paper, None)
    painter.end()
    return from_grey(_pixels(image))


def grey_of(image: QImage, width: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A picture as greys of this width at most, what is transparent white."""
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(Qt.GlobalColor.white)
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    if ground.width() > width:
        ground = ground.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    return _pixels(ground.convertToFormat(QImage.Format.Format_Grayscale8))


def reduced(image: QImage, width: int) -> bytes | None:
    """A picture as PNG, no larger than any paper needs it; None where it is none."""
    if image.isNull():
        return None
    wanted = QSize(min(image.width(), width), min(image.height(), LOGO_HEIGHT))
    small = image.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    small.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, PySide itself takes text only
    buffer.close()
    return bytes(buffer.data().data())


def dithered(image: QImage, width: int) -> Bitmap:
    """A picture in dots, of this width and `LOGO_HEIGHT` at most: greys by Qt's diffusion (Floyd and Steinberg)."""
    if image.isNull():
        return Bitmap(0, ())
    if image.height() * min(1.0, width / image.width()) > LOGO_HEIGHT:
        image = image.scaledToHeight(LOGO_HEIGHT, Qt.TransformationMode.SmoothTransformation)
    grey = grey_of(image, width)
    height, across = grey.shape
    made = QImage(np.ascontiguousarray(grey).data, across, height, across, QImage.Format.Format_Grayscale8)
    flags = Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.DiffuseDither
    return from_grey(_pixels(made.convertToFormat(QImage.Format.Format_Mono, flags).convertToFormat(made.format())))


def as_image(bitmap: Bitmap) -> QImage:
    """Dots as a picture."""
    stride = (bitmap.width + 7) // 8
    image = QImage(bitmap.width, max(bitmap.height, 1), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    if bitmap.height:
        bits = np.frombuffer(b"".join(bitmap.rows), np.uint8).reshape(bitmap.height, stride)
        black = np.unpackbits(bits, axis=1)[:, : bitmap.width]
        pixels = np.ascontiguousarray((1 - black) * 255, np.uint8)
        made = QImage(pixels.data, bitmap.width, bitmap.height, bitmap.width, QImage.Format.Format_Grayscale8)
        image = made.copy()
    return image


def _height(row: Laid, logo: Bitmap | None) -> int:
    if isinstance(row, Row):
        return ROW_DOTS * (2 if row.is_big else 1)
    if isinstance(row, Code):
        return _code_height(row) + 2 * _CODE_SPACE
    if isinstance(row, Logo):
        return logo.height + _CODE_SPACE if logo else 0
    return 0 if isinstance(row, Cut) else ROW_DOTS


def _code_height(code: Code) -> int:
    if code.kind is CodeKind.BARCODE:
        return _BAR_HEIGHT
    return (len(qr_modules(code.text)) + 2 * _QR_QUIET) * _MODULE_DOTS


def _paint(painter: QPainter, rows: Iterable[Laid], paper: Paper, logo: Bitmap | None) -> None:
    for row in rows:
        _paint_one(painter, row, paper, logo)
        painter.translate(0, _height(row, logo))


def _paint_one(painter: QPainter, row: Laid, paper: Paper, logo: Bitmap | None) -> None:
    if isinstance(row, Row):
        _paint_row(painter, row, paper)
    elif isinstance(row, Rule):
        painter.setPen(QPen(QColor(Qt.GlobalColor.black), 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0, ROW_DOTS / 2), QPointF(paper.dots, ROW_DOTS / 2))
    elif isinstance(row, Code):
        _paint_code(painter, row, paper)
    elif isinstance(row, Logo) and logo is not None:
        painter.drawImage(QPointF((paper.dots - logo.width) / 2, 0), as_image(logo))


def _paint_row(painter: QPainter, row: Row, paper: Paper) -> None:
    letters = _font(row)
    metrics = QFontMetricsF(letters)
    left, right = metrics.horizontalAdvance(row.left), metrics.horizontalAdvance(row.right)
    gap = metrics.horizontalAdvance(" ") if row.right else 0.0
    squeeze = min(1.0, paper.dots / (left + gap + right)) if left + right else 1.0
    room = paper.dots / squeeze
    painter.save()
    painter.scale(squeeze, 1.0)
    painter.setPen(QColor(Qt.GlobalColor.black))
    painter.setFont(letters)
    height = ROW_DOTS * (2 if row.is_big else 1)
    baseline = (height + metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF((room - left) / 2 if row.is_centred else 0, baseline), row.left)
    if row.right:
        painter.drawText(QPointF(room - right, baseline), row.right)
    painter.restore()


def _paint_code(painter: QPainter, code: Code, paper: Paper) -> None:
    """Whole dots only, so that edges are sharp."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(Qt.GlobalColor.black))
    if code.kind is CodeKind.BARCODE:
        bars = code128_modules(code.text)
        left = (paper.dots - len(bars) * _BAR_DOTS) // 2
        for place, is_bar in enumerate(bars):
            if is_bar:
                painter.drawRect(QRectF(left + place * _BAR_DOTS, _CODE_SPACE, _BAR_DOTS, _BAR_HEIGHT))
        return
    modules = qr_modules(code.text)
    left, top = (paper.dots - len(modules) * _MODULE_DOTS) // 2, _CODE_SPACE + _QR_QUIET * _MODULE_DOTS
    for y, line in enumerate(modules):
        for x, is_dark in enumerate(line):
            if is_dark:
                painter.drawRect(QRectF(left + x * _MODULE_DOTS, top + y * _MODULE_DOTS, _MODULE_DOTS, _MODULE_DOTS))


def _font(row: Row) -> QFont:
    """Our own letters first; what they lack comes from the system's."""
    family = tokens().font_family
    made = QFont()
    made.setFamilies([family["ui"], family["zh"], "sans-serif"])
    made.setPixelSize(_LETTER_DOTS * (2 if row.is_big else 1))
    made.setWeight(QFont.Weight.Bold if row.is_bold else QFont.Weight.Medium)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def _pixels(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    stride = image.bytesPerLine()
    flat = np.frombuffer(image.constBits(), np.uint8, image.height() * stride)
    return flat.reshape(image.height(), stride)[:, : image.width()].copy()
