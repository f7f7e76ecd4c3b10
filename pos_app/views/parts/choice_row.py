"""A label and what belongs to it, side by side: rows of a page on which things are set."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.views.look.tokens import size, space
from pos_app.views.parts.card import Bare
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.text import Line


class LabelRow(Bare):
    """A label, and something beside it."""

    def __init__(self, name: str, *beside: QWidget) -> None:
        super().__init__(f"{name}Row")
        self.label = Line(f"{name}Label", "body", "medium", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        row.addWidget(self.label)
        for widget in beside:
            row.addWidget(widget, 1)


class ChoiceRow(LabelRow):
    """A label and a chooser."""

    def __init__(self, name: str) -> None:
        self.chooser = Chooser(name)
        self.chooser.setMinimumWidth(size("field"))
        super().__init__(name, self.chooser)

    def show_choices(self, label: str, choices: tuple[tuple[str, str], ...], chosen: str) -> None:
        """What can be chosen."""
        self.label.setText(label)
        self.chooser.show_choices(choices, chosen, label)
