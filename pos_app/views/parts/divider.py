"""A thin upright line between two things."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.views.look.tokens import border


class Divider(QWidget):
    """As wide as a hair, as high as asked."""

    def __init__(self, parent: QWidget, height: int) -> None:
        super().__init__(parent)
        self.setObjectName("divider")
        self.setFixedSize(border("hair"), height)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
