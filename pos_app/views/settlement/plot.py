"""Bars over a grid of one pixel: takings by the hour, what is owed by the day. The chosen bar carries its number."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.presenters.settlement_state import Bar
from pos_app.views import format as fmt
from pos_app.views.look.fonts import font
from pos_app.views.look.paint import begin, box, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, space

MOST_LINES = 4
GAP = 0.28  # of a bar's room
_LABEL_HEIGHT = 24
_STEPS = (1, 2, 5)


class BarPlot(QWidget):
    """`pressed` tells which bar was tapped, by its place."""

    pressed = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._bars: tuple[Bar, ...] = ()
        self._currency = "EUR"

    def show_bars(self, bars: tuple[Bar, ...], currency: str) -> None:
        """What to draw; the numbers are said as well."""
        self._bars, self._currency = bars, currency
        said = "; ".join(f"{bar.label}: {fmt.money(bar.amount_minor, currency)}" for bar in bars)
        self.setAccessibleDescription(said)
        self.update()

    def minimumSizeHint(self) -> QSize:
        """What it can live with."""
        return QSize(4 * space(6), 2 * space(7))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A bar's whole height can be tapped."""
        area = self._area()
        place = int((event.position().x() - area.left()) / self._room(area)) if self._bars else -1
        if 0 <= place < len(self._bars) and event.position().x() >= area.left():
            self.pressed.emit(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        if not self._bars:
            return
        painter = begin(self)
        step, lines = grid(max(bar.amount_minor for bar in self._bars))
        area = self._area()
        self._paint_grid(painter, area, step, lines)
        for place, bar in enumerate(self._bars):
            self._paint_bar(painter, area, place, bar, step * lines)
        painter.end()

    def _area(self) -> QRectF:
        step, lines = grid(max((bar.amount_minor for bar in self._bars), default=0))
        left = text_width(fmt.quick_figures((step * lines,), self._currency)[0], "caption", "regular") + space(2)
        return QRectF(self.rect()).adjusted(left, _LABEL_HEIGHT, 0, -_LABEL_HEIGHT)

    def _room(self, area: QRectF) -> float:
        return area.width() / len(self._bars)

    def _paint_grid(self, painter: QPainter, area: QRectF, step: int, lines: int) -> None:
        painter.setFont(font("caption", "regular"))
        for number in range(lines + 1):
            height = area.bottom() - number / lines * area.height()
            painter.fillRect(QRectF(area.left(), round(height), area.width(), border("hair")), colour("line"))
            painter.setPen(colour("text2"))
            label = QRectF(0, height - _LABEL_HEIGHT / 2, area.left() - space(2), _LABEL_HEIGHT)
            text = fmt.quick_figures((number * step,), self._currency)[0]
            painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_bar(self, painter: QPainter, area: QRectF, place: int, bar: Bar, top_minor: int) -> None:
        room = self._room(area)
        left = area.left() + place * room
        height = max(0.0, bar.amount_minor / top_minor * area.height())
        body = QRectF(left + GAP / 2 * room, area.bottom() - height, room * (1 - GAP), height)
        box(painter, body, min(radius("small") / 2, height / 2), colour("brand" if bar.is_chosen else "brandSoft"))
        weight = "semibold" if bar.is_chosen else "regular"
        painter.setFont(font("caption", weight))
        painter.setPen(colour("brand" if bar.is_chosen else "text2"))
        every = 1 if room >= _LABEL_HEIGHT else 2
        if place % every == 0 or bar.is_chosen:
            label = QRectF(left - room, area.bottom(), 3 * room, _LABEL_HEIGHT)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, bar.label)
        if bar.is_chosen:
            text = fmt.figures(bar.amount_minor, self._currency)
            width = text_width(text, "caption", weight) + space(1)
            middle = QPointF(min(max(body.center().x(), width / 2), self.width() - width / 2), body.top())
            number = QRectF(middle.x() - width / 2, middle.y() - _LABEL_HEIGHT, width, _LABEL_HEIGHT)
            painter.drawText(number, Qt.AlignmentFlag.AlignCenter, text)


def grid(highest_minor: int) -> tuple[int, int]:
    """The distance of the grid's lines (1, 2 or 5 and zeros) and how many hold the highest bar: at most four."""
    decade = 1
    while True:
        for step in _STEPS:
            lines = -(-highest_minor // (step * decade))
            if lines <= MOST_LINES:
                return step * decade, max(1, lines)
        decade *= 10
