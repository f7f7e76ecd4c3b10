"""A chooser: one of a few, shown like a field with an arrow."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QComboBox

from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, box
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space


class Chooser(QComboBox):
    """Choices by id; `show_choices` never fires the signal of a choice."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedHeight(size("field"))
        self.setFont(font("body", "medium"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("control")

    def show_choices(self, choices: tuple[tuple[str, str], ...], chosen: str, label: str) -> None:
        """Ids with their words, the chosen id, and the chooser's accessible name."""
        self.setAccessibleName(label)
        self.blockSignals(True)
        if tuple((str(self.itemData(i)), self.itemText(i)) for i in range(self.count())) != choices:
            self.clear()
            for choice_id, words in choices:
                self.addItem(words, choice_id)
        self.setCurrentIndex(self.findData(chosen))
        self.blockSignals(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        ground = "surface" if self.isEnabled() else "sunken"
        box(painter, QRectF(self.rect()), self.corner, colour(ground), colour("lineStrong"), border("hair"))
        side = size("icon") - space(1)
        right = self.width() - 1.5 * space(2) - side
        paint_icon(painter, "caret-down-bold", QRectF(right, (self.height() - side) / 2, side, side), colour("text2"))
        inner = QRectF(space(3), 0, right - space(3) - space(1), self.height())
        painter.setPen(colour("text"))
        painter.setFont(self.font())
        shown = QFontMetricsF(self.font()).elidedText(self.currentText(), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
