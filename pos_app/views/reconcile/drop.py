"""Where a file can be dropped: what it is for, and a livelier edge while one is held over it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout

from pos_app.views.look.paint import begin, box
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space, till
from pos_app.views.parts.card import Bare
from pos_app.views.parts.icon import Icon
from pos_app.views.parts.text import Grown, Text
from pos_app.views.words import words


class DropZone(Bare):
    """Teaches how the page fills."""

    def __init__(self) -> None:
        super().__init__("reconcileDrop")
        self._is_over = False
        self._icon = Icon("reconcileDropIcon", size("iconLarge"), till("refusedDisc"))
        self._icon.show_icon("file-arrow-down", "brand", "brandTint")
        self._what = Text("reconcileDropWhat", "title", "semibold")
        self._how = Grown("reconcileDropHow", "body")
        self._csv = Grown("reconcileDropCsv", "body")
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(5), space(5), space(5))
        column.setSpacing(space(2))
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._what, self._how, self._csv):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)

    def show_over(self, *, is_over: bool) -> None:
        """Whether a file is held over the page."""
        self._is_over = is_over
        self._what.setText(words("reconcile.let_go" if is_over else "reconcile.drop"))
        self._how.set_plain(words("reconcile.drop_how"))
        self._csv.set_plain(words("reconcile.drop_csv"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws its ground and a dashed edge."""
        del event
        painter = begin(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = border("key")
        area = QRectF(self.rect()).adjusted(width, width, -width, -width)
        box(painter, area, radius("card"), colour("brandTint" if self._is_over else "surface"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("brand" if self._is_over else "lineStrong"), width, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(area, radius("card"), radius("card"))
        painter.end()
