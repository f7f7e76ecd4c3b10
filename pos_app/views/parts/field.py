"""A text field. Wrong content shows an edge and an icon; the line that says what to key stands beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLineEdit

from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import radius, size, space


class Field(QLineEdit):
    """One line to write in; its placeholder is also its accessible name."""

    def __init__(self, name: str, font_size: str = "strong") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFont(font(font_size, "medium"))
        self.setFixedHeight(size("field"))
        self._is_wrong = False

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("control")

    def set_label(self, label: str) -> None:
        """What belongs into the field."""
        self.setPlaceholderText(label)
        self.setAccessibleName(label)

    def set_wrong(self, is_wrong: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """Marks what is in it as wrong."""
        if is_wrong != self._is_wrong:
            self._is_wrong = is_wrong
            self.setProperty("wrong", is_wrong)
            self.style().unpolish(self)
            self.style().polish(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        super().paintEvent(event)
        if self._is_wrong:
            painter = begin(self)
            side = size("icon")
            where = QRectF(self.width() - space(2) - side, (self.height() - side) / 2, side, side)
            paint_icon(painter, "warning-circle-fill", where, colour("danger"))
            painter.end()
