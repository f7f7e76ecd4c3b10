"""A report as PDF: the paper that is shown on screen, on a page of its own size."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPoint, QSizeF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from pos_app.views.sell.receipt import ReceiptPaper

WIDTH = 420  # pixels of the paper on screen
MM_WIDTH = 80.0  # of a usual receipt
DPI = 300


def as_pdf(lines: tuple[str, ...]) -> bytes:
    """The lines on one page as long as they need."""
    paper = ReceiptPaper()
    paper.show_lines(lines)
    paper.resize(WIDTH, paper.minimumHeight())
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    size = QSizeF(MM_WIDTH, MM_WIDTH * paper.height() / paper.width())
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch))
    painter = QPainter(writer)
    painter.scale(writer.width() / paper.width(), writer.width() / paper.width())
    paper.render(painter, QPoint(0, 0))
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())
