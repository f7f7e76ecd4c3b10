"""The window's keys: first the rail's, then those of the page that is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QWidget

from pos_app.views.page import PageWidget

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ShiftModifier)

_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)


class WindowKeyboard(QObject):
    """Watches the key presses of one window.

    It filters the events of the native window, where a key arrives before any widget has it. `page` names the page that
    is shown, `go_number` is told Ctrl and a figure.
    """

    touched = Signal()  # a key, a click, a finger
    lock = Signal()

    def __init__(self, window: QWidget, page: Callable[[], PageWidget[Any]], go_number: Callable[[int], None]) -> None:
        super().__init__(window)
        self._window, self._page, self._go_number = window, page, go_number
        self._native: QWindow | None = None

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
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._press(event)

    def _press(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.ControlModifier and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_8:
            self._go_number(event.key() - Qt.Key.Key_0)
            return True
        if modifiers == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_L:
            self.lock.emit()
            return True
        if modifiers == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_F:
            return self._page().seek()
        return modifiers in _PLAIN and self._page().press(event, self._window.focusWidget())
