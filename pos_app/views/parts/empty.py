"""An empty place: an icon on a disc, what this is, how it fills."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from pos_app.views.look.tokens import size, space, till
from pos_app.views.parts.card import Bare
from pos_app.views.parts.icon import Icon
from pos_app.views.parts.text import Text


class Empty(Bare):
    """Teaches instead of being blank."""

    def __init__(self, name: str, icon: str) -> None:
        super().__init__(name)
        self._picture = Icon(f"{name}Icon", size("iconLarge"), till("refusedDisc"))
        self._picture.show_icon(icon, "brand", "brandTint")
        self._what = Text(f"{name}What", "title", "semibold")
        self._how = Text(f"{name}How", "body", "regular", "text2")
        column = QVBoxLayout(self)
        column.setSpacing(space(2))
        column.addStretch(1)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._what, self._how):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addStretch(1)

    def show_words(self, what: str, how: str) -> None:
        """Both lines."""
        self._what.setText(what)
        self._how.setText(how)
