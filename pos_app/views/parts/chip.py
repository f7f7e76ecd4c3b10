"""A choice button: one of a few that stand side by side."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from pos_app.views.look.fonts import font
from pos_app.views.look.paint import begin, box, fitting_size, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space

_HEIGHT = 48


class Chip(QAbstractButton):
    """Chosen: a tint and a strong edge."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("control")

    def show_words(self, text: str, *, is_chosen: bool) -> None:
        """Its word, and whether it is the one."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setChecked(is_chosen)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As much as the words need."""
        return QSize(round(text_width(self.text(), "body", "semibold")) + 2 * space(3), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """What it can live with."""
        width = round(text_width(self.text(), "caption", "semibold")) + 2 * space(1)
        return QSize(max(size("touchMin"), width), _HEIGHT)

    def clips(self) -> bool:
        """Whether the words don't fit even in the smallest size."""
        return text_width(self.text(), "caption", "semibold") > self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        is_chosen = self.isChecked()
        fill = "brandTint" if is_chosen or self.underMouse() else "surface"
        edge = border("key" if is_chosen else "hair")
        box(painter, QRectF(self.rect()), self.corner, colour(fill), colour("brand" if is_chosen else "line"), edge)
        painter.setPen(colour("brand" if is_chosen else "text"))
        painter.setFont(font(fitting_size(self.text(), "semibold", "body", self.width() - 2 * space(1)), "semibold"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
