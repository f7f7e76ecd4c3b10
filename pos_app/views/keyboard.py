"""The window's keys: first those of every page, then those of the page that is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QWidget

from pos_app.views.keys import CONTROL, Shortcut, act
from pos_app.views.page import PageWidget, is_written_in

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ShiftModifier)
_PAGES = tuple(Qt.Key(Qt.Key.Key_1 + place) for place in range(8))
_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)


class WindowKeyboard(QObject):
    """Watches the key presses of one window.

    It filters the events of the native window, where a key arrives before any widget has it. `page` names the page that
    is shown, `go_number` is told Ctrl and a figure.
    """

    touched = Signal()  # a key, a click, a finger
    lock = Signal()
    sheet_wanted = Signal()
    sheet_done = Signal()

    def __init__(self, window: QWidget, page: Callable[[], PageWidget[Any]], go_number: Callable[[int], None]) -> None:
        super().__init__(window)
        self._window, self._page = window, page
        self._native: QWindow | None = None
        self.is_sheet_shown = False
        self._with_control = (
            Shortcut(
                "Ctrl 1 – 8",
                "keys.pages",
                lambda event: go_number(event.key() - Qt.Key.Key_0),
                keys=_PAGES,
                modifier=CONTROL,
            ),
            Shortcut("Ctrl L", "keys.lock", lambda _: self.lock.emit(), keys=(Qt.Key.Key_L,), modifier=CONTROL),
            Shortcut(
                "Ctrl F",
                "keys.search",
                lambda _: self._page().seek(),
                keys=(Qt.Key.Key_F,),
                modifier=CONTROL,
                when=lambda: self._page().can_seek(),
            ),
        )
        self._help = Shortcut("?", "keys.sheet", lambda _: self.sheet_wanted.emit(), characters="?")

    @property
    def everywhere(self) -> tuple[Shortcut, ...]:
        """What every page takes, as far as the page that is shown has it."""
        page = self._page()
        return (*page.common(), *(one for one in self._with_control if one.when()), self._help)

    def watch(self, native: QWindow) -> None:
        """Once the window is on screen. Not anew when it is shown again: that would put it before a hand scanner's filter."""
        if native is not self._native:
            self._native = native
            native.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks, and lets pass what it does not use."""
        del watched
        if event.type() in _TOUCHES:
            self.touched.emit()
            if self.is_sheet_shown and event.type() is not QEvent.Type.KeyPress:
                self.sheet_done.emit()
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._press(event)

    def _press(self, event: QKeyEvent) -> bool:
        if self.is_sheet_shown and event.key() not in {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt}:
            self.sheet_done.emit()
            if event.key() == Qt.Key.Key_Escape or event.text() == "?":
                return True
        if act(self._with_control, event):
            return True
        focus = self._window.focusWidget()
        if not is_written_in(focus) and act((self._help,), event):
            return True
        return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier in _PLAIN and self._page().press(event, focus)
