"""A ring of time: how much of a span is left, with a figure and a word inside."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from pos_app.views.look.fonts import font
from pos_app.views.look.paint import begin
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import space

_FULL = 360 * 16
_TOP = 90 * 16


class Ring(QWidget):
    """The arc shows a share of the whole; it never runs backwards by itself."""

    def __init__(self, name: str, side: int, stroke: int, ink: str, figure: str = "number") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedSize(side, side)
        self._stroke, self._ink, self._figure_size = stroke, ink, figure
        self._share, self._figure, self._word = 1.0, "", ""

    def set_side(self, side: int, figure: str) -> None:
        """Another size, with figures that fit into it."""
        self.setFixedSize(side, side)
        self._figure_size = figure

    def show_share(self, share: float, figure: str, word: str = "") -> None:
        """How full (0 to 1), the figure in the middle, the word below it."""
        self._share, self._figure, self._word = min(1.0, max(0.0, share)), figure, word
        self.setAccessibleName(f"{figure} {word}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        inset = self._stroke / 2 + 1
        circle = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(colour("sunken"), self._stroke))
        painter.drawEllipse(circle)
        if self._share > 0:
            painter.setPen(QPen(colour(self._ink), self._stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawArc(circle, _TOP, -round(_FULL * self._share))
        painter.setPen(colour("text"))
        painter.setFont(font(self._figure_size, "semibold"))
        lift = space(2) + space(1) / 2 if self._word else 0
        painter.drawText(QRectF(self.rect()).translated(0, -lift), Qt.AlignmentFlag.AlignCenter, self._figure)
        if self._word:
            painter.setPen(colour("text2"))
            painter.setFont(font("caption"))
            where = QRectF(self.rect()).translated(0, space(4) - space(1))
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, self._word)
        painter.end()
