"""The Settings page's parts: one is shown at a time, and only that one is told that it is seen."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Protocol

from pos_app.presenters.shell import PagePresenter


class Part(enum.Enum):
    """In their order."""

    CAMERA = "camera"
    PRINTER = "printer"
    RECEIPT = "receipt"


class SettingsView(Protocol):
    """Shows a part."""

    def render(self, state: Part) -> None:
        """Show this part, and no other."""


class SettingsPresenter(PagePresenter):
    """`parts`: the presenters of each."""

    def __init__(self, view: SettingsView, parts: Mapping[Part, PagePresenter]) -> None:
        self._view, self._parts = view, parts
        self._current = next(iter(parts))
        self._is_shown = False

    def shown(self) -> None:
        """The part that was open before."""
        self._is_shown = True
        self._view.render(self._current)
        self._parts[self._current].shown()

    def hidden(self) -> None:
        """Nobody sees any part."""
        self._is_shown = False
        self._parts[self._current].hidden()

    def scanned(self, text: str) -> bool:
        """Whether the part that is shown takes it."""
        return self._parts[self._current].scanned(text)

    def turn(self, part: Part) -> None:
        """Another part."""
        if part is not self._current and self._is_shown:
            self._parts[self._current].hidden()
            self._current = part
            self._parts[part].shown()
        self._view.render(self._current)
