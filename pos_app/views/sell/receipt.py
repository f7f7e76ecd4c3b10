"""The receipt on screen: its lines as they would be printed, black on paper, without a printer's cells."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from pos_app.views.look.fonts import font
from pos_app.views.look.paint import begin, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, size, space, till
from pos_app.views.parts.card import Card
from pos_app.views.parts.text import Line
from pos_app.views.words import words

_LINE_HEIGHT = 24
_RULE = frozenset("-")


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
        """As much as the words need."""
        return QSize(till("sideNarrow") - 2 * space(3), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        painter.fillRect(self.rect(), colour("codePaper"))
        width = self.width() - 2 * space(3)
        size_name = "body" if all(_room(line, "body") <= width for line in self._lines) else "caption"
        for row, line in enumerate(self._lines):
            where = QRectF(space(3), space(3) + row * _LINE_HEIGHT, self.width() - 2 * space(3), _LINE_HEIGHT)
            self._paint_line(painter, where, line, size_name)
        painter.end()

    def _paint_line(self, painter: QPainter, where: QRectF, line: str, size_name: str) -> None:
        """A printer's columns as places: a rule, a pair at both edges, or a centred line."""
        if line and set(line) <= _RULE:
            middle = where.center().y()
            painter.setPen(QPen(colour("lineStrong"), border("hair"), Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(where.left(), middle), QPointF(where.right(), middle))
            return
        painter.setPen(colour("codeInk"))
        painter.setFont(font(size_name))
        left, gap, right = line.strip().partition("  ")
        middle = Qt.AlignmentFlag.AlignVCenter
        if gap:
            painter.drawText(where, middle | Qt.AlignmentFlag.AlignLeft, left)
            painter.drawText(where, middle | Qt.AlignmentFlag.AlignRight, right.strip())
        elif line.startswith(" "):
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, line.strip())
        else:
            painter.drawText(where, middle | Qt.AlignmentFlag.AlignLeft, line)


def _room(line: str, size_name: str) -> float:
    """What a line needs, a gap between the two of a pair included."""
    left, gap, right = line.strip().partition("  ")
    beside = space(2) + text_width(right.strip(), size_name, "regular") if gap else 0.0
    return text_width(left, size_name, "regular") + beside


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
