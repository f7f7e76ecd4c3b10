"""The receipt on screen: its lines as they would be printed, black on paper, every character in its own cell."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from pos_app.views.look.fonts import font
from pos_app.views.look.paint import begin
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import size, space, till
from pos_app.views.parts.card import Card
from pos_app.views.parts.text import Line
from pos_app.views.words import words

_WIDE = ("W", "F")
_LINE_HEIGHT = 20
_CELL = 9


def cells(line: str) -> int:
    """How many columns of a printer a line takes: Chinese characters take two."""
    return sum(_cell(character) for character in line)


def _cell(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


class ReceiptPaper(QWidget):
    """The printed strip."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("receiptPaper")
        self._lines: tuple[str, ...] = ()

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """The lines, top to bottom."""
        self._lines = lines
        self.setAccessibleName("\n".join(lines))
        self.setMinimumHeight(len(lines) * _LINE_HEIGHT + 2 * space(3))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(till("sideNarrow") - 2 * space(3), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = begin(self)
        painter.fillRect(self.rect(), colour("codePaper"))
        painter.setPen(colour("codeInk"))
        columns = max((cells(line) for line in self._lines), default=1)
        cell = min(float(_CELL), (self.width() - 2 * space(2)) / columns)
        face = font("caption", "medium")
        painter.setFont(face)
        squeeze = min(1.0, cell / QFontMetricsF(face).horizontalAdvance("0"))
        left = (self.width() - columns * cell) / 2
        for row, line in enumerate(self._lines):
            at, top = left, space(3) + row * _LINE_HEIGHT
            for character in line:
                width = cell * _cell(character)
                painter.save()
                painter.translate(at + width / 2, 0)
                painter.scale(squeeze, 1)
                where = QRectF(-_LINE_HEIGHT, top, 2 * _LINE_HEIGHT, _LINE_HEIGHT)
                painter.drawText(where, Qt.AlignmentFlag.AlignCenter, character)
                painter.restore()
                at += width
        painter.end()


class ReceiptCard(Card):
    """The paper on a card, in the place of camera and Today while it is read."""

    def __init__(self) -> None:
        super().__init__("receiptCard")
        self._title = Line("receiptCardTitle", "strong", "semibold")
        self._title.setFixedHeight(size("topBar"))
        self._paper = ReceiptPaper()
        area = QScrollArea()
        area.setObjectName("receiptArea")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), 0, space(3), space(3))
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(area, 1)

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """The receipt's lines."""
        self._title.setText(words("paid.on_screen"))
        self._paper.show_lines(lines)
