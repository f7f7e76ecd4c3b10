"""The focus ring: 3 px, 2 px outside whatever has the keyboard's focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.views.look.paint import begin, box
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius

_GAP = 2
_FOLLOWED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class FocusRing(QWidget):
    """Lies above the window's other widgets and follows the focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window = window
        self._target: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks, and lets pass what it does not use."""
        if watched is self._target and event.type() in _FOLLOWED:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        if self._target is None:
            return
        painter = begin(self)
        corner = getattr(self._target, "corner", radius("control")) + _GAP + border("focus")
        box(painter, QRectF(self.rect()), corner, None, colour("brand"), border("focus"))
        painter.end()

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        del old
        if self._target is not None:
            self._target.removeEventFilter(self)
        is_ours = new is not None and self._window.isAncestorOf(new) and hasattr(new, "corner")
        self._target = new if is_ours else None
        if self._target is not None:
            self._target.installEventFilter(self)
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self.hide()
            return
        out = _GAP + border("focus")
        corner = target.mapTo(self._window, QPoint(0, 0))
        self.setGeometry(corner.x() - out, corner.y() - out, target.width() + 2 * out, target.height() + 2 * out)
        self.show()
        self.raise_()
