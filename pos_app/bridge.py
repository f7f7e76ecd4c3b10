"""The one door from other threads into Qt: calls and pictures, each through an explicitly queued signal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage


class Bridge(QObject):
    """Lives on the main thread. `post` and `show_frame` may be called from any thread, and return at once.

    Calls are made on the main thread in the order in which they were posted; after `close` nothing comes through.
    """

    frame = Signal(QImage)
    _posted = Signal(object)
    _framed = Signal(QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_open = True
        self._posted.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._framed.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Makes `call` on the main thread, soon."""
        if self._is_open:
            self._posted.emit(call)

    def show_frame(self, image: QImage) -> None:
        """Hands a preview picture over; it must not be drawn on afterwards."""
        if self._is_open:
            self._framed.emit(image)

    def close(self) -> None:
        """From now on nothing comes through, also not what was posted before. Main thread only."""
        self._is_open = False

    @Slot(object)
    def _call(self, call: Callable[[], None]) -> None:
        if self._is_open:
            call()

    @Slot(QImage)
    def _show(self, image: QImage) -> None:
        if self._is_open:
            self.frame.emit(image)
