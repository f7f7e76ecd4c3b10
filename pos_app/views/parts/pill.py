"""A pill: icon and word on a tint. Says a state, never by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, box, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import radius, size, space

# ink and ground by the meaning of a pill
TONES = {
    "good": ("success", "successTint"),
    "careful": ("warning", "warningTint"),
    "wrong": ("danger", "dangerTint"),
    "news": ("brand", "brandTint"),
    "plain": ("text2", "sunken"),
}

_GAP = 6  # between icon and word, as on picture 01


class Pill(QWidget):
    """A word in a rounded strip; `tall` is the lock beside a fixed amount."""

    def __init__(self, name: str, *, tall: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._font = ("body", "semibold") if tall else ("caption", "semibold")
        self._corner = radius("control" if tall else "pill")
        self._icon_side = space(3) + (space(1) if tall else 0)
        self._edge = space(3) if tall else 3 * space(1)
        self._text, self._icon, self._tone = "", "", "plain"
        self.setFixedHeight(size("touchMin") if tall else size("pill"))

    def show_words(self, text: str, tone: str, icon: str = "") -> None:
        """The word, its tone, its icon."""
        self._text, self._icon, self._tone = text, icon, tone
        self.setAccessibleName(text)
        self.setFixedWidth(self.sizeHint().width())
        self.update()

    def sizeHint(self) -> QSize:
        """As much as the words need."""
        icon = self._icon_side + _GAP if self._icon else 0
        edges = 2 * (self._edge if self._icon else space(3))
        return QSize(round(text_width(self._text, *self._font)) + icon + edges, self.height())

    def clips(self) -> bool:
        """Whether the word doesn't fit."""
        return self.sizeHint().width() > self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        ink, ground = TONES[self._tone]
        painter = begin(self)
        box(painter, QRectF(self.rect()), self._corner, colour(ground))
        content = text_width(self._text, *self._font) + (self._icon_side + _GAP if self._icon else 0)
        left = (self.width() - content) / 2
        if self._icon:
            side = self._icon_side
            paint_icon(painter, self._icon, QRectF(left, (self.height() - side) / 2, side, side), colour(ink))
            left += side + _GAP
        painter.setPen(colour(ink))
        painter.setFont(font(*self._font))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()
