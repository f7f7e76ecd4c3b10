"""A row of the desk's lists: two lines at the left, an amount and a state at the right; with a tick where it can be chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent

from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, box, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import radius, size, space
from pos_app.views.parts.pill import TONES
from pos_app.views.settlement.rows import LEFT, MIDDLE, RIGHT, PressedRow

HEIGHT = 72


class DeskRow(PressedRow):
    """Words are cut where their room ends; all of them are in the accessible name."""

    def __init__(self, name: str) -> None:
        super().__init__(name, HEIGHT)
        self._words = ("", "", "", "")
        self._tone, self._icon = "plain", ""

    def show_words(
        self, head: str, below: str, right: str = "", state: str = "", tone: str = "plain", icon: str = ""
    ) -> None:
        """What it says; `tone` is the state's; an icon at the left is also said by `state`."""
        self._words, self._tone, self._icon = (head, below, right, state), tone, icon
        self.setAccessibleName(", ".join(word for word in self._words if word))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        self.ground(painter)
        head, below, right, state = self._words
        left, edge, middle = space(3), self.width() - space(3), self.height() / 2
        if self._icon:
            side = size("icon")
            paint_icon(painter, self._icon, QRectF(left, middle - side / 2, side, side), colour("brand"))
            left += side + space(2)
        upper_right = text_width(right, "strong", "semibold") if right else 0
        lower_right = self._pill(painter, state, edge, middle) if state else 0
        self._line(
            painter, head, QRectF(left, space(2), edge - left - upper_right - space(2), middle - space(2)), "strong"
        )
        if right:
            painter.drawText(QRectF(left, space(2), edge - left, middle - space(2)), RIGHT | MIDDLE, right)
        self._line(
            painter, below, QRectF(left, middle, edge - left - lower_right - space(2), middle - space(2)), "caption"
        )
        painter.end()

    def _pill(self, painter: QPainter, state: str, edge: float, middle: float) -> float:
        ink, tint = TONES[self._tone]
        width = text_width(state, "caption", "semibold") + 2 * space(2)
        pill = QRectF(edge - width, middle + (middle - space(2)) / 2 - size("icon") / 2, width, size("icon"))
        box(painter, pill, radius("pill"), colour("surface" if self.is_chosen else tint))
        painter.setPen(colour(ink))
        painter.setFont(font("caption", "semibold"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, state)
        return width

    @staticmethod
    def _line(painter: QPainter, text: str, where: QRectF, font_size: str) -> None:
        is_head = font_size == "strong"
        used = font(font_size, "semibold" if is_head else "regular")
        painter.setFont(used)
        painter.setPen(colour("text" if is_head else "text2"))
        shown = QFontMetricsF(used).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, where.width()))
        painter.drawText(where, LEFT | MIDDLE, shown)
