"""When the till can't start: one window that says why, and what to do. Nothing was sold, nothing is lost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.views.look.tokens import size, space, till
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.icon import Icon
from pos_app.views.parts.text import Paragraph, Text
from pos_app.views.words import words


class TroubleWindow(QWidget):
    """The sentence comes from whoever could not open something; closing the window ends the program."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.setObjectName("trouble")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(words("trouble.title"))
        self.resize(till("minWidth") // 2 + space(7), till("minHeight") - 2 * space(7))
        icon = Icon("troubleIcon", size("iconLarge"))
        icon.show_icon("warning-circle", "warning")
        title = Text("troubleTitle", "heading", "semibold")
        title.setText(words("trouble.title"))
        why = Paragraph("troubleWhy", "strong")
        why.set_plain(sentence)
        why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = Button("troubleClose", Shape(Kind.PRIMARY, "title"))
        close.set_words(words("trouble.close"))
        close.setFixedHeight(size("buttonPrimary"))
        close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(6), space(6), space(6))
        column.setSpacing(space(3))
        why.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(icon)
        column.addWidget(title)
        column.addWidget(why, 1)
        column.addWidget(close)
