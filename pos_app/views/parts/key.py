"""Keys: digits, functions, quick amounts."""

from __future__ import annotations

import enum

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.motion import duration_ms
from pos_app.views.look.paint import begin, box, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space


class KeyKind(enum.Enum):
    """What a key does."""

    DIGIT = "digit"
    FUNCTION = "function"
    QUICK = "quick"


_FONTS = {
    KeyKind.DIGIT: ("key", "medium"),
    KeyKind.FUNCTION: ("title", "semibold"),
    KeyKind.QUICK: ("strong", "semibold"),
}
_PLUS = "+"


class Key(QAbstractButton):
    """A key of the pad. Its place never changes; pressed, it shows a tint and a strong edge for a moment."""

    def __init__(self, name: str, kind: KeyKind, icon: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._kind, self._icon = kind, icon
        self._is_lit = False

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("control")

    def set_words(self, text: str, spoken: str) -> None:
        """What is on the key, and its accessible name."""
        self.setText(text)
        self.setAccessibleName(spoken)
        self.update()

    def flash(self) -> None:
        """Shows a press that came from the keyboard."""
        if lasting := duration_ms("press"):
            self._light(is_lit=True)
            QTimer.singleShot(lasting, self, lambda: self._light(is_lit=False))

    def clips(self) -> bool:
        """Whether the words don't fit."""
        return self._text_width() > self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        self._ground(painter)
        ink = "text3" if not self.isEnabled() else "text2" if self._kind is KeyKind.FUNCTION else "text"
        painter.setPen(colour(ink))
        painter.setFont(font(*_FONTS[self._kind]))
        if self._icon:
            side = size("icon") + space(2)
            middle = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            paint_icon(painter, self._icon, middle, colour(ink))
        elif self._kind is KeyKind.QUICK:
            self._paint_quick(painter)
        else:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()

    def _light(self, *, is_lit: bool) -> None:
        self._is_lit = is_lit
        self.update()

    def _ground(self, painter: QPainter) -> None:
        rect, corner, hair = QRectF(self.rect()), self.corner, border("hair")
        if self.isDown() or self._is_lit:
            box(painter, rect, corner, colour("brandTint"), colour("brand"), border("key"))
            return
        if not self.isEnabled():
            box(painter, rect, corner, None, colour("line"), hair)
            return
        if self._kind is not KeyKind.QUICK:
            box(painter, rect, corner, colour("line"))
            rect = rect.adjusted(0, 0, 0, -hair)
        fill = "sunken" if self._kind is KeyKind.FUNCTION else "surface"
        box(painter, rect, corner, colour(fill), colour("line"), hair)

    def _text_width(self) -> float:
        plus = text_width(_PLUS, *_FONTS[self._kind]) + space(2) if self._kind is KeyKind.QUICK else 0.0
        return text_width(self.text(), *_FONTS[self._kind]) + plus

    def _paint_quick(self, painter: QPainter) -> None:
        left = (self.width() - self._text_width()) / 2
        whole = QRectF(left, 0, self.width() - left, self.height())
        painter.setPen(colour("brand" if self.isEnabled() else "text3"))
        painter.drawText(whole, Qt.AlignmentFlag.AlignVCenter, _PLUS)
        painter.setPen(colour("text" if self.isEnabled() else "text3"))
        shift = text_width(_PLUS, *_FONTS[self._kind]) + space(2)
        painter.drawText(whole.adjusted(shift, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
