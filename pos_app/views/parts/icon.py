"""An icon alone, or in a disc."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, disc
from pos_app.views.look.theme import colour


class Icon(QWidget):
    """A picture beside words; the words carry the meaning, so it has no accessible name of its own."""

    def __init__(self, name: str, side: int, disc_side: int = 0) -> None:
        super().__init__()
        self.setObjectName(name)
        self._side = side
        self._icon, self._ink, self._ground = "", "text", ""
        whole = max(side, disc_side)
        self.setFixedSize(whole, whole)

    def show_icon(self, icon: str, ink: str, ground: str = "") -> None:
        """Which icon, in which colour token, on which disc."""
        self._icon, self._ink, self._ground = icon, ink, ground
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        if self._ground:
            disc(painter, QPointF(self.width() / 2, self.height() / 2), self.width(), colour(self._ground))
        if self._icon:
            where = QRectF(0, 0, self._side, self._side)
            where.moveCenter(QPointF(self.width() / 2, self.height() / 2))
            paint_icon(painter, self._icon, where, colour(self._ink))
        painter.end()
