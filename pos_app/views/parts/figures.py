"""The amount: its sign smaller and raised, its figures large, a caret while it can be keyed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.views.look.fonts import font
from pos_app.views.look.paint import begin, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import size, space, till

_CARET_GAP = 12
_SIZES = ("amount", "amountLong", "headline", "headlineState")
_LONG = 9  # more characters than this are shown smaller
_SIGN = ("number", "medium")


class Figures(QWidget):
    """Right-aligned; its place and size never change with the state of a sale."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._sign, self._text, self._has_caret = "", "", False

    def show_amount(self, sign: str, figures: str, *, has_caret: bool, spoken: str) -> None:
        """Sign and figures in words of the language shown."""
        self._sign, self._text, self._has_caret = sign, figures, has_caret
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the large figures; a layout may give less, and they shrink."""
        return QSize(round(self._width(_SIZES[self._first()])) + 1, till("amountLow") - space(5))

    def minimumSizeHint(self) -> QSize:
        """What it can live with."""
        return QSize(size("rail"), self.sizeHint().height())

    def clips(self) -> bool:
        """Whether sign and figures don't fit."""
        return self._width(self._size_name()) > self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        size_name = self._size_name()
        middle, right = self.height() / 2, float(self.width())
        if self._has_caret:
            right -= till("caretWidth")
            caret = QRectF(right, middle - till("caretHeight") / 2, till("caretWidth"), till("caretHeight"))
            painter.fillRect(caret, colour("brandFill"))
            right -= _CARET_GAP
        figures = font(size_name, "semibold")
        measured = QFontMetricsF(figures)
        baseline = middle + measured.capHeight() / 2
        left = right - measured.horizontalAdvance(self._text)
        painter.setFont(figures)
        painter.setPen(colour("text"))
        painter.drawText(round(left), round(baseline), self._text)
        sign_font = font(*_SIGN)
        painter.setFont(sign_font)
        painter.setPen(colour("text2"))
        sign_top = baseline - measured.capHeight() + space(2)
        sign_left = left - space(3) - text_width(self._sign, *_SIGN)
        painter.drawText(
            round(sign_left), round(sign_top + QFontMetricsF(sign_font).capHeight() + space(1)), self._sign
        )
        painter.end()

    def _size_name(self) -> str:
        return next((name for name in _SIZES[self._first() :] if self._width(name) <= self.width()), _SIZES[-1])

    def _first(self) -> int:
        return 1 if len(self._text) > _LONG else 0

    def _width(self, size_name: str) -> float:
        caret = till("caretWidth") + _CARET_GAP if self._has_caret else 0
        sign = text_width(self._sign, *_SIGN) + space(3)
        return sign + text_width(self._text, size_name, "semibold") + caret
