"""A hand scanner that types (keyboard wedge), told from a person before any widget sees its keys.

Keys are held back for at most 40 ms until it is certain who typed them: a scan goes to `on_scan`, a person's keys go on to
where they were meant for, in order. See `scanner.wedge` for how they are told apart.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from pos_app.scanner.wedge import Press, Scan, Wedge
from pos_app.views.window import MainWindow

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class WedgeFilter(QObject):
    """The window's `key_filter`."""

    def __init__(self, window: MainWindow, on_scan: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window = window
        self._on_scan = on_scan
        self._wedge = Wedge()
        self._held: deque[QKeyEvent] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._time_passed)

    def __call__(self, event: QKeyEvent) -> bool:
        """Whether the key is held back (it may come again, when it was a person's)."""
        character = "\n" if event.key() in _ENTERS else event.text()
        if len(character) != 1 or not (character.isprintable() or character == "\n") or _is_shortcut(event):
            self._out(self._wedge.flush())
            return False
        self._held.append(event.clone())
        self._out(self._wedge.key(character, time.monotonic(), is_repeat=event.isAutoRepeat()))
        self._wait()
        return True

    def _time_passed(self) -> None:
        self._out(self._wedge.tick(time.monotonic()))
        self._wait()

    def _wait(self) -> None:
        deadline = self._wedge.deadline
        if deadline is None:
            self._timer.stop()
        else:
            self._timer.start(max(1, round((deadline - time.monotonic()) * 1000) + 1))

    def _out(self, presses: list[Press]) -> None:
        for press in presses:
            if isinstance(press, Scan):
                for _ in press.text + press.end:
                    self._held.popleft()
                self._on_scan(press.text)
            else:
                self._release([self._held.popleft() for _ in press.characters])

    def _release(self, events: list[QKeyEvent]) -> None:
        for event in events:
            self._window.replay(event)


def _is_shortcut(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
