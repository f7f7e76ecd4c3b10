"""A toast: one line at the bottom for four seconds, on any page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, box, fitting_size
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import radius, size, space, tokens

_ICONS = {"good": "check-circle-fill", "careful": "warning-circle-fill", "wrong": "warning-circle-fill"}


class ToastStrip(QWidget):
    """Shown once per serial number; says when its time is over."""

    gone = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text, self._icon = "", ""
        self._serial: int | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._end)
        self.hide()

    def show_toast(self, serial: int, text: str, tone: str) -> None:
        """A new serial begins anew; the same one only takes its words again (another language)."""
        self._text, self._icon = text, _ICONS.get(tone, "info-fill")
        self.setAccessibleName(text)
        self.update()
        if serial != self._serial:
            self._serial = serial
            self.show()
            self.raise_()
            self._timer.start(tokens().motion_ms["toast"])

    def put_away(self) -> None:
        """The presenter has no toast any more."""
        self._serial = None
        self._timer.stop()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        box(painter, QRectF(self.rect()), radius("control"), colour("text"))
        side = size("icon")
        paint_icon(painter, self._icon, QRectF(space(3), (self.height() - side) / 2, side, side), colour("bg"))
        inner = QRectF(self.rect()).adjusted(space(3) + side + 1.5 * space(2), 0, -space(3), 0)
        painter.setPen(colour("bg"))
        painter.setFont(font(fitting_size(self._text, "medium", "strong", inner.width()), "medium"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()

    def _end(self) -> None:
        self.hide()
        self.gone.emit()
