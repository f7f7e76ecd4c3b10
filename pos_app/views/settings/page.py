"""The Settings page: which part at the top, the part below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from pos_app.presenters.settings import Part
from pos_app.views.look.tokens import space
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button
from pos_app.views.parts.card import Bare
from pos_app.views.parts.chip import Chip
from pos_app.views.words import words


class SettingsPage(PageWidget[Part]):
    """`parts`: pages of their own, which hear from their own presenters."""

    def __init__(self, parts: Mapping[Part, PageWidget[Any]]) -> None:
        super().__init__("settingsPage")
        self._parts = dict(parts)
        self._current = next(iter(self._parts))
        self.chips = {part: Chip(f"settings{part.value.title()}") for part in self._parts}
        tabs = Bare("settingsTabs")
        row = QHBoxLayout(tabs)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addStretch(1)
        place = Bare("settingsPlace")
        self._stack = QStackedLayout(place)
        for page in self._parts.values():
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(3))
        column.addWidget(tabs)
        column.addWidget(place, 1)

    def set_turn(self, turn: Callable[[Part], None]) -> None:
        """Who hears which part is wanted."""
        for part, chip in self.chips.items():
            chip.clicked.connect(lambda _=False, part=part: turn(part))

    def render_state(self, state: Part) -> None:
        """Shows the part that is wanted."""
        self._current = state
        for part, chip in self.chips.items():
            chip.show_words(words(f"settings.{part.value}"), is_chosen=part is state)
        self._stack.setCurrentWidget(self._parts[state])

    def filled_button(self) -> Button | None:
        """The part's."""
        return self._parts[self._current].filled_button()

    def search_field(self) -> QWidget | None:
        """The part's."""
        return self._parts[self._current].search_field()

    def escape(self) -> bool:
        """The part's."""
        return self._parts[self._current].escape()
