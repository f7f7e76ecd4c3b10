"""A sale in Today: state disc, time, masked name, note, amount."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from pos_app.presenters.sell_state import RowMark
from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, disc, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import radius, size, space, till

# icon, ink and ground of the disc
MARKS = {
    RowMark.PAID: ("check-bold", "success", "successTint"),
    RowMark.SPLIT: ("coins-bold", "brand", "brandTint"),
    RowMark.GIVEN_BACK: ("arrow-u-up-left-bold", "text2", "sunken"),
    RowMark.ASKING: ("hourglass-medium-bold", "warning", "warningTint"),
    RowMark.NOT_PAID: ("x-bold", "text2", "sunken"),
}
_NAME, _NOTE, _TIME, _AMOUNT = ("body", "medium"), ("caption", "regular"), ("body", "regular"), ("strong", "semibold")
_LEAST_NOTE = 40  # below this a note is left to the tooltip
_GAP = 13  # between disc, time and name, as on picture 01


@dataclass(frozen=True, slots=True)
class RowWords:
    """What a row says, already in words."""

    mark: RowMark
    time: str
    name: str
    note: str
    amount: str
    spoken: str
    is_new: bool
    is_open_to_refund: bool


class SaleRowButton(QAbstractButton):
    """One row. It can be pressed while money can still be given back."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedHeight(size("row"))
        self._words: RowWords | None = None

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("small")

    def show_words(self, words: RowWords) -> None:
        """Fills the row."""
        self._words = words
        self.setAccessibleName(words.spoken)
        self.setEnabled(words.is_open_to_refund)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if words.is_open_to_refund else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if words.is_open_to_refund else Qt.CursorShape.ArrowCursor)
        whole = f"{words.name} {words.note}".strip()
        self.setToolTip(whole if self._is_cut() else "")
        self.update()

    def settle(self) -> None:
        """The row is no longer news."""
        if self._words is not None:
            self._words = replace(self._words, is_new=False)
            self.update()

    def clips(self) -> bool:
        """Whether time and amount run into each other."""
        return self._words is not None and self._room_for_name() < text_width("M••", *_NAME)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        if self._words is None:
            return
        painter = begin(self)
        self._paint_ground(painter, self._words)
        self._paint_disc(painter, self._words)
        self._paint_words(painter, self._words)
        painter.end()

    def _paint_ground(self, painter: QPainter, words: RowWords) -> None:
        ground = "brandTint" if self.isDown() else "successTint" if words.is_new else ""
        ground = ground or ("bg" if self.underMouse() and self.isEnabled() else "")
        if ground:
            painter.fillRect(self.rect(), colour(ground))
        painter.fillRect(0, 0, self.width(), 1, colour("line"))

    def _paint_disc(self, painter: QPainter, words: RowWords) -> None:
        icon, ink, ground = MARKS[words.mark]
        if words.is_new and words.mark is RowMark.PAID:
            ink, ground = "onSuccess", "successFill"
        side = till("rowDisc")
        middle = QPointF(space(3) + side / 2, self.height() / 2)
        disc(painter, middle, side, colour(ground))
        inner = space(4) - space(1)
        where = QRectF(middle.x() - inner / 2, middle.y() - inner / 2, inner, inner)
        paint_icon(painter, icon, where, colour(ink))

    def _name_left(self) -> float:
        time = text_width(self._words.time, *_TIME) if self._words else 0.0
        return space(3) + till("rowDisc") + _GAP + time + _GAP

    def _room_for_name(self) -> float:
        amount = text_width(self._words.amount, *_AMOUNT) if self._words else 0.0
        return self.width() - self._name_left() - amount - space(3) - space(2)

    def _is_cut(self) -> bool:
        if self._words is None:
            return False
        note = text_width(self._words.note, *_NOTE) + 1.5 * space(2) if self._words.note else 0.0
        return text_width(self._words.name, *_NAME) + note > self._room_for_name()

    def _paint_words(self, painter: QPainter, words: RowWords) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        whole = QRectF(self.rect())
        painter.setPen(colour("text2"))
        painter.setFont(font(*_TIME))
        painter.drawText(whole.adjusted(space(3) + till("rowDisc") + _GAP, 0, 0, 0), middle, words.time)
        left, room = self._name_left(), self._room_for_name()
        name = _elided(words.name, _NAME, room)
        painter.setPen(colour("text"))
        painter.setFont(font(*_NAME))
        painter.drawText(whole.adjusted(left, 0, 0, 0), middle, name)
        painter.setFont(font(*_AMOUNT))
        painter.drawText(whole.adjusted(0, 0, -space(3), 0), middle | Qt.AlignmentFlag.AlignRight, words.amount)
        used = text_width(name, *_NAME) + 1.5 * space(2) if name else 0.0
        if words.note and room - used >= _LEAST_NOTE:
            painter.setPen(colour("text2"))
            painter.setFont(font(*_NOTE))
            painter.drawText(whole.adjusted(left + used, 1, 0, 0), middle, _elided(words.note, _NOTE, room - used))


def _elided(text: str, style: tuple[str, str], room: float) -> str:
    return QFontMetricsF(font(*style)).elidedText(text, Qt.TextElideMode.ElideRight, room)
